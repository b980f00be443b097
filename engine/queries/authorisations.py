"""Authorisations of windows for those who give them; and what a clerk may decide by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.administration.authorisations import ADMINISTRATOR, HEAD
from engine.bundle import Bundle
from engine.cases.decide_at_window import OF_THE_DECISION
from engine.cases.sight import at_window
from engine.cases.window_authority import LENT, Authority, authority_of
from engine.errors import NotFound
from engine.law.duties import APPROVAL, REVIEW
from engine.queries.case_file import CaseFile, TaskLine
from engine.queries.names import department_names, matter_names, person_names
from engine.queries.what_comes_next import what_comes_next
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
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
    case = file.case
    open_ = [task for task in file.open_tasks if task.stage in LENT]
    if case["status"] != "accepted" or len(open_) != 1 or not at_window(connection, by, case["id"], case["department"]):
        return None
    (task,) = open_
    authority = authority_of(connection, by, case, task.department, file.today)
    form = window_form(file.bundle, task.element_id) if authority else None
    if authority is None or form is None or task.holder_id not in (None, by.person_id):
        return None
    return WindowDecision(authority, task, form)


def window_form(bundle: Bundle, element: str) -> Form | None:
    """Return one form for the step and the decision after it: the review's own fields, then the decision's."""
    step = bundle.steps[element]
    if step.stage == APPROVAL:
        return bundle.forms.get(step.form or "")
    after = what_comes_next(bundle, [element])
    decision = next((one.facts for one in after if one.facts and one.facts.stage == APPROVAL), None)
    form = bundle.forms.get(decision.form or "") if decision else None
    review = bundle.forms.get(step.form or "")
    if form is None or review is None or step.stage != REVIEW:
        return form
    return _both(review, form)


def _both(review: Form, decision: Form) -> Form:
    theirs = set(decision.schema["properties"]) | OF_THE_DECISION
    own = {name: one for name, one in review.schema["properties"].items() if name not in theirs}
    wanted = [name for name in review.schema.get("required", ()) if name in own]
    schema = {
        **decision.schema,
        "properties": {**own, **decision.schema["properties"]},
        "required": [*wanted, *decision.schema.get("required", ())],
    }
    ui = {**{name: one for name, one in review.ui.items() if name in own}, **decision.ui}
    return Form.from_json("at_window", json.dumps(schema), json.dumps(ui))
