"""Commands on posts: give one to a person, and end one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

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
    """Let a person hold ``post`` in ``department`` from today on."""

    person_id: str
    post: str
    department: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        person = uow.execute(select(Person.login).where(Person.id == self.person_id).with_for_update()).first()
        if person is None:
            raise NotFound
        if self.post not in STAFF_POSTS:
            raise Invalid(zh("请选择岗位。"))
        if uow.execute(select(Department.code).where(Department.code == self.department)).first() is None:
            raise Invalid(zh("请选择部门。"))
        same = (_held.c.person_id == self.person_id, _held.c.post == self.post, _held.c.department == self.department)
        if uow.execute(select(_held.c.id).where(*same, _holds_on(uow))).first():
            raise Conflict(zh("这个人已经在这个部门担任这个岗位。"))
        give_post(uow, self.person_id, self.post, self.department, uow.today)
        uow.note_office_act("give_post", self.by, person.login, post=self.post, department=self.department)
        return {"person_id": self.person_id}


@dataclass(frozen=True, kw_only=True)
class EndPost(Command):
    """Let a person hold a post no longer, as of now; yesterday is its last day. The record of it stays."""

    holding_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        held = uow.execute(select(_held).where(_held.c.id == self.holding_id, _holds_on(uow)).with_for_update()).first()
        if held is None:
            raise NotFound
        if held.post == ADMINISTRATOR and not self._another_administrator(uow, held.person_id):
            raise Forbidden(zh("大厅至少要有一名系统管理员，请先让别人担任。"))
        ended = {"ends_on": uow.today - timedelta(days=1)}
        uow.execute(update(_held).where(_held.c.id == held.id).values(**ended))
        login = uow.execute(select(Person.login).where(Person.id == held.person_id)).scalar_one()
        uow.note_office_act("end_post", self.by, login, post=held.post, department=held.department)
        return {"person_id": held.person_id}

    def _another_administrator(self, uow: UnitOfWork, person_id: str) -> bool:
        others = select(_held.c.id).join(Person, Person.id == _held.c.person_id)
        others = others.where(_held.c.post == ADMINISTRATOR, _held.c.person_id != person_id, Person.active)
        return uow.execute(others.where(_holds_on(uow)).limit(1)).first() is not None


def _holds_on(uow: UnitOfWork) -> Any:
    return or_(_held.c.ends_on.is_(None), _held.c.ends_on >= uow.today)
