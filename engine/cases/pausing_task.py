"""The step from which a limit is paused or extended: its case locked, and who may do it looked at."""

from __future__ import annotations

from typing import Any

from engine.actor import Actor
from engine.cases.duties import require_may_do
from engine.cases.lock_task import lock_task
from engine.cases.running_pauses import PAUSING_STAGES
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST = 500


def pausing_task(uow: UnitOfWork, task_id: str, by: Actor, seen: int | None) -> tuple[WorkingCase, dict[str, Any]]:
    """Return case and task for an act on the limit of the decision; raises what keeps ``by`` from it.

    The limit of a decision runs from acceptance to decision, and belongs to whoever reviews or decides.
    """
    case, task = lock_task(uow, task_id)
    require_may_do(case, task, by, seen)
    if case.row["status"] != "accepted" or task["stage"] not in PAUSING_STAGES:
        raise Forbidden(zh("只有已受理、尚未决定的办件，才能由审核、审批环节的经办人暂停计时、中止办理或者申请延期。"))
    return case, task


def about_task(task: dict[str, Any]) -> dict[str, Any]:
    """Return where the act was done, as the trail keeps it."""
    return {name: task[of] for name, of in _COLUMNS.items()}


_COLUMNS = {"element": "element_id", "token": "token", "post": "post", "department": "department"}
