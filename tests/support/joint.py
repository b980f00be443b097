"""A small joint matter: three departments may decide side by side, and their lead sums up."""

from __future__ import annotations

from support.county import people
from support.matters import APPLICATION, bundle, flow, task
from support.training import TrainingHall, publish

from engine.bundle import Bundle

KEY = "joint_matter"
BRANCHES = {"fire": "fire_brigade", "sign": "urban_bureau", "tobacco": "tobacco_bureau"}
ITEM = {"type": "string", "oneOf": [{"const": name, "title": name} for name in BRANCHES]}
CHOSEN = {"items": {"type": "array", "title": "分项", "items": ITEM, "uniqueItems": True}}
DECIDED = "branch_opinion,refusal_decision"


def joint_matter() -> Bundle:
    """Return it: accept; for each chosen branch review and decide, or back to review; sum up, certify, deliver."""
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        '<inclusiveGateway id="split"/><inclusiveGateway id="join"/>',
        task("acceptance", stage="acceptance", post="window_clerk"),
        task("summary", stage="approval", post="approver", document="grant_decision,refusal_decision"),
        task("certificate", stage="completion", post="issuing_clerk", form="certificate"),
        flow("filed", "acceptance") + flow("acceptance", "split") + flow("join", "summary"),
        flow("summary", "certificate") + flow("certificate", "closed"),
    ]
    for name, code in BRANCHES.items():
        decision = task(f"{name}_decision", stage="approval", post="approver", department=code, document=DECIDED)
        body += [
            task(f"{name}_review", department=code) + decision,
            f'<exclusiveGateway id="{name}_decided" default="{name}_decided__join"/>',
            flow("split", f"{name}_review", f"'{name}' in application.items"),
            flow(f"{name}_review", f"{name}_decision") + flow(f"{name}_decision", f"{name}_decided"),
            flow(f"{name}_decided", f"{name}_review", f"{name}_decision.result == 'return'"),
            flow(f"{name}_decided", "join"),
        ]
    certificate = {
        "certificate_no": {"type": "string", "title": "编号"},
        "valid_from": {"type": "string", "title": "自"},
    }
    forms = {
        "application": APPLICATION | {"properties": APPLICATION["properties"] | CHOSEN},
        "certificate": {"type": "object", "title": "制证", "properties": certificate},
    }
    return bundle(KEY, "".join(body), forms=forms)


def open_hall(training: TrainingHall) -> None:
    """Publish the matter and let each of its departments have a reviewer and an approver."""
    staff = {f"{name}_{post}": (post, code) for name, code in BRANCHES.items() for post in ("reviewer", "approver")}
    people(training, **staff, maker=("issuing_clerk", "market_bureau"))
    publish(training.hall, joint_matter())


def accepted(training: TrainingHall, *items: str) -> str:
    """File an application for these branches, accept it, and return the case's id."""
    case = training.file_case(KEY, items=list(items or BRANCHES))
    training.clerk.complete(case, "acceptance", result="accept")
    return case


def review(training: TrainingHall, case: str, name: str) -> None:
    training[f"{name}_reviewer"].complete(case, f"{name}_review", result="pass")


def decide(training: TrainingHall, case: str, name: str, result: str = "consent") -> None:
    more = {"reason": "疏散通道宽度不足", "basis": "消防法 第十五条"} if result == "decline" else {}
    training[f"{name}_approver"].complete(case, f"{name}_decision", result=result, opinion="意见", **more)
