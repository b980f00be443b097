"""Names for codes and ids, as lists and answers need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.people import Department, Person


@dataclass(frozen=True)
class MatterName:
    """A published matter by its key."""

    key: str
    name: str


def department_names(connection: Connection) -> dict[str, str]:
    """Return the name of every department by its code."""
    department = table_of(Department).c
    rows = connection.execute(select(department.code, department.name).order_by(department.code))
    return {row.code: row.name for row in rows}


def department_levels(connection: Connection) -> dict[str, tuple[str, str]]:
    """Return name and level of every department by its code."""
    department = table_of(Department).c
    wanted = select(department.code, department.name, department.level).order_by(department.code)
    return {row.code: (row.name, row.level) for row in connection.execute(wanted)}


def town_names(connection: Connection) -> dict[str, str]:
    """Return the names of the towns, which are nobody's branch, by their codes."""
    department = table_of(Department).c
    town = (department.level == "town", department.parent.is_(None))
    rows = connection.execute(select(department.code, department.name).where(*town).order_by(department.code))
    return {row.code: row.name for row in rows}


def matter_names(connection: Connection) -> tuple[MatterName, ...]:
    """Return every matter that was ever published, under the name of its newest version.

    Cases of matters that are no longer taken in run on; what is taken in today, ``matters_in_force`` tells.
    """
    bundle = table_of(PublishedBundle).c
    rows = connection.execute(select(bundle.key, bundle.name).order_by(bundle.key, bundle.version))
    newest = {row.key: row.name for row in rows}
    return tuple(MatterName(key, name) for key, name in newest.items())


def person_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of the people with these ids; an id that is nobody's is left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    person = table_of(Person).c
    rows = connection.execute(select(person.id, person.name).where(person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
