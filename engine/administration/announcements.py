"""Announce something on the screens of the hall, change it, take it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, update

from engine.administration.administrators import require_administrator
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.ids import new_id
from engine.law.masking import mask_text
from engine.store.announcements import Announcement
from engine.store.base import table_of
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

_announcement = table_of(Announcement)
LONGEST_TITLE, LONGEST_CONTENT = 30, 200


@dataclass(frozen=True, kw_only=True)
class Announce(Command):
    """Announce a text, or change the one named; raises Invalid with a problem for each field that will not do."""

    announcement_id: str | None = None
    title: str
    content: str
    starts_on: date | None
    ends_on: date | None
    is_shown: bool = True

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self.by)
        problems = self._problems()
        if problems:
            raise Invalid(zh("公告没有保存，请更正。"), problems)
        row = {
            "title": self.title.strip(),
            "content": self.content.strip(),
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "is_shown": self.is_shown,
            "changed_at": uow.now,
            "changed_by": self.by.name,
        }
        announcement_id = self.announcement_id or new_id(uow.now)
        own = _announcement.c.id == announcement_id
        if self.announcement_id is None:
            uow.execute(insert(_announcement), {"id": announcement_id} | row)
        elif uow.execute(update(_announcement).where(own).values(**row)).rowcount != 1:
            raise NotFound
        days = {"starts_on": str(self.starts_on), "ends_on": str(self.ends_on)}
        uow.note_office_act("announce", self.by, str(row["title"]), is_shown=self.is_shown, **days)
        return {"announcement_id": announcement_id}

    def _problems(self) -> dict[str, Text]:
        problems: dict[str, Text] = {}
        if not 0 < len(self.title.strip()) <= LONGEST_TITLE:
            problems["title"] = zh("请填写标题，最多 {most} 个字。", most=LONGEST_TITLE)
        if not 0 < len(self.content.strip()) <= LONGEST_CONTENT:
            problems["content"] = zh("请填写内容，最多 {most} 个字。", most=LONGEST_CONTENT)
        for name, text in (("title", self.title), ("content", self.content)):
            if mask_text(text) != text:
                problems[name] = zh("大厅屏幕人人可见，不能写身份证号码、手机号码；电话请写座机。")
        if self.starts_on is None:
            problems["starts_on"] = zh("请填写起始日，例如 2026-03-02。")
        if self.ends_on is None:
            problems["ends_on"] = zh("请填写截止日，例如 2026-03-02。")
        elif self.starts_on is not None and self.ends_on < self.starts_on:
            problems["ends_on"] = zh("截止日不能早于起始日。")
        return problems
