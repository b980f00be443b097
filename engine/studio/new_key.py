"""The key of a matter that does not exist yet: free, and none that the machinery takes for something else."""

from __future__ import annotations

from sqlalchemy import select

from engine.errors import Invalid
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_row import EDITING, SUBMITTED, draft_table
from engine.text import Text, zh

RESERVED = "shared"
"""The folder of parts that many matters call, and what their ids begin with."""


def require_new_key(uow: UnitOfWork, key: str) -> None:
    """Raise Invalid for a key that a published matter has, or a draft that is under way."""
    if said := _taken(uow, key):
        raise Invalid(zh("草稿没有建立，请更正。"), {"matter_key": said})


def _taken(uow: UnitOfWork, key: str) -> Text | None:
    bundle = table_of(PublishedBundle).c
    if key == RESERVED or key.startswith(f"{RESERVED}_"):
        return zh("事项代码不能以 {reserved} 开头，那是共用流程的。", reserved=RESERVED)
    if uow.execute(select(bundle.key).where(bundle.key == key).limit(1)).first() is not None:
        return zh("已经有代码是 {key} 的事项。", key=key)
    under_way = select(draft_table.c.id).where(
        draft_table.c.matter_key == key, draft_table.c.status.in_((EDITING, SUBMITTED))
    )
    if uow.execute(under_way.limit(1)).first() is not None:
        return zh("已经有代码是 {key} 的草稿在改。", key=key)
    return None
