"""Hand an enquiry over: offered by its owner, accepted or declined by the other side, or kept after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.command import Command
from engine.errors import Conflict, Invalid, NotAllowed
from engine.feedback.enquiry_row import (
    change,
    conflict,
    locked_enquiry,
    note,
    require_owner,
    require_unanswered,
)
from engine.feedback.enquiry_sight import may_accept
from engine.feedback.home import home_of
from engine.feedback.texts import said_to_all
from engine.messages.tell import tell
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding, held_on
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import who_answers
from engine.text import zh

LONGEST = 500
NOBODY: dict[str, Any] = {"offered_person": None, "offered_department": "", "offered_name": ""}
_person, _held, _department = table_of(Person).c, table_of(PostHolding).c, table_of(Department).c


@dataclass(frozen=True, kw_only=True)
class OfferEnquiry(Command):
    """Offer the enquiry to a person, or to a department; until they accept, its owner answers for it.

    Another offer replaces one that nobody has accepted.
    """

    enquiry_id: str
    person_id: str = ""
    department: str = ""
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        require_unanswered(uow, row)
        require_owner(self.by, row)
        reason = said_to_all(self.reason, "reason", zh("请写明移交的原因。"), LONGEST)
        to, name, told = self._other_side(uow)
        change(uow, row.id, **(NOBODY | to | {"offered_name": name}))
        note(uow, row.id, row.number, "offered", self.by, f"{name}：{reason}")
        said = zh("{who}请您接收咨询 {number}。接收以前仍由原首问责任人负责。", who=self.by.name, number=row.number)
        tell(uow, told, "enquiry", said, about=("enquiry", row.id))
        return {"enquiry_id": row.id}

    def _other_side(self, uow: UnitOfWork) -> tuple[dict[str, str], str, frozenset[str]]:
        """Return the columns that say to whom, their name, and who is told."""
        if bool(self.person_id) is bool(self.department) or self.person_id == self.by.person_id:
            wrong = zh("请选择一名工作人员，或者一个部门。")
            raise Invalid(wrong, {"to": wrong})
        if self.department:
            name = uow.execute(select(_department.name).where(_department.code == self.department)).scalar()
            people = who_answers(uow, self.department, uow.today) - {self.by.person_id}
            if name is not None and people:
                return {"offered_department": self.department}, name, people
        elif (found := _at_work(uow, self.person_id)) is not None:
            return {"offered_person": self.person_id}, found, frozenset({self.person_id})
        wrong = zh("对方现在没有人可以接收，请另选。")
        raise Invalid(wrong, {"to": wrong})


@dataclass(frozen=True, kw_only=True)
class AcceptEnquiry(Command):
    """Accept the enquiry and answer for it from now on; the limit for its answer stays."""

    enquiry_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = _offered(uow, self.by, self.enquiry_id)
        place = row.offered_department or home_of(uow, self.by)
        owner = {"owner_id": self.by.person_id, "owner_name": self.by.name, "owner_department": place}
        change(uow, row.id, **NOBODY, **owner)
        note(uow, row.id, row.number, "handed_over", self.by)
        said = zh("{who}已接收咨询 {number}，今后由其负责。", who=self.by.name, number=row.number)
        tell(uow, {row.owner_id}, "enquiry", said, about=("enquiry", row.id))
        return {"enquiry_id": row.id}


@dataclass(frozen=True, kw_only=True)
class DeclineEnquiry(Command):
    """Decline the enquiry, with the reason; it stays with its owner."""

    enquiry_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = _offered(uow, self.by, self.enquiry_id)
        reason = said_to_all(self.reason, "decline", zh("请写明不接收的原因。"), LONGEST)
        change(uow, row.id, **NOBODY)
        note(uow, row.id, row.number, "declined", self.by, reason)
        said = zh("{who}没有接收咨询 {number}，仍由您负责。", who=self.by.name, number=row.number)
        tell(uow, {row.owner_id}, "enquiry", said, about=("enquiry", row.id))
        return {"enquiry_id": row.id}


@dataclass(frozen=True, kw_only=True)
class KeepEnquiry(Command):
    """Take an offer back that nobody has accepted yet."""

    enquiry_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_enquiry(uow, self.by, self.enquiry_id)
        require_unanswered(uow, row)
        require_owner(self.by, row)
        if not (row.offered_person or row.offered_department):
            raise conflict(uow, row)
        change(uow, row.id, **NOBODY)
        note(uow, row.id, row.number, "kept", self.by)
        return {"enquiry_id": row.id}


def _offered(uow: UnitOfWork, by: Actor, enquiry_id: str) -> Any:
    row = locked_enquiry(uow, by, enquiry_id)
    require_unanswered(uow, row)
    if not (row.offered_person or row.offered_department):
        raise conflict(uow, row) if row.owner_id else Conflict(zh("这件咨询没有移交给您，请刷新页面查看。"))
    if not may_accept(by, row):
        raise NotAllowed(zh("首问负责制：这件咨询移交给{name}，由对方接收。", name=row.offered_name))
    return row


def _at_work(uow: UnitOfWork, person_id: str) -> str | None:
    """Return the name of a person who has an account and holds a post, or None."""
    wanted = select(_person.name).join(PostHolding, _held.person_id == _person.id)
    name: str | None = uow.execute(wanted.where(_person.id == person_id, held_on(uow.today))).scalar()
    return name
