"""A department's own decision in a joint case (分项决定), and what the lead may make of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from engine.actor import Actor
from engine.branches import Branch
from engine.cases.case_bills import issuer_of
from engine.cases.decide import decide
from engine.cases.hearing_row import minutes_of, require_no_hearing
from engine.cases.in_turn import require_turn
from engine.cases.official_documents import issue_document
from engine.cases.remedies import remedy_fields
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden, Invalid
from engine.law.joint import CONSENT, DECLINE, PARTIAL, breach_of_summary
from engine.store.base import table_of
from engine.store.people import Department
from engine.store.tasks import Task
from engine.text import zh

_task = table_of(Task).c
_TASKS = (
    select(_task.element_id, _task.status, _task.result, _task.department)
    .where(_task.case_id == bindparam("case"), _task.element_id.in_(bindparam("elements", expanding=True)))
    .order_by(_task.opened_at, _task.id)
)


def consent(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Write the branch's opinion; the case itself is decided when the branches have met."""
    _require_accepted(case)
    fields = {"result": CONSENT, "branch": task["name"], "opinion": values.get("opinion", "")}
    return (issue_document(case, "branch_opinion", by, fields, issuer_of(case, task["department"])),)


def decline(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Write the branch's refusal, with reason, articles and remedies like any other (第三十八条第二款; EM-06)."""
    _require_accepted(case)
    if not values.get("reason") or not values.get("basis"):
        raise Invalid(zh("作出不予的决定，必须说明理由和法律依据。"))
    fields = {
        "branch": task["name"],
        "opinion": values.get("opinion", ""),
        "reason": values["reason"],
        "basis": values["basis"],
        **remedy_fields(case),
    }
    return (issue_document(case, "branch_refusal", by, fields, issuer_of(case, task["department"])),)


def grant_in_part(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Decide a joint case of which some branches consented and some declined (部分准予)."""
    if not case.bundle.branches:
        raise Forbidden(zh("只有多个部门联合办理的事项可以部分准予。"))
    decided = require_summary(case, PARTIAL)
    require_turn(case)
    decide(case, "partly_granted")
    fields = {
        "opinion": values.get("opinion", ""),
        "reason": values.get("reason", ""),
        "result": case.bundle.facts.result.name.value,
        "basis": [law.title.value for law in case.bundle.facts.legal_basis],
        "branches": decided,
        "hearings": minutes_of(case),
    }
    return (issue_document(case, "partial_decision", by, fields),)


def require_summary(case: WorkingCase, result: str) -> list[dict[str, Any]]:
    """Return the branches' decisions (name, department, result); raises Forbidden where they speak against ``result``.

    A case of one department has no branches, and nothing speaks against anything.
    """
    rows = _rows(case)
    names = _names(case, {row["department"] for row in rows})
    decided = [
        {"branch": branch.decision.name, "department": names.get(place, place), "result": decision_of(branch, rows)}
        for branch in case.bundle.branches
        if is_chosen(branch, rows)
        for place in [branch.decision.place(case.row)[0]]
    ]
    breach = breach_of_summary(result, {f"“{one['branch']}”": one["result"] for one in decided}) if decided else None
    if breach is not None:
        raise Forbidden(zh("{message}（依据：{basis}）", message=breach.message, basis=breach.basis))
    return decided


def is_chosen(branch: Branch, tasks: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the case has the branch: a step of it was opened; ``tasks`` are rows of the case's tasks."""
    elements = {step.element for step in branch.before}
    return any(row["element_id"] in elements for row in tasks)


def decision_of(branch: Branch, tasks: Sequence[Mapping[str, Any]]) -> str | None:
    """Return consent or decline; None while the branch has not decided, or looks at it again."""
    elements = {step.element for step in branch.before}
    own = [row for row in tasks if row["element_id"] in elements]
    if any(row["status"] == "open" for row in own):
        return None
    done = [row["result"] for row in own if row["element_id"] == branch.decision.element and row["status"] == "done"]
    return done[-1] if done and done[-1] in (CONSENT, DECLINE) else None


def _require_accepted(case: WorkingCase) -> None:
    if case.row["status"] != "accepted":
        raise Forbidden(zh("本件当前不能作出决定：只有已受理、尚未决定的办件可以决定。"))
    require_no_hearing(case)


def _rows(case: WorkingCase) -> list[Mapping[Any, Any]]:
    elements = [step.element for branch in case.bundle.branches for step in branch.before]
    if not elements:
        return []
    return list(case.uow.execute(_TASKS, {"case": case.id, "elements": elements}).mappings())


def _names(case: WorkingCase, codes: set[str]) -> dict[str, str]:
    rows = case.uow.execute(select(Department.code, Department.name).where(Department.code.in_(sorted(codes))))
    return {row.code: row.name for row in rows}
