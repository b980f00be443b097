"""Who holds a post in a department now, to be chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.store.people import Department, Person, PostHolding, held_on


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be chosen for a step."""

    id: str
    name: str
    department_name: str


def colleagues(connection: Connection, post: str, department: str, today: date) -> tuple[Colleague, ...]:
    """Return who is active and holds the post in the department on that day, by name."""
    rows = connection.execute(
        select(Person.id, Person.name, Department.name)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .join(Department, Department.code == PostHolding.department)
        .where(PostHolding.post == post, PostHolding.department == department, held_on(today))
        .order_by(Person.name, Person.id)
        .distinct()
    )
    return tuple(Colleague(*row) for row in rows)


def staff_at_work(connection: Connection, today: date) -> tuple[Colleague, ...]:
    """Return everybody with an account who holds any post today, by department and name, each once."""
    rows = connection.execute(
        select(Person.id, Person.name, Department.name)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .outerjoin(Department, Department.code == Person.department)
        .where(held_on(today))
        .order_by(Department.name, Person.name, Person.id)
        .distinct()
    )
    return tuple(Colleague(row.id, row[1], row[2] or "") for row in rows)
