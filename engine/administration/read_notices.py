"""Mark one's own notices as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, update

from engine.command import Command
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.office import Notice
from engine.store.unit_of_work import UnitOfWork

_notice = table_of(Notice).c


@dataclass(frozen=True, kw_only=True)
class ReadNotices(Command):
    """Mark the notice ``notice_id`` of ``by`` as read, or all of them; raises NotFound for another's."""

    notice_id: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if self.by.person_id is None:
            raise NotFound
        mine = update(table_of(Notice)).where(_notice.person_id == self.by.person_id)
        if self.notice_id is not None:
            # Read before counts as read: the time of the first look stays.
            row = uow.execute(
                mine.where(_notice.id == self.notice_id).values(read_at=func.coalesce(_notice.read_at, uow.now))
            )
            if row.rowcount != 1:
                raise NotFound
            return {"read": 1}
        read = uow.execute(mine.where(_notice.read_at.is_(None)).values(read_at=uow.now))
        return {"read": read.rowcount}
