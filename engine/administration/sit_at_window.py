"""Say at which window of the hall one sits; every act from then on says so in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from engine.actor import Actor
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.store.base import table_of
from engine.store.people import Department, Person
from engine.store.service_windows import ServiceWindow
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_window, _person = table_of(ServiceWindow).c, table_of(Person)
SEATED = frozenset({"window_clerk", "issuing_clerk", "cashier"})
"""Posts whose work is done at a window; others have no seat in the hall."""


@dataclass(frozen=True, kw_only=True)
class SitAtWindow(Command):
    """Take a seat at an open window of one's department, or leave it (``window_id`` none); it holds until changed."""

    window_id: str | None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if self.by.person_id is None or not self.by.posts & SEATED:
            raise NotFound
        seats = dict(seats_for(uow.connection, self.by))
        if self.window_id is not None and self.window_id not in seats:
            wrong = zh("请选择本部门开放的窗口。")
            raise Invalid(wrong, {"window_id": wrong})
        uow.execute(update(_person).where(_person.c.id == self.by.person_id).values(window_id=self.window_id))
        number = seats[self.window_id] if self.window_id is not None else None
        uow.note_office_act("sit_at_window", self.by, self.by.name, window=number)
        return {"window": number}


def seats_for(connection: Connection, by: Actor) -> tuple[tuple[str, str], ...]:
    """Return id and number of each window at which ``by`` may sit: open, and of a department where they have a seat.

    The hall's own windows are everybody's who serves there: a department below another sits at that one's windows.
    """
    if not by.posts & SEATED:
        return ()
    own = {held.department for held in by.holdings if held.post in SEATED}
    above = select(Department.parent).where(Department.code.in_(own), Department.parent.is_not(None))
    own |= {code for code in connection.execute(above).scalars() if code is not None}
    rows = connection.execute(select(_window.id, _window.number, _window.departments).where(_window.is_open))
    return tuple(sorted(((row.id, row.number) for row in rows if own & set(row.departments)), key=lambda one: one[1]))


def seat_of(connection: Connection, person_id: str) -> str | None:
    """Return the id of the window at which a person sits, none where they have no seat or it is open no more."""
    wanted = select(_window.id).join(Person, Person.window_id == _window.id)
    found: str | None = connection.execute(wanted.where(Person.id == person_id, _window.is_open)).scalar()
    return found
