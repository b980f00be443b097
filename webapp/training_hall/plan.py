"""The plan of the invented cases: which act of which case happens when, counted back from a working day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.clock import HALL_ZONE, legal_day
from engine.law.calendar import Calendar

HERE = Path(__file__).resolve().parent
_ACT = re.compile(r"(?:(?P<days>[0-9]+) )?(?P<name>[a-z_]+)")
OPENING = time(9, 5)
MINUTES_APART = 40


@dataclass(frozen=True)
class InventedCase:
    """One line of cases.yaml; ``number`` is its place there."""

    number: int
    shop: str
    owner: str
    town: str
    address: str
    items: tuple[str, ...]
    story: str
    back: int
    agent: str = ""
    courier: bool = False


@dataclass(frozen=True)
class Act:
    """One act of a case; ``step`` is its place in the story, by which a second run knows it."""

    at: datetime
    case: InventedCase
    step: int
    name: str

    @property
    def day(self) -> date:
        """The day that the act is dated."""
        return legal_day(self.at)


@cache
def invented() -> tuple[dict[str, tuple[tuple[int, str], ...]], tuple[InventedCase, ...]]:
    """Return the stories as (days before, act) by name, and the cases."""
    raw: dict[str, Any] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
    stories = {name: tuple(_acts(line)) for name, line in raw["stories"].items()}
    cases = tuple(
        InventedCase(**{**row, "number": number, "items": tuple(row["items"])})
        for number, row in enumerate(raw["cases"], 1)
    )
    return stories, cases


def _acts(line: str) -> Iterator[tuple[int, str]]:
    for part in line.split(", "):
        found = _ACT.fullmatch(part)
        if found is None:
            raise ValueError(f"{part!r} is no act")
        yield int(found["days"] or 0), found["name"]


def planned(until: date, calendar: Calendar) -> tuple[Act, ...]:
    """Return every act up to the working day ``until``, in the order of time."""
    stories, cases = invented()
    acts = [act for case in cases for act in _of_case(case, stories[case.story], until, calendar)]
    return tuple(sorted(acts, key=lambda act: (act.at, act.case.number)))


def _of_case(case: InventedCase, story: Sequence[tuple[int, str]], until: date, calendar: Calendar) -> Iterator[Act]:
    days = [workday_before(until, case.back, calendar)]
    for wait, _name in reversed(story[1:]):
        days.append(workday_before(days[-1], wait, calendar))
    days.reverse()
    for step, (day, (_wait, name)) in enumerate(zip(days, story, strict=True)):
        # Acts of one day follow each other, and no two cases move in the same minute of the morning.
        minutes = days[:step].count(day) * MINUTES_APART + case.number % MINUTES_APART
        yield Act(moment(day, OPENING) + timedelta(minutes=minutes), case, step, name)


def moment(day: date, at: time) -> datetime:
    """Return a time of day in the hall as system time is kept: in UTC."""
    return datetime.combine(day, at, HALL_ZONE).astimezone(UTC)


def workday_before(day: date, count: int, calendar: Calendar) -> date:
    """Return the working day ``count`` working days before ``day``; ``day`` itself, or the last one, for none."""
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    for _ in range(count):
        day -= timedelta(days=1)
        while not calendar.is_workday(day):
            day -= timedelta(days=1)
    return day
