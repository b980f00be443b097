"""Give a window written leave to review and decide a matter (充分授权窗口), and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, update

from engine.actor import Actor
from engine.cases.official_documents import next_number
from engine.cases.sight import WINDOW
from engine.command import Command
from engine.errors import Invalid, NotAllowed, NotFound, TaskClosed
from engine.ids import new_id
from engine.law.duties import APPROVAL
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

HEAD, ADMINISTRATOR = "approver", "administrator"
LONGEST_DAYS = 366
_authorisation, _held = table_of(Authorisation), table_of(PostHolding).c


def may_authorise(by: Actor, department: str) -> bool:
    """Tell whether ``by`` may lend the powers of a department: its head, or an administrator on paper's orders."""
    return by.is_system or by.holds(HEAD, department) or by.holds(ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class GiveAuthorisation(Command):
    """A department lets one window clerk, or all clerks of a window, decide one matter from a day to a day.

    ``document`` names the paper that its head has signed; without one there is no authorisation.
    """

    department: str
    matter_key: str
    person_id: str | None = None
    window_department: str | None = None
    scope: str
    document: str
    starts_on: date
    ends_on: date

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not may_authorise(self.by, self.department):
            raise NotAllowed(zh("只有本部门的审批人或者系统管理员可以授权窗口。"))
        problems = self._problems(uow)
        if problems:
            raise Invalid(zh("有 {count} 处需要更正。", count=len(problems)), problems)
        name = uow.execute(select(Department.name).where(Department.code == self.department)).scalar_one()
        year = uow.today.year
        number = f"{name}授〔{year}〕{next_number(uow, f'{name}授', year):05d}号"
        row = {
            "id": new_id(uow.now),
            "number": number,
            "department": self.department,
            "matter_key": self.matter_key,
            "person_id": self.person_id,
            "window_department": self.window_department,
            "scope": self.scope.strip(),
            "document": self.document.strip(),
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "given_at": uow.now,
            "given_by": self.by.name,
        }
        uow.execute(_authorisation.insert(), row)
        about = {"matter": self.matter_key, "from": self.starts_on.isoformat(), "to": self.ends_on.isoformat()}
        uow.note_office_act("give_authorisation", self.by, number, department=self.department, **about)
        return {"authorisation_id": row["id"], "number": number}

    def _problems(self, uow: UnitOfWork) -> dict[str, Text]:
        found: dict[str, Text] = {}
        bundle = uow.hall.current_bundle(uow.connection, self.matter_key)
        if not any(step.stage == APPROVAL and step.department == self.department for step in bundle.steps.values()):
            found["department"] = zh("这个部门在本事项里没有审批环节，没有可以授出的权限。")
        if (self.person_id is None) == (self.window_department is None):
            found["person_id"] = zh("请选择一名窗口人员，或者一个窗口，二者只选其一。")
        elif not self._has_clerk(uow):
            found["person_id"] = zh("被授权的人不是在岗的窗口人员。")
        for name, text, most in (("scope", self.scope, 500), ("document", self.document, 200)):
            if not 1 <= len(text.strip()) <= most:
                found[name] = zh("请用 1 至 {most} 字填写。", most=most)
        if self.ends_on < self.starts_on or self.ends_on < uow.today:
            found["ends_on"] = zh("授权的截止日不能早于起始日，也不能早于今天。")
        elif (self.ends_on - self.starts_on).days > LONGEST_DAYS:
            found["ends_on"] = zh("一次授权最长一年，期满重新授权。")
        return found

    def _has_clerk(self, uow: UnitOfWork) -> bool:
        whom = Person.id == self.person_id if self.person_id else _held.department == self.window_department
        wanted = select(_held.id).join(Person, Person.id == _held.person_id).where(_held.post == WINDOW, whom)
        wanted = wanted.where(Person.active, or_(_held.ends_on.is_(None), _held.ends_on >= uow.today))
        return uow.execute(wanted.limit(1)).first() is not None


@dataclass(frozen=True, kw_only=True)
class RevokeAuthorisation(Command):
    """Take an authorisation back as of now; what was decided under it stands."""

    authorisation_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        own = _authorisation.c.id == self.authorisation_id
        row = uow.execute(select(_authorisation).where(own).with_for_update()).first()
        if row is None or not may_authorise(self.by, row.department):
            raise NotFound
        if row.revoked_on is not None:
            raise TaskClosed(zh("{number}已由{person}于{day}撤回。", number=row.number, person=row.revoked_by,
                                day=row.revoked_on.isoformat()))  # fmt: skip
        reason = self.reason.strip()
        if not 1 <= len(reason) <= 500:
            raise Invalid(zh("请写明撤回授权的原因。"), {"reason": zh("请写明撤回授权的原因。")})
        revoked = {"revoked_on": uow.today, "revoked_by": self.by.name, "revoked_reason": reason}
        uow.execute(update(_authorisation).where(own).values(**revoked))
        uow.note_office_act("revoke_authorisation", self.by, row.number, reason=reason)
        return {"authorisation_id": row.id, "number": row.number}
