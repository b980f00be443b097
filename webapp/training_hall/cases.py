"""Play the invented cases of the training hall: the past few weeks, through the commands that pages run.

The clock of the hall is set back for that, so every date, number, light and trail is what it would be had people
worked on those days. A run that was stopped goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from engine.actor import SYSTEM
from engine.administration.read_notices import ReadNotices
from engine.cases.cash_days import ONLINE
from engine.cases.close_cash_day import CloseCashDay
from engine.clock import FixedClock
from engine.command import Command
from engine.errors import NotAllowed
from engine.hall import Hall
from engine.jobs.sweep import work_through
from engine.store.base import table_of
from engine.store.bills import CashDay
from engine.store.office import AnsweredCommand, Notice, Setting
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from webapp.training_hall.acts import Stage, perform
from webapp.training_hall.feedback import hear
from webapp.training_hall.people import everybody
from webapp.training_hall.plan import moment, planned, workday_before
from webapp.training_hall.rated import LAST_RATING, rate_services
from webapp.training_hall.samples import Samples
from webapp.training_hall.supervised import supervise

CASES = "training_cases"
"""The setting that holds the last day of the plan while it is played, and ``DONE`` afterwards."""
DONE = "done"
MORNING = time(8, 30)
OWNER = "training"
_notice, _cash_day = table_of(Notice).c, table_of(CashDay).c


@dataclass(frozen=True, kw_only=True)
class MarkCases(Command):
    """Keep how far the invented cases are; raises NotAllowed in production."""

    state: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not uow.hall.training:
            raise NotAllowed(zh("练习办件只能建在练习大厅里。"))
        setting = table_of(Setting)
        uow.execute(delete(setting).where(setting.c.name == CASES))
        row = {"name": CASES, "value": self.state, "changed_at": uow.now, "changed_by": self.by.name}
        uow.execute(insert(setting), row)
        return {}


def last_day(hall: Hall) -> date:
    """Return the last working day before today, on which the plan ends."""
    with hall.reading() as connection:
        today = hall.today(connection)
    return workday_before(today - timedelta(days=1), 0, hall.calendar)


def hall_of_the_past(hall: Hall, until: date, unit_of_work: type[UnitOfWork] = UnitOfWork) -> Hall:
    """Return the same hall with its clock set to before the first act of the plan."""
    first = planned(until, hall.calendar)[0].at
    clock = FixedClock(first - timedelta(days=7))
    return Hall(hall.url, hall.data, clock=clock, training=True, functions=hall.functions, unit_of_work=unit_of_work)


def pending(hall: Hall) -> date | None:
    """Return the last day of a plan that was begun and not finished, or none."""
    setting = table_of(Setting).c
    with hall.reading() as connection:
        state = connection.execute(select(setting.value).where(setting.name == CASES)).scalar()
    return None if state in (None, DONE) else date.fromisoformat(state)


def play_cases(past: Hall, until: date) -> int:
    """Play every act of the plan that was not played before, and return how many cases there are."""
    assert isinstance(past.clock, FixedClock)
    plan = planned(until, past.calendar)
    with past.reading() as connection:
        offset = past.legal_offset(connection)
        bundles = {matter: past.current_bundle(connection, matter) for matter in {act.case.matter for act in plan}}
    stage = Stage(past, everybody(past), bundles, Samples(past))
    known, day = _answered(past), date.min
    cases: dict[int, str] = {}
    for act in plan:
        begins_the_day, day = act.day != day, act.day
        key = f"{OWNER} {act.case.number} {act.step}"
        if key in known:
            cases.setdefault(act.case.number, known[key])
            continue
        if begins_the_day:
            past.clock.at = moment(day, MORNING) - offset
            _open_the_day(stage, is_last=day == until)
        past.clock.at = act.at - offset
        cases[act.case.number] = perform(stage, act, key, cases.get(act.case.number, ""))
    hear(stage, OWNER, until)
    _read_what_is_old(stage, moment(until, MORNING) - offset)
    supervise(stage, OWNER)
    if f"{OWNER} {LAST_RATING}" not in known:
        rate_services(stage, OWNER, is_last=True)
    past.run(MarkCases(by=SYSTEM, state=DONE))
    return len(cases)


def _open_the_day(stage: Stage, *, is_last: bool) -> None:
    """Do what is done in the morning; by the last one people have read what was new before."""
    hall = stage.hall
    _close_the_tills(stage)
    if is_last:
        unread = select(_notice.person_id).where(_notice.read_at.is_(None)).distinct()
        with hall.reading() as connection:
            people = connection.execute(unread).scalars().all()
        for person in people:
            hall.run(ReadNotices(by=stage.person(person)))
    work_through(hall, OWNER)
    if not is_last:
        rate_services(stage, OWNER)


def _read_what_is_old(stage: Stage, before: datetime) -> None:
    """Let people have read what they were told before the morning of the last day."""
    with stage.hall.reading() as connection:
        old = connection.execute(
            select(_notice.id, _notice.person_id).where(_notice.read_at.is_(None), _notice.at < before)
        ).all()
    for row in old:
        stage.hall.run(ReadNotices(by=stage.person(row.person_id), notice_id=row.id))


def _close_the_tills(stage: Stage) -> None:
    """Let each cashier close the days on which they took money; only the last of the plan stays open."""
    with stage.hall.reading() as connection:
        took = select(_cash_day.till, _cash_day.day).where(_cash_day.closed_at.is_(None), _cash_day.till != ONLINE)
        days = connection.execute(took.order_by(_cash_day.day, _cash_day.till)).all()
    for till, day in days:
        stage.hall.run(CloseCashDay(by=stage.person(till), day=day))


def _answered(past: Hall) -> dict[str, str]:
    """Return the acts that were played already, each with the id of its case."""
    answered = table_of(AnsweredCommand).c
    with past.reading() as connection:
        rows = connection.execute(
            select(answered.key, answered.answer).where(answered.key.startswith(f"{OWNER} "))
        ).all()
    return {row.key: str((row.answer or {}).get("case_id", "")) for row in rows}


__all__ = ["MarkCases", "hall_of_the_past", "last_day", "pending", "play_cases"]
