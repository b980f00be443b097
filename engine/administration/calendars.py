"""Make a version of the calendar from a year's notice, and put a version in force (行政许可法 第八十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import distinct, func, insert, select

from engine.actor import Actor
from engine.calendar_file import corrected, read_years
from engine.command import Command
from engine.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.ids import new_id
from engine.in_force import CALENDAR, lock_in_force, put_in_force
from engine.law.calendar import Calendar
from engine.store.base import table_of, upsert_into
from engine.store.calendars import CalendarInForce, CalendarVersion
from engine.store.clocks import CaseClock
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

KEEPERS = frozenset({"calendar_keeper", "administrator"})
LONGEST_FILE = 200_000
LONGEST_REASON = 300
_version, _in_force, _clock = table_of(CalendarVersion), table_of(CalendarInForce), table_of(CaseClock).c


def require_calendar_keeper(by: Actor) -> None:
    """Raise NotAllowed unless ``by`` keeps the calendar, administers the hall, or is the system at set-up."""
    if not (by.is_system or by.posts & KEEPERS):
        raise NotAllowed(zh("只有日历管理员和系统管理员可以维护工作日历。"))


@dataclass(frozen=True, kw_only=True)
class MakeCalendarVersion(Command):
    """Keep the calendar in force with the years of ``file`` in place of its own; nothing counts by it yet.

    ``file`` is what engine.calendar_file describes. Contents that are there already keep their version.
    """

    file: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_calendar_keeper(self.by)
        if len(self.file) > LONGEST_FILE:
            raise Invalid(zh("日历文件超过 {most} 个字符。", most=LONGEST_FILE))
        years = read_years(self.file)
        present = uow.calendar
        calendar = corrected(present, years)
        if calendar.version == present.version:
            raise Invalid(zh("内容与现行日历完全相同，没有需要更正的地方。"))
        keep_version(uow, present, None, (), self.by)
        numbers = tuple(one.year for one in years)
        if keep_version(uow, calendar, present.version, numbers, self.by):
            notices = [one.cited for one in years]
            uow.note_office_act("make_calendar", self.by, calendar.version, years=list(numbers), notices=notices)
        return {"version": calendar.version}


@dataclass(frozen=True, kw_only=True)
class PutCalendarInForce(Command):
    """Let the hall count by ``version``; the worker then moves running limits, case by case.

    ``shown`` is the version that was in force when the person saw what would move: where another one is by now,
    what they saw is not what would happen.
    """

    version: str
    shown: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_calendar_keeper(self.by)
        reason = self.reason.strip()
        if not 0 < len(reason) <= LONGEST_REASON:
            problem = zh("请写明依据和理由，最多 {most} 个字。", most=LONGEST_REASON)
            raise Invalid(zh("日历没有启用，请更正。"), {"reason": problem})
        present = lock_in_force(uow).calendar
        if present.version == self.version:
            raise Conflict(zh("这个版本的日历已经在用。"))
        if present.version != self.shown:
            raise Conflict(_changed_meanwhile(uow, present.version))
        held = uow.execute(select(_version.c.version).where(_version.c.version == self.version)).first()
        if held is None:
            raise NotFound
        keep_version(uow, present, None, (), self.by)
        uow.hall.shelf.calendar(uow.connection, self.version)  # refuses what is not what was written
        running = uow.execute(select(func.count(distinct(_clock.case_id))).where(_clock.stopped_on.is_(None))).scalar()
        put_in_force(uow.connection, {CALENDAR: self.version}, uow.now, self.by.name)
        row = {
            "id": new_id(uow.now),
            "version": self.version,
            "replaced": present.version,
            "since": uow.now,
            "legal_on": uow.today,
            "put_by": self.by.name,
            "put_by_id": self.by.person_id,
            "reason": reason,
            "running": running,
        }
        uow.execute(insert(_in_force), row)
        about = {"replaced": present.version, "reason": reason, "running": running}
        uow.note_office_act("put_calendar_in_force", self.by, self.version, **about)
        return {"version": self.version, "running": running}


def keep_version(uow: UnitOfWork, calendar: Calendar, based_on: str | None, years: tuple[int, ...], by: Actor) -> bool:
    """Keep a calendar unless it is kept already; tell whether it was new."""
    row = {
        "version": calendar.version,
        "years": calendar.record(),
        "based_on": based_on,
        "changed_years": list(years),
        "made_at": uow.now,
        "made_by": by.name,
        "made_by_id": by.person_id,
    }
    kept = upsert_into(uow.connection, CalendarVersion).on_conflict_do_nothing()
    return uow.execute(kept, row).rowcount == 1


def _changed_meanwhile(uow: UnitOfWork, version: str) -> Any:
    last = uow.execute(
        select(_in_force.c.put_by, _in_force.c.since)
        .where(_in_force.c.version == version)
        .order_by(_in_force.c.since.desc(), _in_force.c.id.desc())
    ).first()
    if last is None:
        return zh("现行日历已是版本 {version}，与您看到的不同。请重新查看会变动哪些办件。", version=version)
    return zh(
        "{name}已把现行日历换为版本 {version}，与您看到的不同。请重新查看会变动哪些办件。",
        name=last.put_by,
        version=version,
    )
