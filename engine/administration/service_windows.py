"""Set up and change the windows of the hall: where they are, whose they are, what they take in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from engine.administration.administrators import require_administrator
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.people import Department
from engine.store.service_windows import ServiceWindow
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

_window = table_of(ServiceWindow)
LONGEST_NUMBER, LONGEST_PLACE = 20, 100


@dataclass(frozen=True, kw_only=True)
class SetUpWindow(Command):
    """Set up a window, or change the one named; raises Invalid with a problem for each field that will not do."""

    window_id: str | None = None
    number: str
    place: str
    departments: tuple[str, ...]
    matters: tuple[str, ...] = ()
    """Keys of matters; none means all of its departments'."""
    is_open: bool = True

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self.by)
        problems = self._problems(uow)
        if problems:
            raise Invalid(zh("窗口没有保存，请更正。"), problems)
        row = {
            "number": self.number.strip(),
            "place": self.place.strip(),
            "departments": sorted(set(self.departments)),
            "matters": sorted(set(self.matters)),
            "is_open": self.is_open,
        }
        window_id = self.window_id or new_id(uow.now)
        if self.window_id is None:
            uow.execute(insert(_window), {"id": window_id} | row)
        elif uow.execute(update(_window).where(_window.c.id == window_id).values(**row)).rowcount != 1:
            raise NotFound
        uow.note_office_act("set_up_window", self.by, str(row["number"]), **row)
        return {"window_id": window_id}

    def _problems(self, uow: UnitOfWork) -> dict[str, Text]:
        problems: dict[str, Text] = {}
        number = self.number.strip()
        if not 0 < len(number) <= LONGEST_NUMBER:
            problems["number"] = zh("请填写窗口号，最多 {most} 个字。", most=LONGEST_NUMBER)
        taken = select(_window.c.id).where(_window.c.number == number, _window.c.id != (self.window_id or ""))
        if uow.execute(taken).first():
            problems["number"] = zh("窗口号 {number} 已经有了。", number=number)
        if not 0 < len(self.place.strip()) <= LONGEST_PLACE:
            problems["place"] = zh("请填写位置，最多 {most} 个字。", most=LONGEST_PLACE)
        if not self.departments or set(self.departments) - set(uow.execute(select(Department.code)).scalars()):
            problems["departments"] = zh("请至少选择一个部门。")
        if set(self.matters) - set(uow.execute(select(PublishedBundle.key).distinct()).scalars()):
            problems["matters"] = zh("请从已发布的事项中选择。")
        return problems
