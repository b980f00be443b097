"""The lights of a case as rows and trail entries: each raised once for its cause, ended when that is no longer true."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from engine.actor import SYSTEM
from engine.ids import new_id
from engine.law.supervision_rules import Colour, SupervisionRule
from engine.store.base import table_of
from engine.store.lights import RaisedLight

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

_light = table_of(RaisedLight)


@dataclass(frozen=True)
class Cause:
    """What a light is raised for; ``key`` gives the same words for the same cause and others for another.

    ``of`` is the kind of clock, ``step`` or ``act``; ``since`` the legal day on which it became true.
    """

    key: str
    of: str
    what: str
    since: date
    due_on: date | None = None
    department: str = ""
    clock_id: str | None = None
    task_id: str | None = None
    element: str | None = None
    token: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def raise_light(case: WorkingCase, rule: SupervisionRule, colour: Colour, cause: Cause) -> str | None:
    """Write the light into its table and the trail, and return its id; None where it was raised for this cause before.

    A yellow light ends where the red one of the same cause begins. One that had ended burns again, and nobody is told
    a second time.
    """
    uow = case.uow
    of_cause = (_light.c.case_id == case.id, _light.c.cause == cause.key)
    same = (*of_cause, _light.c.rule == rule.code, _light.c.colour == colour)
    if colour == "red":
        milder = (*of_cause, _light.c.colour == "yellow", _light.c.ended_on.is_(None))
        uow.execute(update(_light).where(*milder).values(ended_on=uow.today))
    if uow.execute(update(_light).where(*same).values(ended_on=None)).rowcount:
        return None
    light_id = new_id(uow.now)
    row = {
        "id": light_id,
        "case_id": case.id,
        "rule": rule.code,
        "colour": colour,
        "cause": cause.key,
        "of": cause.of,
        "clock_id": cause.clock_id,
        "task_id": cause.task_id,
        "what": cause.what[:120],
        "department": cause.department or case.row["department"],
        "due_on": cause.due_on,
        "since": cause.since,
        "raised_at": uow.now,
        "detail": cause.detail,
    }
    uow.execute(insert(_light), row)
    said = {"light": colour, "of": cause.of, "rule": rule.code}
    if cause.due_on is not None:
        said["due"] = cause.due_on.isoformat()
    case.record("light", SYSTEM, element=cause.element, token=cause.token, detail=said | cause.detail)
    return light_id


def end_lights(case: WorkingCase, *, clock_id: str | None = None, task_id: str | None = None) -> None:
    """End the lights of a clock or a task whose limit has moved, so that they are no longer true."""
    of = _light.c.clock_id == clock_id if clock_id is not None else _light.c.task_id == task_id
    burning = (_light.c.case_id == case.id, of, _light.c.ended_on.is_(None))
    case.uow.execute(update(_light).where(*burning).values(ended_on=case.uow.today))
