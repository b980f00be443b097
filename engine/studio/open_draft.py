"""Open a draft: of a published version that is to be changed, of files that somebody brings, of a new matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert

from engine.bundle import pack_files
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.ids import new_id
from engine.store.unit_of_work import UnitOfWork
from engine.studio.draft_files import KEY, require_fitting
from engine.studio.draft_row import EDITING, LONGEST_TITLE, draft_table
from engine.studio.new_key import require_new_key
from engine.studio.posts import require_designer
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class OpenDraft(Command):
    """Open a draft of ``matter_key``: the published bundle ``based_on``, if given, with ``files`` laid over it.

    Answers ``draft_id`` and ``revision`` (1). Raises Invalid for files that no matter has and for the key of a
    new matter that is taken, NotFound for a bundle that is not of this matter.
    """

    matter_key: str
    title: str
    based_on: str | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    brought_in: Mapping[str, Any] | None = None
    """The report of a file from another modeler, to be kept with the draft."""
    is_new: bool = False
    """Whether the matter is to be a new one, whose key nobody may have yet."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_designer(self.by)
        title = self.title.strip()
        if not 0 < len(title) <= LONGEST_TITLE:
            said = zh("请写明要改什么，最多 {most} 个字。", most=LONGEST_TITLE)
            raise Invalid(zh("草稿没有建立，请更正。"), {"title": said})
        if not KEY.fullmatch(self.matter_key):
            said = zh("事项代码由小写字母、数字和 _ 组成，不以数字开头，最多 64 个字符。")
            raise Invalid(zh("草稿没有建立，请更正。"), {"matter_key": said})
        if self.is_new:
            require_new_key(uow, self.matter_key)
        files = self.files
        if self.based_on is not None:
            bundle = uow.hall.bundle(uow.connection, self.based_on)
            if bundle.key != self.matter_key:
                raise NotFound
            files = {**bundle.files, **self.files}
        require_fitting(files)
        draft_id = new_id(uow.now)
        row = {
            "id": draft_id,
            "matter_key": self.matter_key,
            "based_on": self.based_on,
            "title": title,
            "revision": 1,
            "content": pack_files(self.matter_key, files),
            "status": EDITING,
            "made_at": uow.now,
            "made_by": self.by.name,
            "changed_at": uow.now,
            "changed_by": self.by.name,
            "changed_by_id": self.by.person_id,
            "brought_in": self.brought_in,
        }
        uow.execute(insert(draft_table), row)
        uow.note_office_act("open_draft", self.by, self.matter_key, draft=draft_id, based_on=self.based_on)
        return {"draft_id": draft_id, "revision": 1}
