"""Authorisations of windows for those who give them; and what a clerk may decide by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.administration.authorisations import ADMINISTRATOR, HEAD
from engine.cases.decide_at_window import not_authorised, nothing_to_decide
from engine.cases.sight import at_window
from engine.cases.window_authority import LENT, Authority, authority_of
from engine.errors import Conflict, NotFound, Refused
from engine.queries.case_file import CaseFile, TaskLine
from engine.queries.names import department_names, matter_names, person_names
from engine.queries.window_form import window_form
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
from engine.text import zh
from forms import Form

_given = table_of(Authorisation)
STATES = ("valid", "coming", "over", "revoked")


@dataclass(frozen=True)
class AuthorisationLine:
    """An authorisation in a list; ``state`` is valid, coming, over or revoked, ``holder`` a person or a window."""

    id: str
    number: str
    department: str
    department_name: str
    matter_key: str
    matter_name: str
    holder: str
    is_window: bool
    scope: str
    document: str
    starts_on: date
    ends_on: date
    given_by: str
    state: str
    revoked_on: date | None
    revoked_by: str | None
    revoked_reason: str | None


@dataclass(frozen=True)
class WindowDecision:
    """What a clerk may decide now at the window, by which authority, and the one form for review and decision."""

    authority: Authority
    task: TaskLine
    form: Form


def authorisations(connection: Connection, by: Actor, today: date) -> tuple[AuthorisationLine, ...]:
    """Return those of the departments that ``by`` heads, an administrator's all, newest first; raises NotFound."""
    own = sorted({held.department for held in by.holdings if held.post == HEAD})
    if not own and not by.holds(ADMINISTRATOR):
        raise NotFound
    query = select(_given).order_by(_given.c.given_at.desc(), _given.c.id.desc())
    if not by.holds(ADMINISTRATOR):
        query = query.where(_given.c.department.in_(own))
    rows = connection.execute(query).all()
    departments = department_names(connection)
    matters = {one.key: one.name for one in matter_names(connection)}
    people = person_names(connection, [row.person_id for row in rows if row.person_id])
    return tuple(_line(row, today, departments, matters, people) for row in rows)


def _line(
    row: Any, today: date, departments: dict[str, str], matters: dict[str, str], people: dict[str, str]
) -> AuthorisationLine:
    window = row.window_department
    return AuthorisationLine(
        row.id,
        row.number,
        row.department,
        departments.get(row.department, row.department),
        row.matter_key,
        matters.get(row.matter_key, row.matter_key),
        departments.get(window, window) if window else people.get(row.person_id, ""),
        window is not None,
        row.scope,
        row.document,
        row.starts_on,
        row.ends_on,
        row.given_by,
        _state(row, today),
        row.revoked_on,
        row.revoked_by,
        row.revoked_reason,
    )


def _state(row: Any, today: date) -> str:
    if row.revoked_on is not None:
        return "revoked"
    if today < row.starts_on:
        return "coming"
    return "valid" if today <= row.ends_on else "over"


def decision_at_window(connection: Connection, by: Actor, file: CaseFile) -> WindowDecision | None:
    """Return what ``by`` may decide in the case at the window now; None where there is no button."""
    if file.case["status"] != "accepted":
        return None
    try:
        return required_decision(connection, by, file)
    except Refused:
        return None


def required_decision(connection: Connection, by: Actor, file: CaseFile) -> WindowDecision:
    """Return what ``by`` may decide in the case at the window now; raises as DecideAtWindow would, naming the rule."""
    case = file.case
    if not at_window(connection, by, case["id"], case["department"]):
        raise NotFound
    open_ = [task for task in file.open_tasks if task.stage in LENT]
    if case["status"] != "accepted" or len(open_) != 1:
        raise nothing_to_decide()
    (task,) = open_
    authority = authority_of(connection, by, case, task.department, file.today)
    if authority is None:
        raise not_authorised()
    form = window_form(file.bundle, task.element_id)
    if form is None:
        raise nothing_to_decide()
    if task.holder_id not in (None, by.person_id):
        raise Conflict(zh("“{task}”已由{person}签收，请与其联系。", task=task.name, person=task.holder or ""))
    return WindowDecision(authority, task, form)
