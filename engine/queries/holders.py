"""Who has a case now: its open steps, for lists of cases, in one query whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from engine.queries.lights import light_of
from engine.store.base import table_of
from engine.store.people import Department, Person
from engine.store.tasks import Task

_task = table_of(Task).c


@dataclass(frozen=True)
class Holder:
    """An open step of a case; ``person`` is none while nobody has claimed it. ``since`` is when it came there."""

    task_id: str
    step: str
    department: str
    post: str
    person: str | None
    since: datetime
    due_on: date | None
    light: str


def holders_of(connection: Connection, cases: Iterable[str], today: date) -> dict[str, tuple[Holder, ...]]:
    """Return the open steps of each case by its id, oldest first; a case without one is left out."""
    wanted = sorted(set(cases))
    if not wanted:
        return {}
    person, department = table_of(Person).c, table_of(Department).c
    rows = connection.execute(
        select(
            _task.id,
            _task.case_id,
            _task.name,
            _task.post,
            _task.opened_at,
            _task.due_on,
            _task.yellow_on,
            _task.red_on,
        )
        .add_columns(
            _task.paused_since, _task.department, department.name.label("department_name"), person.name.label("person")
        )
        .outerjoin(Department, department.code == _task.department)
        .outerjoin(Person, person.id == _task.assignee_id)
        .where(_task.case_id.in_(wanted), _task.status == "open")
        .order_by(_task.opened_at, _task.id)
    )
    found: dict[str, list[Holder]] = {}
    for row in rows:
        light = light_of(row.due_on, row.yellow_on, today, row.paused_since, row.red_on)
        place = row.department_name or row.department
        one = Holder(row.id, row.name, place, row.post, row.person, row.opened_at, row.due_on, light)
        found.setdefault(row.case_id, []).append(one)
    return {case: tuple(several) for case, several in found.items()}
