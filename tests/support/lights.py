"""What tests ask of lights: those in the trail, those in the table, and who was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from support.training import TrainingHall

from engine.store.base import table_of
from engine.store.lights import RaisedLight
from engine.store.office import Notice
from engine.store.people import Person

_light, _notice, _person = (table_of(one).c for one in (RaisedLight, Notice, Person))


@dataclass(frozen=True)
class Row:
    """A light with the logins of those who were told of it."""

    rule: str
    colour: str
    what: str
    since: date
    due_on: date | None
    ended_on: date | None
    detail: dict[str, Any]
    told: tuple[str, ...]


def lights(training: TrainingHall, case: str) -> list[tuple[str, str]]:
    """Return what the trail tells: of what, and the colour."""
    trail = training.supervisor.file(case).trail
    return [(line.detail["of"], line.detail["light"]) for line in trail if line.act == "light"]


def rows(training: TrainingHall, case: str) -> list[Row]:
    """Return the lights of a case, oldest first."""
    with training.hall.reading() as connection:
        found = connection.execute(
            select(table_of(RaisedLight)).where(_light.case_id == case).order_by(_light.raised_at, _light.id)
        ).all()
        told = connection.execute(
            select(_notice.light_id, _person.login)
            .join(Person, _person.id == _notice.person_id)
            .where(_notice.case_id == case)
        ).all()
    return [
        Row(one.rule, one.colour, one.what, one.since, one.due_on, one.ended_on, one.detail,
            tuple(sorted(login for light, login in told if light == one.id)))
        for one in found
    ]  # fmt: skip


def notices(training: TrainingHall, login: str) -> list[str]:
    """Return what a person was told: the kind and what it is about."""
    with training.hall.reading() as connection:
        mine = select(_notice.kind, _notice.params).where(_notice.person_id == training[login].actor.person_id)
        found = connection.execute(mine.order_by(_notice.id)).all()
    return [f"{row.kind} {row.params['what']}" for row in found if "what" in row.params]
