"""Who holds which post where on a day, for asking whether a matter's steps can all be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding, held_on

_person, _held, _department = table_of(Person).c, table_of(PostHolding).c, table_of(Department).c


def holders_by_post(connection: Connection, day: date) -> dict[tuple[str, str], frozenset[str]]:
    """Return the ids of the active people by post and department code, as they hold them on ``day``."""
    rows = connection.execute(
        select(_held.post, _held.department, _held.person_id)
        .join(Person, _person.id == _held.person_id)
        .where(held_on(day))
        .order_by(_held.post, _held.department)
    )
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        found.setdefault((row.post, row.department), set()).add(row.person_id)
    return {place: frozenset(people) for place, people in found.items()}


def town_codes(connection: Connection) -> tuple[str, ...]:
    """Return the codes of the towns, in order: a station that stands in a town is under another department."""
    town = (_department.level == "town", _department.parent.is_(None))
    rows = connection.execute(select(_department.code).where(*town).order_by(_department.code))
    return tuple(row.code for row in rows)
