"""Make a department, and change what people call it; the code, which processes name, stays for ever."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from engine.administration.administrators import require_administrator
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.posts import LEVELS
from engine.steps import SELECTORS
from engine.store.base import table_of
from engine.store.people import Department
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

CODE = re.compile(r"[a-z][a-z0-9_]{1,62}")
_department = table_of(Department)
LONGEST = {"name": 100, "phone": 40, "address": 200}


@dataclass(frozen=True, kw_only=True)
class MakeDepartment(Command):
    """Make a department; raises Invalid with a problem for each field that will not do."""

    code: str
    name: str
    level: str
    parent: str | None = None
    phone: str = ""
    address: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self.by)
        there = _all(uow)
        problems = _problems(self, there)
        if not CODE.fullmatch(self.code) or self.code in SELECTORS:
            problems["code"] = zh("代码由小写字母、数字和 _ 组成，以字母开头，至少两个字符，不能用保留的词。")
        elif self.code in there:
            problems["code"] = zh("代码 {code} 已经有部门使用。", code=self.code)
        if self.level not in LEVELS:
            problems["level"] = zh("请选择层级。")
        if problems:
            raise Invalid(zh("部门没有建立，请更正。"), problems)
        uow.execute(insert(_department), {"code": self.code, "level": self.level} | _row(self))
        uow.note_office_act("make_department", self.by, self.code, level=self.level, **_row(self))
        return {"code": self.code}


@dataclass(frozen=True, kw_only=True)
class ChangeDepartment(Command):
    """Change name, superior, phone and address; documents that were issued keep the name of their day."""

    code: str
    name: str
    parent: str | None = None
    phone: str = ""
    address: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self.by)
        there = _all(uow)
        if self.code not in there:
            raise NotFound
        problems = _problems(self, there)
        above: str | None = self.parent
        while above is not None and "parent" not in problems:
            if above == self.code:
                problems["parent"] = zh("上级部门不能是本部门，也不能是本部门的下级。")
            above = there[above]
        if problems:
            raise Invalid(zh("部门没有改动，请更正。"), problems)
        uow.execute(update(_department).where(_department.c.code == self.code).values(**_row(self)))
        uow.note_office_act("change_department", self.by, self.code, **_row(self))
        return {"code": self.code}


def _all(uow: UnitOfWork) -> dict[str, str | None]:
    """Return the superior of every department by its code; the rows are locked, so that no two make a circle."""
    rows = uow.execute(select(_department.c.code, _department.c.parent).with_for_update())
    return {row.code: row.parent for row in rows}


def _problems(wish: MakeDepartment | ChangeDepartment, there: dict[str, str | None]) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if not wish.name.strip():
        problems["name"] = zh("请填写部门名称。")
    for field, most in LONGEST.items():
        if len(getattr(wish, field).strip()) > most:
            problems[field] = zh("最多 {most} 个字。", most=most)
    if wish.parent is not None and wish.parent not in there:
        problems["parent"] = zh("没有这个上级部门。")
    return problems


def _row(wish: MakeDepartment | ChangeDepartment) -> dict[str, Any]:
    return {
        "name": wish.name.strip(),
        "parent": wish.parent,
        "phone": wish.phone.strip() or None,
        "address": wish.address.strip() or None,
    }
