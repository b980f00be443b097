"""Hand a case over to another level or office (移交、上报): a slip with its date, written when the flow has moved.

行政许可法 第三十五条, 第四十三条: the lower authority sends its opinion and all materials up directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.bpmn.workflow import Step
from engine.cases.ask_lower_level import handed_in
from engine.cases.case_bills import issuer_of
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.posts import LEVELS
from engine.steps import StepFacts
from engine.store.people import Department

KIND = "handover_slip"


def hand_over(case: WorkingCase, task: Mapping[str, Any], step: Step, by: Actor) -> Sequence[str]:
    """Write a slip for each office that the completed ``task`` has handed the case to.

    A task whose ``document`` is no hand-over slip, and one whose successors lie in its own office, write none.
    The receiving step's claim and completion are the receipt.
    """
    if KIND not in case.bundle.steps[task["element_id"]].documents:
        return ()
    received: dict[str, list[StepFacts]] = {}
    for opened in step.opened:
        if opened.kind == "user":
            facts = case.bundle.steps[opened.element]
            received.setdefault(facts.place(case.row)[0], []).append(facts)
    received.pop(task["department"], None)
    return tuple(_slip(case, task, office, steps, by) for office, steps in received.items())


def _slip(case: WorkingCase, task: Mapping[str, Any], office: str, steps: Sequence[StepFacts], by: Actor) -> str:
    here, there = _office(case, task["department"]), _office(case, office)
    from_level = task["level"] or here.level
    to_level = steps[0].place(case.row)[1] or there.level
    guide = {material.key: material.name.value for material in case.bundle.facts.materials}
    there_are = handed_in(case)
    detail = {"from": here.code, "from_level": from_level, "to": there.code, "to_level": to_level}
    case.record("handed_over", by, element=task["element_id"], token=task["token"], detail=detail)
    fields = {
        "step": task["name"],
        "from_department": here.name,
        "from_level": LEVELS.get(from_level, from_level),
        "to_department": there.name,
        "to_level": LEVELS.get(to_level, to_level),
        "next_steps": [one.name for one in steps],
        "materials": [name for key, name in guide.items() if key in there_are],
        "handed_at": case.uow.legal_now.isoformat(),
    }
    return issue_document(case, KIND, by, fields, issuer_of(case, here.code))


def _office(case: WorkingCase, code: str) -> Any:
    """Return code, name and level of a department."""
    wanted = select(Department.code, Department.name, Department.level).where(Department.code == code)
    return case.uow.execute(wanted).one()
