"""Whether a window clerk has written leave to decide a case (充分授权): who, which matter, which window, which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from engine.actor import Actor
from engine.cases.sight import WINDOW
from engine.law.duties import APPROVAL, REVIEW
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
from engine.store.tasks import Task

_given, _task = table_of(Authorisation).c, table_of(Task).c
LENT = (REVIEW, APPROVAL)


@dataclass(frozen=True)
class Authority:
    """An authorisation that is valid for somebody in one case."""

    id: str
    number: str
    department: str
    scope: str
    ends_on: date


def authority_of(
    connection: Connection, by: Actor, case: Mapping[str, Any], department: str, today: date
) -> Authority | None:
    """Return the authorisation by which ``by`` may review and decide for ``department`` in this case, or None.

    It must be valid today, be for the matter and for this person or one of their windows, and the case must have
    been taken in at a window of theirs. ``case`` is a row with ``id`` and ``matter_key``.
    """
    windows = sorted({held.department for held in by.holdings if held.post == WINDOW})
    if by.kind != "staff" or not windows:
        return None
    found = connection.execute(
        select(_given.id, _given.number, _given.department, _given.scope, _given.ends_on, _given.window_department)
        .where(_given.matter_key == case["matter_key"], _given.department == department)
        .where(or_(_given.person_id == by.person_id, _given.window_department.in_(windows)))
        .where(_given.starts_on <= today, _given.ends_on >= today, _given.revoked_on.is_(None))
        .order_by(_given.ends_on.desc(), _given.id)
    ).all()
    if not found:
        return None
    taken_in = connection.execute(
        select(_task.department).where(
            _task.case_id == case["id"], _task.stage == "acceptance", _task.post == WINDOW, _task.status == "done"
        )
    ).scalars()
    at = set(taken_in) & set(windows)
    for row in found:
        if at and row.window_department in (None, *at):
            return Authority(row.id, row.number, row.department, row.scope, row.ends_on)
    return None
