"""To whom a task can be transferred (转办): colleagues with the post whom nothing keeps from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.bundle import Bundle
from engine.cases.duties import breach_for_other
from engine.cases.sight import heads
from engine.queries.case_file import CaseFile, TaskLine
from engine.queries.colleagues import Colleague, colleagues
from engine.store.base import table_of
from engine.store.prepared import Prepared
from engine.store.tasks import Task

_task = table_of(Task)


@dataclass(frozen=True)
class _Page:
    """A case as a page has it, for the rules of separation."""

    row: Mapping[str, Any]
    bundle: Bundle
    connection: Connection

    @property
    def id(self) -> str:
        case_id: str = self.row["id"]
        return case_id

    @property
    def uow(self) -> _Page:
        return self

    def execute(self, statement: Any, params: Any = None) -> Any:
        if isinstance(statement, Prepared):
            return statement.execute(self.connection, params)
        return self.connection.execute(statement, params)


def may_transfer(connection: Connection, by: Actor, task: TaskLine) -> bool:
    """Tell whether ``by`` may give the task away: who has it, who may claim it, and the head of the department."""
    if task.status != "open" or by.kind != "staff":
        return False
    free = task.holder_id in (None, by.person_id) and by.holds(task.post, task.department)
    return free or heads(connection, by, task.department)


def transfer_choices(connection: Connection, by: Actor, file: CaseFile, task: TaskLine) -> tuple[Colleague, ...] | None:
    """Return who may get the task from ``by``, by name; None where ``by`` may not give it away."""
    if not may_transfer(connection, by, task):
        return None
    row = dict(connection.execute(select(_task).where(_task.c.id == task.id)).mappings().one())
    page = _Page(file.case, file.bundle, connection)
    found = colleagues(connection, task.post, task.department, file.today)
    return tuple(
        one
        for one in found
        if one.id not in (task.holder_id, by.person_id) and breach_for_other(page, row, one.id) is None
    )
