"""Hand a case over to another level or office (移交、上报): a slip with its date, written when the flow has moved.

行政许可法 第三十五条, 第四十三条: the lower authority sends its opinion and all materials up directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from engine.actor import Actor
from engine.bpmn.workflow import Step
from engine.cases.ask_lower_level import handed_in
from engine.cases.case_bills import issuer_of
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.ids import new_id
from engine.levels import height, is_accepted_below
from engine.posts import LEVELS
from engine.steps import StepFacts
from engine.store.base import table_of
from engine.store.hand_overs import HandOver
from engine.store.people import Department

KIND = "handover_slip"
_over = table_of(HandOver)


def hands_over(steps: Mapping[str, StepFacts]) -> bool:
    """Tell whether cases of a process are handed over at all: by a slip of its own, or from level to level."""
    return is_accepted_below(steps) or any(KIND in step.documents for step in steps.values())


def hand_over(case: WorkingCase, task: Mapping[str, Any], step: Step, by: Actor) -> Sequence[str]:
    """Write a slip for each office that the completed ``task`` has handed the case to.

    A task writes slips where its ``document`` is one, and where the case passes to another level between acceptance
    and decision, up or back down. What stays in an office is not handed over. It waits until somebody there signs.
    """
    if not hands_over(case.bundle.steps):
        return ()
    by_its_nature = KIND in case.bundle.steps[task["element_id"]].documents
    received: dict[str, list[StepFacts]] = {}
    for opened in step.opened:
        if opened.kind == "user":
            facts = case.bundle.steps[opened.element]
            office, level = facts.place(case.row)
            if by_its_nature or _crosses(case, task["level"], level):
                received.setdefault(office, []).append(facts)
    received.pop(task["department"], None)
    return tuple(_slip(case, task, office, steps, by) for office, steps in received.items())


def _slip(case: WorkingCase, task: Mapping[str, Any], office: str, steps: Sequence[StepFacts], by: Actor) -> str:
    here, there = _office(case, task["department"]), _office(case, office)
    from_level = task["level"] or here.level
    to_level = steps[0].place(case.row)[1] or there.level
    there_are = handed_in(case)
    guide = {one.key: one.name.value for one in case.bundle.facts.materials if one.key in there_are}
    detail = {"from": here.code, "from_level": from_level, "to": there.code, "to_level": to_level}
    case.record("handed_over", by, element=task["element_id"], token=task["token"], detail=detail)
    fields = {
        "step": task["name"],
        "from_department": here.name,
        "from_level": LEVELS.get(from_level, from_level),
        "to_department": there.name,
        "to_level": LEVELS.get(to_level, to_level),
        "next_steps": [one.name for one in steps],
        "materials": list(guide.values()),
        "handed_at": case.uow.legal_now.isoformat(),
    }
    number = issue_document(case, KIND, by, fields, issuer_of(case, here.code))
    row = {
        "id": new_id(case.uow.now),
        "case_id": case.id,
        "document": number,
        "from_department": here.code,
        "from_level": from_level,
        "to_department": there.code,
        "to_level": to_level,
        "materials": list(guide),
        "handed_on": case.uow.today,
        "handed_at": case.uow.now,
        "handed_by": by.person_id,
        "handed_by_name": by.name,
    }
    case.uow.execute(insert(_over), row)
    return number


def _crosses(case: WorkingCase, level: str, other: str) -> bool:
    """Tell whether the case goes from one level to another in the time of the levels' limits (第四十三条)."""
    known = height(level) >= 0 and height(other) >= 0
    return case.row["status"] == "accepted" and known and height(level) != height(other)


def _office(case: WorkingCase, code: str) -> Any:
    """Return code, name and level of a department."""
    wanted = select(Department.code, Department.name, Department.level).where(Department.code == code)
    return case.uow.execute(wanted).one()
