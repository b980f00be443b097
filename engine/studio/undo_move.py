"""Undo a move: cases go back to the version they came from, until something is done on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, DateTime, select, update

from engine.bpmn.workflow import Workflow
from engine.cases.case_clocks import DUE_COLUMNS
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Conflict, Forbidden, NotFound
from engine.store.base import Moment, table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.moves import CaseMove
from engine.store.tasks import Task
from engine.store.trail import TrailEntry
from engine.store.unit_of_work import UnitOfWork
from engine.studio.posts import require_mover
from engine.studio.waits_row import rewrite_waits
from engine.text import zh

_move, _task, _clock, _case = (table_of(one) for one in (CaseMove, Task, CaseClock, Case))
_entry = table_of(TrailEntry).c


@dataclass(frozen=True, kw_only=True)
class UndoMove(Command):
    """Undo the moves of a batch, or the one of ``case_id``; all or none.

    Raises Conflict, naming the case and who did what, where something was done on it since.
    """

    batch_id: str
    case_id: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_mover(self.by)
        wanted = select(_move).where(_move.c.batch_id == self.batch_id, _move.c.undone_at.is_(None))
        if self.case_id is not None:
            wanted = wanted.where(_move.c.case_id == self.case_id)
        rows = uow.execute(wanted.order_by(_move.c.case_id)).mappings().all()
        if not rows:
            known = uow.execute(select(_move.c.id).where(_move.c.batch_id == self.batch_id)).first()
            raise Forbidden(zh("这次迁移已经撤销。")) if known else NotFound
        for row in rows:
            self._undo(uow, dict(row))
        uow.note_office_act("undo_move", self.by, rows[0]["matter_key"], batch=self.batch_id, cases=len(rows))
        return {"cases": len(rows)}

    def _undo(self, uow: UnitOfWork, row: dict[str, Any]) -> None:
        case = WorkingCase.lock(uow, row["case_id"])
        if case.row["trail_seq"] != row["trail_seq"]:
            raise Conflict(_since(uow, case, row["trail_seq"]))
        source = uow.hall.bundle(uow.connection, row["from_sha256"])
        target = case.bundle
        case.row["state"] = row["state_before"]
        for old, new in row["renames"].items():
            done = (_task.c.case_id == case.id, _task.c.element_id == new, _task.c.status != "open")
            uow.execute(update(_task).where(*done).values(element_id=old))
        for task_id, before in row["before"]["tasks"].items():
            values = _values(_task, before)
            uow.execute(update(_task).where(_task.c.id == task_id).values(**values, version=_task.c.version + 1))
        for clock_id, before in row["before"]["clocks"].items():
            values = _values(_clock, before)
            uow.execute(update(_clock).where(_clock.c.id == clock_id).values(**values))
            for column, of in DUE_COLUMNS["promised"].items():
                case.row[column] = values[of]
        rewrite_waits(uow, case.id, Workflow.load(source.definition, row["state_before"]))
        case.change("version", target.version, source.version)
        case.record("move_undone", self.by, detail={"from": target.version, "to": source.version})
        case.save()
        changed = {"bundle_sha256": source.sha256, "renamed": row["before"]["renamed"]}
        uow.execute(update(_case).where(_case.c.id == case.id).values(**changed))
        undone = {"undone_at": uow.now, "undone_by": self.by.name}
        uow.execute(update(_move).where(_move.c.id == row["id"]).values(**undone))


def _since(uow: UnitOfWork, case: WorkingCase, seq: int) -> Any:
    later = select(_entry.actor_name).where(_entry.case_id == case.id, _entry.seq > seq).order_by(_entry.seq)
    who = uow.execute(later.limit(1)).scalar() or ""
    return zh("办件 {number} 迁移以后已由{who}办理，不能再撤销。", number=case.row["number"], who=who)


def _values(table: Any, before: dict[str, Any]) -> dict[str, Any]:
    """Return what the row of the move kept as JSON, as the columns want it."""
    found = {}
    for name, value in before.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, Moment | DateTime):
            value = datetime.fromisoformat(value)
        elif value is not None and isinstance(kind, Date):
            value = date.fromisoformat(value)
        found[name] = value
    return found
