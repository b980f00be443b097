"""Put the invented departments and people into an empty hall; the password is printed on the login page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, select

from engine.actor import SYSTEM, Actor, Holding
from engine.administration.set_id_number import SetIdNumber
from engine.command import Command
from engine.errors import NotAllowed
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.office import Setting
from engine.store.people import Department, Person, PostHolding
from engine.store.service_windows import ServiceWindow
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from webapp.accounts.passwords import hash_password
from webapp.accounts.people import CreatePerson
from webapp.accounts.training import PRINTED_PASSWORD

HERE = Path(__file__).resolve().parent


@cache
def population() -> dict[str, Any]:
    """Return the file: ``password``, ``departments``, ``people``, ``windows``, ``authorisations``."""
    population: dict[str, Any] = yaml.safe_load((HERE / "people.yaml").read_text(encoding="utf-8"))
    return population


def people_are_there(connection: Connection) -> bool:
    """Tell whether anybody has an account already."""
    return connection.execute(select(Person.id).limit(1)).first() is not None


@dataclass(frozen=True, kw_only=True)
class PreparePeople(Command):
    """Make departments and accounts of the training hall; raises NotAllowed in production."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not uow.hall.training:
            raise NotAllowed(zh("练习账号只能建在练习大厅里。"))
        everybody = population()
        for row in everybody["departments"]:
            blank = {"level": "county", "parent": None, "phone": None, "address": None}
            uow.execute(table_of(Department).insert(), {**blank, **row})
        # One hash for all: the password is printed anyway, and sixty of them would take four seconds.
        password_hash = hash_password(everybody["password"])
        for row in everybody["people"]:
            made = CreatePerson(
                by=SYSTEM,
                login=row["login"],
                name=row["name"],
                department=row["department"],
                password_hash=password_hash,
                posts=tuple((post, department) for post, department in row["posts"]),
                must_change_password=False,
            ).execute(uow)
            if "id_number" in row:
                SetIdNumber(by=SYSTEM, person_id=made["id"], id_number=row["id_number"]).execute(uow)
        printed = {"name": PRINTED_PASSWORD, "value": everybody["password"]}
        changed = {"changed_at": uow.now, "changed_by": SYSTEM.name}
        uow.execute(table_of(Setting).insert(), printed | changed)
        return {"people": len(everybody["people"])}


def everybody(hall: Hall) -> dict[str, Actor]:
    """Return everybody with an account as they act: by login, with their posts."""
    person, held, department = table_of(Person).c, table_of(PostHolding).c, table_of(Department).c
    with hall.reading() as connection:
        posts: dict[str, list[Holding]] = {}
        for row in connection.execute(select(held.person_id, held.post, held.department)):
            posts.setdefault(row.person_id, []).append(Holding(row.post, row.department))
        rows = connection.execute(
            select(person.id, person.login, person.name, department.name.label("office"))
            .add_columns(ServiceWindow.number.label("window"))
            .outerjoin(Department, department.code == person.department)
            .outerjoin(ServiceWindow, ServiceWindow.id == person.window_id)
            .order_by(person.login)
        ).all()
    return {
        row.login: Actor(
            "staff",
            row.name,
            row.id,
            tuple(posts.get(row.id, ())),
            department_name=row.office or "",
            window=row.window,
        )
        for row in rows
    }
