"""What the page of one task shows: its form, what is filled in so far, and the case around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from engine.actor import Actor
from engine.bundle import Bundle
from engine.cases.sight import heads
from engine.errors import NotFound
from engine.queries.case_file import CaseFile, TaskLine, case_file, case_key
from engine.queries.colleagues import Colleague
from engine.queries.transfers import transfer_choices
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.prepared import Prepared
from engine.store.tasks import SavedOpinion, Task
from forms import Form

if TYPE_CHECKING:
    from engine.hall import Hall


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
    transfer_to: tuple[Colleague, ...] | None
    """Who may get the task from this person; None where they may not give it away."""

    @property
    def case(self) -> Mapping[str, Any]:
        return self.file.case

    @property
    def bundle(self) -> Bundle:
        return self.file.bundle

    @property
    def element_id(self) -> str:
        return self.task.element_id

    @property
    def department(self) -> str:
        return self.task.department


@dataclass(frozen=True)
class TaskForm:
    """What it takes to take in an answer to a task; nothing of the case is loaded."""

    id: str
    name: str
    stage: str
    element_id: str
    department: str
    case: Mapping[str, Any]
    """The columns of the case row that say which one it is and where it belongs."""
    bundle: Bundle
    form: Form | None
    is_mine: bool
    can_claim: bool


_task, _case = table_of(Task).c, table_of(Case).c
_ASKED = Prepared(
    select(
        _task.id,
        _task.name,
        _task.stage,
        _task.element_id,
        _task.department,
        _task.post,
        _task.status,
        _task.assignee_id,
        _task.done_by,
        _task.case_id,
        _case.town,
        _case.village,
        _case.bundle_sha256,
    )
    .join_from(table_of(Task), table_of(Case), _task.case_id == _case.id)
    .where(_task.id == bindparam("task"))
)


def task_form(hall: Hall, connection: Connection, by: Actor, task_id: str) -> TaskForm:
    """Return a task that is being answered; raises NotFound where its page would."""
    row = _ASKED.execute(connection, {"task": task_id}).first()
    if row is None or not _may_open(by, row["post"], row["department"], row["done_by"]):
        raise NotFound
    bundle = hall.bundle(connection, row["bundle_sha256"])
    name = bundle.steps[row["element_id"]].form
    return TaskForm(
        row["id"],
        row["name"],
        row["stage"],
        row["element_id"],
        row["department"],
        {"id": row["case_id"], "town": row["town"], "village": row["village"]},
        bundle,
        bundle.forms[name] if name else None,
        row["status"] == "open" and row["assignee_id"] == by.person_id,
        row["status"] == "open" and row["assignee_id"] is None,
    )


def _may_open(by: Actor, post: str, department: str, done_by: str | None) -> bool:
    return by.holds(post, department) or (done_by is not None and done_by == by.person_id)


def task_page(hall: Hall, connection: Connection, by: Actor, task_id: str) -> TaskPage:
    """Return the page of a task; raises NotFound for whoever neither holds its post nor did it nor heads the office."""
    row = connection.execute(
        select(_task.case_id, _task.post, _task.department, _task.done_by).where(_task.id == bindparam("task")),
        {"task": task_id},
    ).first()
    if row is None:
        raise NotFound
    if not _may_open(by, row.post, row.department, row.done_by) and not heads(connection, by, row.department):
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
        line.status == "open" and line.holder_id is None and by.holds(line.post, line.department),
        transfer_choices(connection, by, file, line),
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
