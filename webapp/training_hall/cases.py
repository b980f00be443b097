"""Play the invented cases of the training hall: the past few weeks, through the commands that pages run.

The clock of the hall is set back for that, so every date, number, light and trail is what it would be had people
worked on those days. A run that was stopped goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from engine.actor import SYSTEM
from engine.administration.read_notices import ReadNotices
from engine.clock import FixedClock
from engine.command import Command
from engine.errors import NotAllowed
from engine.hall import Hall
from engine.jobs.lights import deem_silent_cases_accepted, raise_due_lights
from engine.jobs.timers import fire_due_timers
from engine.store.base import table_of
from engine.store.office import AnsweredCommand, Setting
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from webapp.training_hall.acts import MATTER, Stage, people_of, perform
from webapp.training_hall.plan import moment, planned, workday_before
from webapp.training_hall.samples import sample_files

CASES = "training_cases"
"""The setting that holds the last day of the plan while it is played, and ``DONE`` afterwards."""
DONE = "done"
MORNING = time(8, 30)
OWNER = "training"


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


def hall_of_the_past(hall: Hall, until: date) -> Hall:
    """Return the same hall with its clock set to before the first act of the plan."""
    first = planned(until, hall.calendar)[0].at
    clock = FixedClock(first - timedelta(days=7))
    return Hall(hall.url, hall.data, clock=clock, training=True, functions=hall.functions)


def pending(hall: Hall) -> date | None:
    """Return the last day of a plan that was begun and not finished, or none."""
    setting = table_of(Setting).c
    with hall.reading() as connection:
        state = connection.execute(select(setting.value).where(setting.name == CASES)).scalar()
    return None if state in (None, DONE) else date.fromisoformat(state)


def play_cases(past: Hall, until: date) -> int:
    """Play every act of the plan that was not played before, and return how many cases there are."""
    assert isinstance(past.clock, FixedClock)
    with past.reading() as connection:
        offset = past.legal_offset(connection)
        materials = past.current_bundle(connection, MATTER).facts.materials
    stage = Stage(past, people_of(past), sample_files(past, materials))
    known, day = _answered(past), date.min
    cases: dict[int, str] = {}
    for act in planned(until, past.calendar):
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
    past.run(MarkCases(by=SYSTEM, state=DONE))
    return len(cases)


def _open_the_day(stage: Stage, *, is_last: bool) -> None:
    """Do what the worker does in the morning; on the last day people have read what was new before."""
    if is_last:
        for person in stage.people.values():
            stage.hall.run(ReadNotices(by=person))
    fire_due_timers(stage.hall, OWNER)
    deem_silent_cases_accepted(stage.hall, OWNER)
    raise_due_lights(stage.hall, OWNER)


def _answered(past: Hall) -> dict[str, str]:
    """Return the acts that were played already, each with the id of its case."""
    answered = table_of(AnsweredCommand).c
    with past.reading() as connection:
        rows = connection.execute(
            select(answered.key, answered.answer).where(answered.key.startswith(f"{OWNER} "))
        ).all()
    return {row.key: str((row.answer or {}).get("case_id", "")) for row in rows}


__all__ = ["MarkCases", "hall_of_the_past", "last_day", "pending", "play_cases"]
