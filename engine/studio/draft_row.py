"""One draft inside a command: its row, locked, and what must hold before it is touched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.clock import HALL_ZONE
from engine.errors import Conflict, Forbidden, NotFound
from engine.store.base import table_of
from engine.store.drafts import ProcessDraft
from engine.store.unit_of_work import UnitOfWork
from engine.studio.posts import require_designer
from engine.text import zh

EDITING, SUBMITTED, APPROVED, DISCARDED = "editing", "submitted", "approved", "discarded"
LONGEST_REASON = 500
LONGEST_TITLE = 120
draft_table = table_of(ProcessDraft)


def locked_draft(uow: UnitOfWork, draft_id: str) -> Any:
    """Return the row of a draft, locked until the command ends; raises NotFound."""
    row = uow.execute(select(draft_table).where(draft_table.c.id == draft_id).with_for_update()).first()
    if row is None:
        raise NotFound(zh("没有找到这份草稿。"))
    return row


def editable_draft(uow: UnitOfWork, by: Actor, draft_id: str, revision: int) -> Any:
    """Return the locked row of a draft that a designer may change, as it was at ``revision``; else raises Refused."""
    require_designer(by)
    row = locked_draft(uow, draft_id)
    require_status(row, EDITING)
    require_revision(row, revision)
    return row


def require_revision(row: Any, revision: int) -> None:
    """Raise Conflict, saying who saved and when, where the draft is not as it was shown."""
    if row.revision != revision:
        raise Conflict(
            zh(
                "{who}于 {at} 保存过这份草稿。为免盖掉对方的改动，您的没有保存；请先看对方改了什么。",
                who=row.changed_by,
                at=_minute(row.changed_at),
            )
        )


def require_status(row: Any, *wanted: str) -> None:
    """Raise Forbidden, saying what became of the draft, unless its status is one of ``wanted``."""
    if row.status in wanted:
        return
    if row.status == SUBMITTED:
        said = zh(
            "草稿已由{who}于 {at} 提交审批，撤回或者退回后才能再改。",
            who=row.submitted_by,
            at=_minute(row.submitted_at),
        )
    elif row.status == APPROVED:
        said = zh("草稿已由{who}于 {at} 批准，不能再改。", who=row.approved_by, at=_minute(row.approved_at))
    elif row.status == DISCARDED:
        said = zh("草稿已由{who}于 {at} 弃用。", who=row.changed_by, at=_minute(row.changed_at))
    elif row.returned_reason:
        said = zh("草稿已由{who}于 {at} 退回修改。", who=row.returned_by, at=_minute(row.returned_at))
    elif row.returned_by:
        said = zh("草稿已由{who}于 {at} 撤回送审，还在修改。", who=row.returned_by, at=_minute(row.returned_at))
    else:
        said = zh("草稿还在修改，没有提交审批。")
    raise Forbidden(said)


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}" if moment else ""
