"""Receive a complaint (投诉): at a window, online, by telephone or by mail, with a name or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from engine.cases.official_documents import next_number
from engine.command import Command
from engine.errors import Invalid, NotAllowed
from engine.feedback.complaint_row import RECEIVED, SERIES, complaint_table, note
from engine.feedback.complaint_sight import deciders_of
from engine.feedback.contents import CHANNELS, LONGEST_NAME, ONLINE, content_problems, origin_of, require_no_flood, seal
from engine.feedback.enquiry_sight import RECORDERS
from engine.ids import new_id
from engine.law.kinds import KINDS
from engine.messages.tell import tell
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.complaints import ComplaintTarget
from engine.store.people import Department, Person
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

DECIDE_WITHIN = KINDS["complaint"].limit or 5
_person, _department, _case = table_of(Person).c, table_of(Department).c, table_of(Case).c


@dataclass(frozen=True, kw_only=True)
class ReceiveComplaint(Command):
    """Record a complaint about a department or a person of it, which may be about a case.

    Of an anonymous one neither name nor contact details are kept, whatever was filled in. Everybody who bears the name
    that it gives is taken for whom it is about, until an officer knows better. That a case number is none is not told.
    The answer has id and number. Raises Invalid with a problem for each wrong field.
    """

    channel: str
    anonymous: bool
    title: str
    content: str
    name: str = ""
    phone: str = ""
    email: str = ""
    target_department: str = ""
    target_name: str = ""
    case_number: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        by_staff = self.by.kind == "staff"
        if by_staff and not self.by.posts & RECORDERS:
            raise NotAllowed(zh("投诉由窗口人员、村级代办员、评价投诉专员登记。"))
        said = {name: getattr(self, name).strip() for name in ("title", "content", "name", "phone", "email")}
        if self.anonymous:
            said |= {"name": "", "phone": "", "email": ""}
        about = self.target_name.strip()
        if problems := self._problems(uow, said, about, by_staff):
            raise Invalid(zh("投诉没有提交，请更正。"), problems)
        origin = origin_of(uow, self.by)
        require_no_flood(uow, complaint_table, origin)
        year, complaint_id = uow.today.year, new_id(uow.now)
        number = f"{SERIES}{year}{next_number(uow, SERIES, year):06d}"
        due_on = uow.calendar.add_workdays(uow.today, DECIDE_WITHIN)
        case_number = self.case_number.strip()
        wanted = select(_case.id).where(_case.number == case_number)
        row = {
            "id": complaint_id,
            "number": number,
            "channel": self.channel,
            "is_anonymous": self.anonymous,
            "sealed": seal(uow.hall.key, said | {"target_name": about, "case_number": case_number}),
            "origin": origin,
            "recorded_by": self.by.person_id,
            "target_department": self.target_department,
            "case_id": uow.execute(wanted).scalar() if case_number else None,
            "status": RECEIVED,
            "received_at": uow.now,
            "received_on": uow.today,
            "due_on": due_on,
            "next_light_on": due_on + timedelta(days=1),
        }
        uow.execute(insert(complaint_table), row)
        add_targets(uow, complaint_id, self._namesakes(uow, about))
        note(uow, complaint_id, number, RECEIVED, self.by)
        told = deciders_of(uow, complaint_id, uow.today)
        text = zh("收到投诉 {number}，请于 {day} 前决定是否受理。", number=number, day=due_on.isoformat())
        tell(uow, told, "complaint", text, about=("complaint", complaint_id))
        return {"complaint_id": complaint_id, "number": number}

    def _problems(self, uow: UnitOfWork, said: dict[str, str], about: str, by_staff: bool) -> dict[str, Text]:
        problems = content_problems(**said)
        if not self.anonymous and not said["name"]:
            problems["name"] = zh("实名投诉请填写姓名；不愿留名的，请选择匿名投诉。")
        if self.channel not in CHANNELS or (self.channel == ONLINE) is by_staff:
            problems["channel"] = zh("请选择投诉方式。")
        code = _department.code == self.target_department
        if self.target_department and uow.execute(select(_department.code).where(code)).first() is None:
            problems["target_department"] = zh("请选择部门。")
        elif not self.target_department and not about:
            problems["target_department"] = zh("请选择被投诉的部门，或者填写被投诉的人。")
        if len(about) > LONGEST_NAME:
            problems["target_name"] = zh("姓名最多 {most} 个字。", most=LONGEST_NAME)
        if len(self.case_number.strip()) > LONGEST_NAME:
            problems["case_number"] = zh("请核对办件编号。")
        return problems

    def _namesakes(self, uow: UnitOfWork, name: str) -> list[str]:
        """Return those of the name in the department, else all of the name."""
        if not name:
            return []
        found = uow.execute(select(_person.id, _person.department).where(_person.name == name)).all()
        there = [one.id for one in found if one.department == self.target_department]
        return there or [one.id for one in found]


def add_targets(uow: UnitOfWork, complaint_id: str, people: list[str]) -> None:
    """Keep the complaint from these people from now on."""
    rows = [{"complaint_id": complaint_id, "person_id": one} for one in people]
    if rows:
        uow.execute(insert(table_of(ComplaintTarget)), rows)
