"""Mark one's own notices as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

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
        mine = _notice.person_id == self.by.person_id
        if self.notice_id is None:
            unread = update(table_of(Notice)).where(mine, _notice.read_at.is_(None))
            read = uow.execute(unread.values(read_at=uow.now)).rowcount
            return {"read": read, "case_id": None, "about": "", "about_id": ""}
        mine &= _notice.id == self.notice_id
        row = uow.execute(select(_notice.case_id, _notice.about, _notice.about_id).where(mine)).first()
        if row is None:
            raise NotFound
        # Of a notice read before, the time of the first look stays.
        first = func.coalesce(_notice.read_at, uow.now)
        uow.execute(update(table_of(Notice)).where(mine).values(read_at=first))
        return {"read": 1, "case_id": row.case_id, "about": row.about, "about_id": row.about_id}
