"""What the page of one task shows: its form, what is filled in so far, and the case around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.queries.case_file import CaseFile, TaskLine, case_file, case_key
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding
from engine.store.tasks import SavedOpinion, Task
from forms import Form

if TYPE_CHECKING:
    from engine.hall import Hall


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be chosen for a step."""

    id: str
    name: str
    department_name: str


@dataclass(frozen=True)
class TaskPage:
    """A task with its form; ``form`` is none where the step only has to be confirmed."""

    task: TaskLine
    file: CaseFile
    form: Form | None
    saved: Mapping[str, Any]
    """What this person saved before deciding."""
    is_mine: bool
    can_claim: bool


def task_page(hall: Hall, connection: Connection, by: Actor, task_id: str) -> TaskPage:
    """Return the page of a task; raises NotFound for whoever neither holds its post nor did it."""
    task = table_of(Task).c
    row = connection.execute(
        select(task.case_id, task.post, task.department, task.done_by).where(task.id == bindparam("task")),
        {"task": task_id},
    ).first()
    if row is None or not (by.holds(row.post, row.department) or row.done_by == by.person_id):
        raise NotFound
    file = case_file(hall, connection, by, row.case_id)
    line = next(one for one in file.tasks if one.id == task_id)
    name = file.bundle.steps[line.element_id].form
    saved = _saved(hall, connection, by, file, task_id)
    return TaskPage(
        line,
        file,
        file.bundle.forms[name] if name else None,
        saved,
        line.status == "open" and line.holder_id == by.person_id,
        line.status == "open" and line.holder_id is None,
    )


def _saved(hall: Hall, connection: Connection, by: Actor, file: CaseFile, task_id: str) -> Mapping[str, Any]:
    opinion = table_of(SavedOpinion).c
    sealed = connection.execute(
        select(opinion.sealed).where(opinion.task_id == task_id, opinion.person_id == by.person_id)
    ).scalar()
    key = case_key(hall, file.case)
    if sealed is None or key is None:
        return {}
    values = unseal_values(key, sealed)[0]
    return values if isinstance(values, dict) else {}


def colleagues(connection: Connection, post: str, department: str) -> tuple[Colleague, ...]:
    """Return the active holders of a post in a department, by name."""
    rows = connection.execute(
        select(Person.id, Person.name, Department.name)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .join(Department, Department.code == PostHolding.department)
        .where(PostHolding.post == post, PostHolding.department == department, Person.active)
        .order_by(Person.name, Person.id)
        .distinct()
    )
    return tuple(Colleague(*row) for row in rows)
