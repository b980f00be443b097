"""The accounts of the training hall, printed on its login page; a production hall prints none."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.store.office import Setting
from engine.store.people import Department, Person, PostHolding
from webapp.installation import current_hall, current_settings

PRINTED_PASSWORD = "training_password"  # noqa: S105
"""The name of the setting that set-up of a training hall writes."""


def printed_accounts() -> tuple[list[dict[str, Any]], str]:
    """Return the accounts (login, name, department, posts) and their password; nothing outside training."""
    if not current_settings().training:
        return [], ""
    with current_hall().reading() as connection:
        password = connection.execute(select(Setting.value).where(Setting.name == PRINTED_PASSWORD)).scalar()
        if password is None:
            return [], ""
        people = connection.execute(
            select(Person.id, Person.login, Person.name, Department.name.label("department"))
            .outerjoin(Department, Department.code == Person.department)
            .where(Person.active)
            .order_by(Person.created_at, Person.login)
        ).all()
        held: dict[str, list[str]] = {}
        for person_id, post in connection.execute(select(PostHolding.person_id, PostHolding.post)):
            if post not in held.setdefault(person_id, []):
                held[person_id].append(post)
    accounts = [
        {
            "login": person.login,
            "name": person.name,
            "department": person.department or "",
            "posts": held.get(person.id, []),
        }
        for person in people
    ]
    return accounts, password
