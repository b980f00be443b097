"""Who may end a pause, and the pause with its case under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from engine.actor import Actor
from engine.cases.running_pauses import PAUSING_STAGES, SUSPENSION
from engine.cases.sight import require_sight
from engine.cases.working_case import WorkingCase
from engine.errors import NotAllowed, NotFound, TaskClosed
from engine.store.base import table_of
from engine.store.clocks import ClockPause
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_pause, _task = table_of(ClockPause), table_of(Task).c


def may_end(connection: Connection, by: Actor, case_id: str, started_by: str | None) -> bool:
    """Tell whether ``by`` may end a pause of the case: who began it, and whoever has a step of review or approval."""
    if by.kind != "staff":
        return False
    held = [and_(_task.post == one.post, _task.department == one.department) for one in by.holdings]
    if not held:
        return False
    own = or_(_task.assignee_id == by.person_id, and_(_task.assignee_id.is_(None), or_(*held)))
    open_step = (_task.case_id == case_id, _task.status == "open", _task.stage.in_(sorted(PAUSING_STAGES)), own)
    return by.person_id == started_by or connection.execute(select(_task.id).where(*open_step)).first() is not None


def require_may_end(connection: Connection, by: Actor, case: Mapping[str, Any], pause: Mapping[str, Any]) -> None:
    """Raise NotFound for who may not see the case, NotAllowed for who sees it and has no step of it."""
    if may_end(connection, by, case["id"], pause["started_by"]):
        return
    require_sight(connection, by, case["id"], case["department"])
    raise NotAllowed(zh("只有办理本件审核、审批环节的人员可以登记{name}的结果、恢复计时。", name=pause["name"]))


def lock_pause(uow: UnitOfWork, pause_id: str, kind: str, by: Actor) -> tuple[WorkingCase, dict[str, Any]]:
    """Return the case, locked, and the running pause; raises NotFound, NotAllowed, or who ended it and when."""
    case_id = uow.execute(select(_pause.c.case_id).where(_pause.c.id == pause_id)).scalar()
    if case_id is None:
        raise NotFound
    case = WorkingCase.lock(uow, case_id)
    pause = dict(uow.execute(select(_pause).where(_pause.c.id == pause_id)).mappings().one())
    if pause["kind"] != kind:
        raise NotFound
    require_may_end(uow.connection, by, case.row, pause)
    if pause["ended_on"] is not None:
        said = {"name": pause["name"], "person": pause["ended_by_name"], "day": pause["ended_on"].isoformat()}
        if kind == SUSPENSION:
            raise TaskClosed(zh("本件（{name}）已由{person}于{day}恢复办理。", **said))
        raise TaskClosed(zh("{name}已由{person}于{day}登记结束。", **said))
    return case, pause
