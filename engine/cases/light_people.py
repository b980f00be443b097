"""Whom a light is told: who has the work, and above them the heads of departments and the supervisors (督办)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.cases.consulted import CONSULTATION, asked_department, consulted_people
from engine.cases.holders_of_post import holders_of_post
from engine.cases.level_clocks import LEVEL
from engine.feedback.ratable import RECTIFICATION, feedback_officers
from engine.store.base import table_of
from engine.store.people import Department
from engine.store.ratings import Rectification
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import supervisors, who_answers

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

_task, _department, _rectification = table_of(Task).c, table_of(Department).c, table_of(Rectification).c


def whose_work(uow: UnitOfWork, task: Any) -> frozenset[str]:
    """Return who has the task, else everybody who could take it."""
    if task.assignee_id:
        return frozenset((task.assignee_id,))
    return frozenset(holders_of_post(uow, task.post, task.department))


def who_works_on(case: WorkingCase) -> frozenset[str]:
    """Return who has an open task of the case, or could take it."""
    tasks = case.uow.execute(select(table_of(Task)).where(_task.case_id == case.id, _task.status == "open")).all()
    return frozenset(person for task in tasks for person in whose_work(case.uow, task))


def who_owes(case: WorkingCase, clock: Any) -> tuple[str, frozenset[str]]:
    """Return which department a clock about something is late for, and its people; none for a limit of the whole case.

    Late is who was asked for an opinion, not who waits for it; the level that has the case, not the one that
    decides it; who was rated poorly, with those who look after ratings.
    """
    uow = case.uow
    if clock.kind == CONSULTATION:
        asked = asked_department(uow, clock.about)
        return asked, frozenset(consulted_people(uow, asked, uow.today))
    if clock.kind == LEVEL:
        office = office_of_level(case, clock.about)
        return office, above_a_step(case, office)
    if clock.kind == RECTIFICATION:
        rated = uow.execute(select(_rectification.department).where(_rectification.id == clock.about)).scalar_one()
        return rated, who_answers(uow, rated, uow.today) | feedback_officers(uow, uow.today)
    return "", frozenset()


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
