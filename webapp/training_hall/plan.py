"""The plan of the invented cases: which act of which case happens when, counted back from a working day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.clock import HALL_ZONE, legal_day
from engine.law.calendar import Calendar

HERE = Path(__file__).resolve().parent / "invented"
COMMON = "common"
_PART = re.compile(r"(?:(?P<days>[0-9]+) )?(?P<name>\S+)")
OPENING = time(9, 5)
MINUTES_APART = 40


@dataclass(frozen=True)
class Deed:
    """What somebody does, as a file words it; ``do`` names what acts.py knows, a step to complete in the main."""

    name: str
    do: str
    at: str
    """The step that it is done in; empty where the case says which."""
    department: str
    """Which of the departments that share the step; empty for whichever is next."""
    who: str
    """The login of who does it; empty for anybody who may."""
    says: Mapping[str, Any]
    """The answer, with {words} for what differs from case to case."""


@dataclass(frozen=True)
class InventedCase:
    """One line of a file; ``number`` is its place among all of them, ``says`` what its applicant filled in."""

    number: int
    matter: str
    story: tuple[tuple[int, Deed], ...]
    """Working days before, and the deed."""
    back: int
    agent: str
    other: str
    """Who stands on the other side, a seller."""
    courier: bool
    says: Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """One act of a case; ``step`` is its place in the story, by which a second run knows it."""

    at: datetime
    case: InventedCase
    step: int
    deed: Deed

    @property
    def day(self) -> date:
        """The day that the act is dated."""
        return legal_day(self.at)

    def before(self) -> Iterator[Deed]:
        """Yield what was done in the case before this, the latest first."""
        return (deed for _wait, deed in reversed(self.case.story[: self.step]))


@cache
def invented() -> tuple[InventedCase, ...]:
    """Return the cases of every file; raises ValueError for a story with a word that nobody knows."""
    common = _read(HERE / f"{COMMON}.yaml")
    cases: list[InventedCase] = []
    for path in sorted(HERE.glob("*.yaml")):
        if path.stem != COMMON:
            cases += _of_file(path.stem, _read(path), common, len(cases))
    return tuple(cases)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _of_file(matter: str, said: dict[str, Any], common: dict[str, Any], before: int) -> Iterator[InventedCase]:
    deeds = {name: _deed(name, row) for name, row in (common["acts"] | said["acts"]).items()}
    stories: dict[str, tuple[tuple[int, Deed], ...]] = {}
    for name, line in said["stories"].items():
        stories[name] = tuple(_parts(line, deeds, stories))
    for number, row in enumerate(said["cases"], before + 1):
        values = common["application"] | said["application"] | row
        yield InventedCase(
            number=number,
            matter=matter,
            story=stories[values.pop("story")],
            back=values.pop("back"),
            agent=values.pop("agent", ""),
            other=values.pop("other", ""),
            courier=values.pop("courier", False),
            says=values,
        )


def _deed(name: str, row: Mapping[str, Any]) -> Deed:
    says = dict(row)
    do, at, of, who = says.pop("do", "complete"), says.pop("at", ""), says.pop("of", ""), says.pop("who", "")
    return Deed(name, do, at, of, who, says)


def _parts(
    line: str, deeds: Mapping[str, Deed], stories: Mapping[str, tuple[tuple[int, Deed], ...]]
) -> Iterator[tuple[int, Deed]]:
    """Yield what a line says: an act, with the working days before it, or all acts of a story further up."""
    for part in line.split(", "):
        found = _PART.fullmatch(part)
        if found is not None and found["name"] in deeds:
            yield int(found["days"] or 0), deeds[found["name"]]
        elif part in stories:
            yield from stories[part]
        else:
            raise ValueError(f"{part!r} is neither an act nor a story further up")


def planned(until: date, calendar: Calendar) -> tuple[Act, ...]:
    """Return every act up to the working day ``until``, in the order of time."""
    acts = [act for case in invented() for act in _of_case(case, until, calendar)]
    return tuple(sorted(acts, key=lambda act: (act.at, act.case.number)))


def _of_case(case: InventedCase, until: date, calendar: Calendar) -> Iterator[Act]:
    for step, (day, turn) in enumerate(_days(case, until, calendar)):
        # Acts of one day follow each other, and no two cases move in the same minute of the morning.
        minutes = turn * MINUTES_APART + case.number % MINUTES_APART
        yield Act(moment(day, OPENING) + timedelta(minutes=minutes), case, step, case.story[step][1])


def _days(case: InventedCase, until: date, calendar: Calendar) -> Sequence[tuple[date, int]]:
    """Return the day of each act of a case, and how many acts of the case the day has had before it."""
    days = [workday_before(until, case.back, calendar)]
    for wait, _deed in reversed(case.story[1:]):
        days.append(workday_before(days[-1], wait, calendar))
    days.reverse()
    return [(day, days[:step].count(day)) for step, day in enumerate(days)]


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
