"""Commands on posts: give one to a person, and end one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.posts import POSTS
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from webapp.accounts.people import give_post, require_administrator

ADMINISTRATOR = "administrator"
STAFF_POSTS = tuple(post for post in POSTS if post != "applicant")
_held = table_of(PostHolding)


@dataclass(frozen=True, kw_only=True)
class GivePost(Command):
    """Let a person hold ``post`` in ``department``, from today on or from a later day, to a day where one is named."""

    person_id: str
    post: str
    department: str
    starts_on: date | None = None
    ends_on: date | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        person = uow.execute(select(Person.login).where(Person.id == self.person_id).with_for_update()).first()
        if person is None:
            raise NotFound
        if self.post not in STAFF_POSTS:
            raise Invalid(zh("请选择岗位。"))
        if uow.execute(select(Department.code).where(Department.code == self.department)).first() is None:
            raise Invalid(zh("请选择部门。"))
        starts_on = self.starts_on or uow.today
        if starts_on < uow.today:
            # What was done in a post was right or wrong on that day; nobody can have held one in hindsight.
            raise Invalid(zh("任职不能从过去的日期开始。"))
        if self.ends_on is not None and self.ends_on < starts_on:
            raise Invalid(zh("任职的最后一天不能早于第一天。"))
        same = (_held.c.person_id == self.person_id, _held.c.post == self.post, _held.c.department == self.department)
        if uow.execute(select(_held.c.id).where(*same, _holds_on(uow))).first():
            raise Conflict(zh("这个人已经在这个部门担任这个岗位。"))
        give_post(uow, self.person_id, self.post, self.department, starts_on, self.ends_on)
        days = {"starts_on": starts_on.isoformat(), "ends_on": self.ends_on.isoformat() if self.ends_on else None}
        uow.note_office_act("give_post", self.by, person.login, post=self.post, department=self.department, **days)
        return {"person_id": self.person_id}


@dataclass(frozen=True, kw_only=True)
class EndPost(Command):
    """Let a person hold a post no longer, as of now; yesterday is its last day. The record of it stays, unless it has
    not begun yet."""

    holding_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        held = uow.execute(select(_held).where(_held.c.id == self.holding_id, _holds_on(uow)).with_for_update()).first()
        if held is None:
            raise NotFound
        if held.post == ADMINISTRATOR and not another_administrator(uow, held.person_id):
            raise Forbidden(zh("大厅至少要有一名系统管理员，请先让别人担任。"))
        if held.starts_on > uow.today:
            uow.execute(delete(_held).where(_held.c.id == held.id))
        else:
            ended = {"ends_on": uow.today - timedelta(days=1)}
            uow.execute(update(_held).where(_held.c.id == held.id).values(**ended))
        login = uow.execute(select(Person.login).where(Person.id == held.person_id)).scalar_one()
        uow.note_office_act("end_post", self.by, login, post=held.post, department=held.department)
        return {"person_id": held.person_id}


def another_administrator(uow: UnitOfWork, person_id: str) -> bool:
    """Tell whether somebody else with an open account is an administrator today."""
    others = select(_held.c.id).join(Person, Person.id == _held.c.person_id)
    others = others.where(_held.c.post == ADMINISTRATOR, _held.c.person_id != person_id, Person.active)
    today = _held.c.starts_on <= uow.today
    return uow.execute(others.where(today, _holds_on(uow)).limit(1)).first() is not None


def _holds_on(uow: UnitOfWork) -> Any:
    return or_(_held.c.ends_on.is_(None), _held.c.ends_on >= uow.today)
