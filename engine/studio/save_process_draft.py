"""Save a draft: the files that were changed, over exactly the content that was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update

from engine.bundle import pack_files, unpack_files
from engine.command import Command
from engine.errors import Invalid
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_files import FUNCTIONS, require_fitting
from engine.studio.draft_row import LONGEST_TITLE, draft_table, editable_draft
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class SaveProcessDraft(Command):
    """Put ``changed`` files in and take ``removed`` ones out of the draft as it was at ``revision``.

    Answers ``draft_id`` and the new ``revision``; what changes nothing keeps the old one. Raises Conflict, saying who
    saved and when, where somebody saved since.
    """

    draft_id: str
    revision: int
    changed: Mapping[str, bytes] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    title: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = editable_draft(uow, self.by, self.draft_id, self.revision)
        title = row.title if self.title is None else self.title.strip()
        if not 0 < len(title) <= LONGEST_TITLE:
            said = zh("请写明要改什么，最多 {most} 个字。", most=LONGEST_TITLE)
            raise Invalid(zh("草稿没有保存，请更正。"), {"title": said})
        key, before = unpack_files(row.content)
        files = {name: data for name, data in before.items() if name not in self.removed} | dict(self.changed)
        if files.get(FUNCTIONS) != before.get(FUNCTIONS):
            raise Invalid(zh("事项能用的函数由系统登记，不能在草稿里改。"))
        require_fitting(files)
        if files == before and title == row.title:
            return {"draft_id": self.draft_id, "revision": row.revision}
        values = {
            "title": title,
            "content": pack_files(key, files),
            "revision": row.revision + 1,
            "changed_at": uow.now,
            "changed_by": self.by.name,
            "changed_by_id": self.by.person_id,
        }
        uow.execute(update(draft_table).where(draft_table.c.id == self.draft_id).values(**values))
        return {"draft_id": self.draft_id, "revision": row.revision + 1}
