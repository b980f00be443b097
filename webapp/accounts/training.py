"""The accounts of the training hall, printed on its login page; a production hall prints none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from engine.store.office import Setting
from engine.store.people import Department, Person, PostHolding
from webapp.installation import current_hall, current_settings

PRINTED_PASSWORD = "training_password"  # noqa: S105
"""The name of the setting that set-up of a training hall writes."""


@dataclass(frozen=True)
class Account:
    """A person to sign in as."""

    login: str
    name: str
    department: str
    posts: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The accounts of the county's offices (no ``town``), or of one town with its villages."""

    town: str
    accounts: tuple[Account, ...]


def printed_accounts() -> tuple[tuple[Group, ...], str]:
    """Return the accounts, the county's first and then town by town, and their password; nothing outside training."""
    if not current_settings().training:
        return (), ""
    with current_hall().reading() as connection:
        password = connection.execute(select(Setting.value).where(Setting.name == PRINTED_PASSWORD)).scalar()
        if password is None:
            return (), ""
        offices = {row.code: row for row in connection.execute(select(Department.__table__))}
        people = connection.execute(
            select(Person.id, Person.login, Person.name, Person.department).where(Person.active).order_by(Person.id)
        ).all()
        held: dict[str, list[str]] = {}
        for person_id, post in connection.execute(select(PostHolding.person_id, PostHolding.post)):
            if post not in held.setdefault(person_id, []):
                held[person_id].append(post)
    groups: dict[str, list[Account]] = {"": []}
    for row in people:
        office = offices.get(row.department)
        account = Account(row.login, row.name, office.name if office else "", tuple(held.get(row.id, ())))
        groups.setdefault(_town_of(office, offices), []).append(account)
    return tuple(Group(town, tuple(accounts)) for town, accounts in groups.items()), password


def _town_of(office: Row[Any] | None, offices: Mapping[str, Row[Any]]) -> str:
    """Return the name of the town at the top of an office, or nothing for one of the county."""
    seen = set()
    while office is not None and office.parent in offices and office.code not in seen:
        seen.add(office.code)
        office = offices[office.parent]
    return office.name if office is not None and office.level == "town" else ""
