"""Departments and windows as administrators see them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.queries.staff import require_administrator
from engine.store.base import table_of
from engine.store.people import Department, Person
from engine.store.service_windows import ServiceWindow

_department, _person, _window = table_of(Department).c, table_of(Person).c, table_of(ServiceWindow).c


@dataclass(frozen=True)
class OfficeLine:
    """A department; ``depth`` is how many superiors it has, ``people`` the open accounts in it."""

    code: str
    name: str
    level: str
    parent: str | None
    phone: str
    address: str
    people: int
    depth: int


@dataclass(frozen=True)
class WindowLine:
    """A window of the hall with the codes of its departments and the keys of its matters."""

    id: str
    number: str
    place: str
    departments: tuple[str, ...]
    matters: tuple[str, ...]
    is_open: bool


def offices(connection: Connection, by: Actor) -> tuple[OfficeLine, ...]:
    """Return every department, each under its superior."""
    require_administrator(by)
    counted = select(_person.department, func.count().label("people")).where(_person.active)
    people = {row.department: row.people for row in connection.execute(counted.group_by(_person.department))}
    below: dict[str | None, list[OfficeLine]] = {}
    for row in connection.execute(select(table_of(Department)).order_by(_department.code)):
        said = (row.phone or "", row.address or "", people.get(row.code, 0))
        below.setdefault(row.parent, []).append(OfficeLine(row.code, row.name, row.level, row.parent, *said, 0))
    lines: list[OfficeLine] = []

    def add(parent: str | None, depth: int) -> None:
        for one in below.get(parent, ()):
            about = (one.code, one.name, one.level, one.parent, one.phone, one.address, one.people)
            lines.append(OfficeLine(*about, depth))
            add(one.code, depth + 1)

    add(None, 0)
    return tuple(lines)


def office(connection: Connection, by: Actor, code: str) -> OfficeLine:
    """Return one department; raises NotFound."""
    found = next((one for one in offices(connection, by) if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def windows(connection: Connection, by: Actor) -> tuple[WindowLine, ...]:
    """Return every window by its number."""
    require_administrator(by)
    rows = connection.execute(select(table_of(ServiceWindow)).order_by(_window.number))
    return tuple(
        WindowLine(row.id, row.number, row.place, tuple(row.departments), tuple(row.matters), row.is_open)
        for row in rows
    )


def window(connection: Connection, by: Actor, window_id: str) -> WindowLine:
    """Return one window; raises NotFound."""
    found = next((one for one in windows(connection, by) if one.id == window_id), None)
    if found is None:
        raise NotFound
    return found
