"""Loading a task with its case under the lock that every act takes: the case row first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from engine.cases.working_case import WorkingCase
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.prepared import Prepared
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork

_case, _task = table_of(Case), table_of(Task)
_CASE_COLUMNS = [column.name for column in _case.columns]
_TASK_COLUMNS = [column.name for column in _task.columns]
_LOCK = Prepared(
    select(*_case.columns, *_task.columns)
    # PostgreSQL locks the rows of one statement in the order of FROM. With the task first, whoever waits for a
    # case would hold a task that the holder of the case may have to close: a deadlock.
    .join_from(_case, _task, _task.c.case_id == _case.c.id)
    .where(_task.c.id == bindparam("task"))
    .with_for_update()
)


def lock_task(uow: UnitOfWork, task_id: str) -> tuple[WorkingCase, dict[str, Any]]:
    """Return the case, locked, and the row of the task; raises NotFound."""
    row = uow.execute(_LOCK, {"task": task_id}).first_values()
    if row is None:
        raise NotFound
    case = WorkingCase(uow, dict(zip(_CASE_COLUMNS, row, strict=False)))
    return case, dict(zip(_TASK_COLUMNS, row[len(_CASE_COLUMNS) :], strict=True))
