"""Commands on accounts: make a person, set and change a password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, update

from engine.actor import SYSTEM, Actor
from engine.command import NOT_ASKED, Command
from engine.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from webapp.accounts import sessions, throttle

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_person = table_of(Person)


def require_administrator(command: Command) -> None:
    """Raise NotAllowed unless an administrator, or the system at set-up, asks."""
    if not (command.by.is_system or command.by.holds("administrator")):
        raise NotAllowed(zh("只有系统管理员可以管理人员。"))


@dataclass(frozen=True, kw_only=True)
class CreatePerson(Command):
    """Make an account with its posts; ``password_hash`` is made by passwords.hash_password beforehand."""

    login: str
    name: str
    department: str
    password_hash: str = field(repr=False, metadata=NOT_ASKED)
    posts: tuple[tuple[str, str], ...] = ()
    """Pairs of post and department codes, held from today on."""
    must_change_password: bool = True

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        if not LOGIN.fullmatch(self.login):
            raise Invalid(zh("登录名由小写字母、数字和 . _ - 组成，至少两个字符。"), {})
        if not self.name.strip():
            raise Invalid(zh("请填写姓名。"), {})
        if uow.execute(select(_person.c.id).where(_person.c.login == self.login)).first():
            raise Conflict(zh("登录名 {login} 已经有人使用。", login=self.login))
        for code in {self.department, *(department for _, department in self.posts)}:
            if uow.execute(select(Department.code).where(Department.code == code)).first() is None:
                raise NotFound(zh("没有代码为 {code} 的部门。", code=code))
        row = {
            "id": new_id(uow.now),
            "login": self.login,
            "name": self.name.strip(),
            "password_hash": self.password_hash,
            "active": True,
            "must_change_password": self.must_change_password,
            "department": self.department,
            "created_at": uow.now,
            "version": 1,
        }
        uow.execute(_person.insert(), row)
        for post, department in self.posts:
            give_post(uow, str(row["id"]), post, department, uow.today)
        uow.note_office_act("create_person", self.by, self.login, name=self.name, posts=list(self.posts))
        return {"id": row["id"]}


def give_post(
    uow: UnitOfWork, person_id: str, post: str, department: str, starts_on: date, ends_on: date | None = None
) -> None:
    """Let a person hold ``post`` in ``department`` from a day on, and to a day where one is named."""
    row = {
        "id": new_id(uow.now),
        "person_id": person_id,
        "post": post,
        "department": department,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    uow.execute(table_of(PostHolding).insert(), row)


@dataclass(frozen=True, kw_only=True)
class ChangePassword(Command):
    """Change one's own password; all other sessions end. The views have checked the old one."""

    login: str
    address: str
    old_hash: str = field(repr=False)
    new_hash: str = field(repr=False)
    keep: str
    """The hash of the token of the session that goes on."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        # The hash that was checked must still be the one kept, or somebody changed it meanwhile.
        own = (_person.c.id == self.by.person_id) & (_person.c.password_hash == self.old_hash)
        change = {
            "password_hash": self.new_hash,
            "must_change_password": False,
            "version": _person.c.version + 1,
        }
        if uow.execute(update(_person).where(own).values(**change)).rowcount == 0:
            raise Conflict(zh("密码刚刚在别处改过，请重新登录。"))
        throttle.forgive(uow, self.login, self.address)
        ended = sessions.close_all(uow, str(self.by.person_id), keep=self.keep)
        uow.note_office_act("change_password", self.by, str(self.by.person_id))
        return {"ended": ended}


@dataclass(frozen=True, kw_only=True)
class ResetPassword(Command):
    """Give a person a new first password; every session of that person ends."""

    person_id: str
    new_hash: str = field(repr=False, metadata=NOT_ASKED)

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        change = update(_person).where(_person.c.id == self.person_id)
        values = {"password_hash": self.new_hash, "must_change_password": True}
        if uow.execute(change.values(**values, version=_person.c.version + 1)).rowcount == 0:
            raise NotFound()
        ended = sessions.close_all(uow, self.person_id)
        uow.note_office_act("reset_password", self.by, self.person_id)
        return {"ended": ended}


@dataclass(frozen=True, kw_only=True)
class CreateFirstAdministrator(Command):
    """Make the first account of an empty hall, and its department; raises Conflict where there are people."""

    by: Actor = SYSTEM
    login: str
    name: str
    department: str
    department_name: str
    password_hash: str = field(repr=False)

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if uow.execute(select(_person.c.id).limit(1)).first():
            raise Conflict(zh("已有人员账号，不能再建第一个系统管理员。"))
        table = table_of(Department)
        if uow.execute(select(table.c.code).where(table.c.code == self.department)).first() is None:
            row = {"code": self.department, "name": self.department_name, "level": "county"}
            uow.execute(table.insert(), row | {"parent": None, "phone": None, "address": None})
        return CreatePerson(
            by=self.by,
            login=self.login,
            name=self.name,
            department=self.department,
            password_hash=self.password_hash,
            posts=(("administrator", self.department),),
            must_change_password=False,
        ).execute(uow)
