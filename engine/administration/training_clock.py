"""Move the legal time of a training hall forward; no production hall can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert

from engine.command import Command
from engine.errors import Invalid, NotAllowed
from engine.hall import OFFSET_SETTING
from engine.store.base import table_of
from engine.store.office import Setting
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

FURTHEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class MoveTrainingClock(Command):
    """Let legal time run ``days`` ahead of what it is now; it never goes back."""

    days: int

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not uow.hall.training:
            raise NotAllowed(zh("正式大厅的时间不能调整。"))
        if not (self.by.is_system or self.by.holds("administrator")):
            raise NotAllowed(zh("只有系统管理员可以调整练习大厅的时间。"))
        offset = uow.legal_now - uow.now + timedelta(days=self.days)
        if self.days < 1 or offset > FURTHEST:
            raise Invalid(zh("时间只能向前调，累计不超过 {most} 天。", most=FURTHEST.days))
        setting = table_of(Setting)
        uow.execute(delete(setting).where(setting.c.name == OFFSET_SETTING))
        value = str(int(offset.total_seconds()))
        uow.execute(
            insert(setting),
            {"name": OFFSET_SETTING, "value": value, "changed_at": uow.now, "changed_by": self.by.name},
        )
        uow.note_office_act("move_training_clock", self.by, "clock", days=self.days)
        return {"offset_seconds": int(offset.total_seconds())}
