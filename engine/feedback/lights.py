"""The lights of enquiries and complaints: each raised once for its cause, ended when what it warns of is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, select, update

from engine.ids import new_id
from engine.law.supervision_rules import RULES, Colour
from engine.store.base import table_of
from engine.store.lights import RaisedLight
from engine.store.unit_of_work import UnitOfWork

_light = table_of(RaisedLight)


@dataclass(frozen=True)
class About:
    """What a light is about: ``enquiry`` or ``complaint``, its id and its number."""

    kind: str
    id: str
    number: str


def raise_light_about(
    uow: UnitOfWork, about: About, rule: str, colour: Colour, cause: str, what: str, department: str, due_on: date
) -> str | None:
    """Write the light and return its id; None where it was raised for this cause before.

    The caller has locked the row that it is about. ``cause`` is a word for the limit that was passed.
    """
    assert colour in RULES[rule].lights
    whole = f"{about.kind} {about.id} {cause}"
    same = (_light.c.case_id.is_(None), _light.c.rule == rule, _light.c.colour == colour, _light.c.cause == whole)
    if uow.execute(select(_light.c.id).where(*same)).first() is not None:
        return None
    light_id = new_id(uow.now)
    row: dict[str, object] = {
        "id": light_id,
        "case_id": None,
        "about": about.kind,
        "about_id": about.id,
        "about_number": about.number,
        "rule": rule,
        "colour": colour,
        "cause": whole,
        "of": cause,
        "what": what,
        "department": department,
        "due_on": due_on,
        "since": due_on + timedelta(days=1),
        "raised_at": uow.now,
        "detail": {},
    }
    uow.execute(insert(_light), row)
    return light_id


def end_lights_about(uow: UnitOfWork, about: About, cause: str) -> None:
    """End the lights of a limit, which is kept now, if late."""
    burning = (_light.c.about_id == about.id, _light.c.of == cause, _light.c.ended_on.is_(None))
    uow.execute(update(_light).where(_light.c.case_id.is_(None), *burning).values(ended_on=uow.today))
