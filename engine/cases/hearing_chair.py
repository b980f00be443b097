"""Who may chair the hearing of a case: people of the authority who do not review the application (第四十八条)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from engine.cases.duties import Handled, own_party
from engine.cases.running_pauses import PAUSING_STAGES
from engine.cases.working_case import WorkingCase
from engine.errors import NotAllowed
from engine.law.breach import Breach
from engine.law.hearings import ARTICLE_48_3, check_chair
from engine.store.base import table_of
from engine.store.hearings import Hearing
from engine.store.people import Department, Person, PostHolding, held_on
from engine.store.reads import Reads
from engine.store.tasks import Task
from engine.text import zh

_task, _person, _held = table_of(Task).c, table_of(Person).c, table_of(PostHolding).c
_department, _hearing = table_of(Department).c, table_of(Hearing).c


def possible_chairs(rows: Reads, case_id: str, department: str, today: Any) -> tuple[tuple[str, str], ...]:
    """Return id and name of those who may chair: people of the authority and its stations who have no part in the case.

    ``department`` is the one that implements the matter; ``rows`` answers questions about rows.
    """
    below = select(_department.code).where(or_(_department.code == department, _department.parent == department))
    above = select(_department.parent).where(_department.code == department)
    wanted = (
        select(_person.id, _person.name)
        .join(PostHolding, _held.person_id == _person.id)
        .where(or_(_held.department.in_(below), _held.department.in_(above)), _person.active)
        .where(held_on(today))
        .order_by(_person.name, _person.id)
        .distinct()
    )
    reviewing = _reviewing(rows, case_id)
    return tuple((row.id, row.name) for row in rows.execute(wanted) if row.id not in reviewing)


def breach_of_chair(case: Handled, person_id: str) -> Breach | None:
    """Return what keeps a person from chairing: a step of review or approval, done or in hand, or being a party."""
    reviews = person_id in _reviewing(case.uow, case.id)
    return check_chair(reviews=reviews, is_party=bool(own_party(case, person_id)))


def require_not_chair(case: WorkingCase, task: Any, person_id: str | None) -> None:
    """Raise NotAllowed where who chaired, or is to chair, a hearing of the case would review or decide it."""
    if task["stage"] not in PAUSING_STAGES or person_id is None:
        return
    wanted = select(_hearing.id).where(_hearing.case_id == case.id, _hearing.chair == person_id)
    wanted = wanted.where(_hearing.status.in_(("scheduled", "held")))
    if case.uow.execute(wanted.limit(1)).first() is not None:
        raise NotAllowed(
            zh(
                "您是本件听证的主持人，不能审查、决定本件：主持人应当是审查人员以外的人员（{basis}）。",
                basis=ARTICLE_48_3,
            )
        )


def _reviewing(rows: Reads, case_id: str) -> frozenset[str]:
    """Return who did or has in hand a step of review or approval of the case."""
    steps = select(_task.assignee_id, _task.done_by).where(_task.case_id == case_id)
    found = rows.execute(steps.where(_task.stage.in_(sorted(PAUSING_STAGES)))).all()
    return frozenset(person for row in found for person in row if person is not None)
