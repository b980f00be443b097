"""Receive an enquiry (咨询): at a window, online, by telephone or by mail; who records it first answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from engine.cases.official_documents import next_number
from engine.command import Command
from engine.errors import Invalid, NotAllowed
from engine.feedback.contents import CHANNELS, ONLINE, content_problems, origin_of, require_no_flood, seal
from engine.feedback.enquiry_row import HELD, SERIES, WAITING, enquiry_table, note
from engine.feedback.enquiry_sight import RECORDERS
from engine.feedback.home import home_of
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class ReceiveEnquiry(Command):
    """Record what is asked and by whom; contact details may be left out.

    A member of the public asks online, and the enquiry waits for who takes it first; a member of staff records what
    was asked otherwise and is its first-contact owner (首问责任人) at once. The answer has id and number; the query
    code, which ``engine.query_code`` computes, is left out. Raises Invalid with a problem for each wrong field.
    """

    channel: str
    title: str
    content: str
    name: str = ""
    phone: str = ""
    email: str = ""
    matter_key: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        by_staff = self.by.kind == "staff"
        if by_staff and not self.by.posts & RECORDERS:
            raise NotAllowed(zh("咨询由窗口人员、村级代办员、评价投诉专员登记。"))
        said = {name: getattr(self, name).strip() for name in ("title", "content", "name", "phone", "email")}
        problems = content_problems(**said)
        if self.channel not in CHANNELS or (self.channel == ONLINE) is by_staff:
            problems["channel"] = zh("请选择咨询方式。")
        if self.matter_key and not self._is_published(uow):
            problems["matter_key"] = zh("没有这个事项，请重新选择。")
        if problems:
            raise Invalid(zh("咨询没有提交，请更正。"), problems)
        origin = origin_of(uow, self.by)
        require_no_flood(uow, enquiry_table, origin)
        year, enquiry_id = uow.today.year, new_id(uow.now)
        number = f"{SERIES}{year}{next_number(uow, SERIES, year):06d}"
        due_on = uow.calendar.add_workdays(uow.today, uow.parameters.enquiry_days)
        row = {
            "id": enquiry_id,
            "number": number,
            "channel": self.channel,
            "matter_key": self.matter_key,
            "sealed": seal(uow.hall.key, said),
            "origin": origin,
            "status": HELD if by_staff else WAITING,
            "owner_id": self.by.person_id,
            "owner_name": self.by.name if by_staff else "",
            "owner_department": home_of(uow, self.by),
            "received_at": uow.now,
            "received_on": uow.today,
            "due_on": due_on,
            "next_light_on": due_on + timedelta(days=1),
        }
        uow.execute(insert(enquiry_table), row)
        note(uow, enquiry_id, number, "received", self.by)
        return {"enquiry_id": enquiry_id, "number": number}

    def _is_published(self, uow: UnitOfWork) -> bool:
        key = table_of(PublishedBundle).c.key
        return uow.execute(select(key).where(key == self.matter_key).limit(1)).first() is not None
