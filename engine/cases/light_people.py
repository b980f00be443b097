"""Whom a light is told: who has the work, and above them the heads of departments and the supervisors (督办)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.cases.holders_of_post import holders_of_post
from engine.store.base import table_of
from engine.store.people import Department
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors, who_answers

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

_task, _department = table_of(Task).c, table_of(Department).c


def whose_work(uow: UnitOfWork, task: Any) -> frozenset[str]:
    """Return who has the task, else everybody who could take it."""
    if task.assignee_id:
        return frozenset((task.assignee_id,))
    return frozenset(holders_of_post(uow, task.post, task.department))


def who_works_on(case: WorkingCase) -> frozenset[str]:
    """Return who has an open task of the case, or could take it."""
    tasks = case.uow.execute(select(table_of(Task)).where(_task.case_id == case.id, _task.status == "open")).all()
    return frozenset(person for task in tasks for person in whose_work(case.uow, task))


def above_a_step(case: WorkingCase, department: str) -> frozenset[str]:
    """Return the heads of the department that is late, and those of the lead department where that is another one.

    The lead learns that a branch is late; nothing is taken for consent (并联审批).
    """
    uow = case.uow
    heads = who_answers(uow, department, uow.today)
    parent = uow.execute(select(_department.parent).where(_department.code == department)).scalar()
    lead = case.row["department"]
    return heads if lead in (department, parent) else heads | who_answers(uow, lead, uow.today)


def office_of_level(case: WorkingCase, level: str) -> str:
    """Return the department of a level that worked on the case last; the authority's where none did."""
    own = select(_task.department).where(_task.case_id == case.id, _task.level == level)
    found: str | None = case.uow.execute(own.order_by(_task.opened_at.desc(), _task.id.desc()).limit(1)).scalar()
    return found or case.row["department"]


def above_the_case(case: WorkingCase) -> frozenset[str]:
    """Return the heads of the implementing authority, and the supervisors."""
    uow = case.uow
    return who_answers(uow, case.row["department"], uow.today) | supervisors(uow, uow.today)
