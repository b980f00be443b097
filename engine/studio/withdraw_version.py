"""Withdraw a version: no new case starts on it any more; running ones keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.command import Command
from engine.errors import Forbidden, Invalid, NotFound
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_row import LONGEST_REASON
from engine.studio.posts import require_manager
from engine.text import zh

_bundle = table_of(PublishedBundle)


@dataclass(frozen=True, kw_only=True)
class WithdrawVersion(Command):
    """Withdraw a version for good; the one before it is in force again, or the matter is not taken in any more."""

    sha256: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_manager(self.by)
        reason = self.reason.strip()
        if not 0 < len(reason) <= LONGEST_REASON:
            said = zh("请写明撤下的理由，最多 {most} 个字。", most=LONGEST_REASON)
            raise Invalid(zh("版本没有撤下，请更正。"), {"reason": said})
        own = _bundle.c.sha256 == self.sha256
        row = uow.execute(
            select(_bundle.c.key, _bundle.c.version, _bundle.c.withdrawn_at, _bundle.c.withdrawn_by)
            .where(own)
            .with_for_update()
        ).first()
        if row is None:
            raise NotFound
        if row.withdrawn_at is not None:
            raise Forbidden(zh("第 {version} 版已由{who}撤下。", version=row.version, who=row.withdrawn_by))
        values = {"withdrawn_at": uow.now, "withdrawn_by": self.by.name, "withdrawn_reason": reason}
        uow.execute(update(_bundle).where(own).values(**values))
        uow.note_office_act("withdraw_version", self.by, row.key, version=row.version, reason=reason)
        return {"key": row.key, "version": row.version}
