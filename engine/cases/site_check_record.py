"""Write the record of a site check (现场核查笔录) once every officer sent there has answered.

行政许可法 第三十四条第三款: the substance of an application is verified by two or more members of staff.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from engine.actor import Actor
from engine.cases.case_bills import issuer_of
from engine.cases.official_documents import Issuer, issue_document
from engine.cases.working_case import WorkingCase
from engine.sealing import unseal_values
from engine.steps import StepFacts
from engine.store.base import table_of
from engine.store.people import Department
from engine.store.trail import TrailEntry, TrailValue

KIND = "site_check_record"
WORST_FIRST = ("fail", "rectify", "pass")
_entry, _value = table_of(TrailEntry).c, table_of(TrailValue).c
_ANSWERS = (
    select(_entry.actor_name, _entry.legal_at, _entry.instance, _value.sealed)
    .join(TrailValue, (_value.case_id == _entry.case_id) & (_value.seq == _entry.seq))
    .where(
        _entry.case_id == bindparam("case"),
        _entry.act == "done",
        _entry.element_id == bindparam("element"),
        _entry.group_token == bindparam("group"),
    )
    .order_by(_entry.instance)
)


def record_site_check(
    case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor
) -> Sequence[str]:
    """Return the number of the record where ``task``, just answered with ``values``, was the last of its group.

    Called after the flow has moved and before the case is saved. One officer's fail makes the whole
    a fail, as in the process.
    """
    step = case.bundle.steps[task["element_id"]]
    if KIND not in step.documents:
        return ()
    group = task["group_token"]
    if group is not None and any(one.group == group for one in case.workflow.open_tasks()):
        return ()
    answers = [_answer(task["instance"], by.name, case.uow.legal_now.isoformat(), values)]
    if group is not None:
        # The answer of ``by`` is not written yet; the others' are.
        found = {"case": case.id, "element": task["element_id"], "group": group}
        answers += [
            _answer(row.instance, row.actor_name, row.legal_at.isoformat(), unseal_values(case.key, row.sealed)[0])
            for row in case.uow.execute(_ANSWERS, found)
        ]
    results = {one["values"].get("result") for one in answers}
    fields = {
        "element": task["element_id"],
        "name": step.name,
        "form": step.form,
        "conclusion": next((one for one in WORST_FIRST if one in results), ""),
        "records": sorted(answers, key=lambda one: one["instance"] or 0),
    }
    return (issue_document(case, KIND, by, fields, _issuer(case, step, task["department"])),)


def _issuer(case: WorkingCase, step: StepFacts, department: str) -> Issuer | None:
    """Return in whose name the record goes out: of who made it alone, else of the authority, like an office of its."""
    parent = select(Department.parent).where(Department.code == department)
    if step.item == "department" or case.uow.execute(parent).scalar() == case.bundle.facts.department:
        return None
    return issuer_of(case, department)


def _answer(instance: int | None, officer: str, at: str, values: object) -> dict[str, Any]:
    assert isinstance(values, Mapping)
    return {"instance": instance, "officer": officer, "at": at, "values": dict(values)}
