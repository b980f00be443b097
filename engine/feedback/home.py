"""The department that a member of staff belongs to."""

from __future__ import annotations

from sqlalchemy import select

from engine.actor import Actor
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork

_person = table_of(Person).c


def home_of(uow: UnitOfWork, by: Actor) -> str:
    """Return the code of the department of the person, else of their first post; empty for who is no staff."""
    if by.kind != "staff":
        return ""
    own: str | None = uow.execute(select(_person.department).where(_person.id == by.person_id)).scalar()
    return own or (by.holdings[0].department if by.holdings else "")
