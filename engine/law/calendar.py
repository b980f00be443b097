"""Working days: a calendar is a value, so that a corrected one can be put beside the one before it."""

from __future__ import annotations

import hashlib
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

# Holidays with a date of their own in the solar calendar (全国年节及纪念日放假办法 第二条).
FIXED_HOLIDAYS = (
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
SATURDAY = 5


class OutsideCalendar(ValueError):
    """A day or a count that the calendar has no year for."""


@dataclass(frozen=True)
class CalendarYear:
    """One year as a notice arranges it.

    ``off`` are the weekdays that are holidays, each with the name of the holiday; ``worked`` the weekend days
    that are worked instead; ``source`` the notice, with its ``number`` and day where they are known. A provisional
    year is one that no notice has arranged yet.
    """

    year: int
    source: str
    off: tuple[tuple[date, str], ...]
    worked: tuple[date, ...] = ()
    provisional: bool = False
    number: str = ""
    issued_on: date | None = None

    def __post_init__(self) -> None:
        rest = [day for day, _ in self.off]
        for day in (*rest, *self.worked):
            if day.year != self.year:
                raise ValueError(f"{day} 不在{self.year}年之内。")
        for day in rest:
            if day.weekday() >= SATURDAY:
                raise ValueError(f"{day} 是{WEEKDAYS[day.weekday()]}，本来就休息，不能再列为放假的工作日。")
        for day in self.worked:
            if day.weekday() < SATURDAY:
                raise ValueError(f"{day} 是{WEEKDAYS[day.weekday()]}，本来就上班，不能列为调休上班日。")
        object.__setattr__(self, "off", tuple(sorted(self.off)))
        object.__setattr__(self, "worked", tuple(sorted(self.worked)))
        if len(set(rest)) < len(rest) or len(set(self.worked)) < len(self.worked):
            raise ValueError(f"{self.year}年的日历中有重复的日期。")

    def record(self) -> dict[str, Any]:
        """Return the year as plain JSON values; ``from_record`` reads them back."""
        record: dict[str, Any] = {
            "year": self.year,
            "source": self.source,
            "off": [[day.isoformat(), name] for day, name in self.off],
            "worked": [day.isoformat() for day in self.worked],
            "provisional": self.provisional,
        }
        # Left out where they are not known, so that the version of a calendar from before they were kept stays.
        if self.number:
            record["number"] = self.number
        if self.issued_on:
            record["issued_on"] = self.issued_on.isoformat()
        return record

    @property
    def cited(self) -> str:
        """Return the notice with its number."""
        return f"{self.source}，{self.number}" if self.number else self.source

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> CalendarYear:
        """Build a year from plain JSON values; raise ValueError (Chinese) for what is not a year."""
        try:
            return cls(
                year=int(record["year"]),
                source=str(record["source"]),
                off=tuple((date.fromisoformat(day), str(name)) for day, name in record["off"]),
                worked=tuple(date.fromisoformat(day) for day in record.get("worked", ())),
                provisional=bool(record.get("provisional", False)),
                number=str(record.get("number", "")),
                issued_on=date.fromisoformat(record["issued_on"]) if record.get("issued_on") else None,
            )
        except (KeyError, TypeError) as problem:
            raise ValueError(f"日历年度的内容不完整：{problem}") from problem


@dataclass(frozen=True)
class Calendar:
    """Consecutive years of working days; equal contents have equal ``version``s.

    All counts are in working days (行政许可法 第八十二条). A day outside the years raises OutsideCalendar:
    never a guess.
    """

    years: tuple[CalendarYear, ...] = field(repr=False)
    version: str = field(init=False, compare=False, default="")
    first: date = field(init=False, repr=False, compare=False, default=date.min)
    last: date = field(init=False, repr=False, compare=False, default=date.min)
    # _workdays: ordinals of all working days; _upto[i]: how many of them are <= first + i - 1.
    _workdays: array[int] = field(init=False, repr=False, compare=False, default_factory=lambda: array("l"))
    _upto: array[int] = field(init=False, repr=False, compare=False, default_factory=lambda: array("l"))
    _off: Mapping[date, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    _worked: frozenset[date] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        if not self.years:
            raise ValueError("日历至少要有一个年度。")
        if any(after.year != before.year + 1 for before, after in pairwise(self.years)):
            raise ValueError("日历的年度必须依次相连，中间不能缺少年度。")
        settle = object.__setattr__
        content = json.dumps(self.record(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        settle(self, "version", hashlib.sha256(content.encode()).hexdigest()[:16])
        settle(self, "first", date(self.years[0].year, 1, 1))
        settle(self, "last", date(self.years[-1].year, 12, 31))
        settle(self, "_off", {day: name for year in self.years for day, name in year.off})
        settle(self, "_worked", frozenset(day for year in self.years for day in year.worked))
        upto = array("l", [0])
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            weekend = day.weekday() >= SATURDAY
            if day in self._worked or (not weekend and day not in self._off):
                self._workdays.append(ordinal)
            upto.append(len(self._workdays))
        settle(self, "_upto", upto)

    def is_workday(self, day: date) -> bool:
        """Tell whether ``day`` is a working day."""
        position = self._position(day)
        return self._upto[position + 1] > self._upto[position]

    def is_provisional(self, day: date) -> bool:
        """Tell whether no notice has arranged the year of ``day`` yet, so that it may still change."""
        self._position(day)
        return self.years[day.year - self.years[0].year].provisional

    def provisional_between(self, a: date, b: date) -> bool:
        """Tell whether any year from that of ``a`` to that of ``b`` is provisional; days outside tell nothing."""
        return any(year.provisional for year in self.years if a.year <= year.year <= b.year)

    def add_workdays(self, day: date, n: int) -> date:
        """Return the ``n``-th working day after ``day``; ``n`` = 0 gives ``day`` itself."""
        if n < 0:
            raise ValueError("工作日数不能是负数。")
        position = self._position(day)
        if n == 0:
            return day
        index = self._upto[position + 1] + n - 1
        if index >= len(self._workdays):
            raise OutsideCalendar(f"从{day}起第{n}个工作日超出了日历的范围（到{self.last.year}年为止）。")
        return date.fromordinal(self._workdays[index])

    def workdays_between(self, a: date, b: date) -> int:
        """Count the working days in (``a``, ``b``]; negative when ``b`` is before ``a``."""
        return self._upto[self._position(b) + 1] - self._upto[self._position(a) + 1]

    def next_workday(self, day: date) -> date:
        """Return ``day`` if it is a working day, else the first one after it (民法典 第二百零三条)."""
        position = bisect_left(self._workdays, self._position(day) + self.first.toordinal())
        if position == len(self._workdays):
            raise OutsideCalendar(f"{day}之后的工作日超出了日历的范围（到{self.last.year}年为止）。")
        return date.fromordinal(self._workdays[position])

    def reason(self, day: date) -> str:
        """Say in Chinese why ``day`` is or is not a working day, with the notice that makes it so."""
        self._position(day)
        year = self.years[day.year - self.years[0].year]
        weekday = WEEKDAYS[day.weekday()]
        if day in self._off:
            return f"{self._off[day]}放假（{year.cited}）"
        if day in self._worked:
            return f"{weekday}调休上班（{year.cited}）"
        note = f"（{year.year}年日历为暂定）" if year.provisional else ""
        return (f"{weekday}休息" if day.weekday() >= SATURDAY else "工作日") + note

    def replace(self, year: CalendarYear) -> Calendar:
        """Return a calendar in which ``year`` replaces the year of its number, or is added at an end."""
        others = [one for one in self.years if one.year != year.year]
        return Calendar(tuple(sorted([*others, year], key=lambda one: one.year)))

    def prolonged(self, last: int) -> Calendar:
        """Return a calendar up to the year ``last`` in which what is missing is provisional.

        Such a year knows weekends and the holidays with a fixed date. Those of the moon are left out, so that
        a limit is rather told too early than too late.
        """
        added = (
            CalendarYear(
                year,
                "全国年节及纪念日放假办法，放假安排公布前仅按周末和固定日期的节日暂定",
                tuple(
                    (day, name)
                    for month, number, name in FIXED_HOLIDAYS
                    if (day := date(year, month, number)).weekday() < SATURDAY
                ),
                provisional=True,
            )
            for year in range(self.years[-1].year + 1, last + 1)
        )
        return Calendar((*self.years, *added))

    def changed_days(self, other: Calendar) -> tuple[date, ...]:
        """Return, in order, the days that are worked by one of the two calendars and not by the other.

        Days for which one of them has no year are left out: nothing has been counted over them.
        """
        first, last = max(self.first, other.first), min(self.last, other.last)
        if first > last:
            return ()
        ours, theirs = (
            {one for one in calendar._workdays if first.toordinal() <= one <= last.toordinal()}
            for calendar in (self, other)
        )
        return tuple(date.fromordinal(one) for one in sorted(ours ^ theirs))

    def record(self) -> list[dict[str, Any]]:
        """Return all years as plain JSON values."""
        return [year.record() for year in self.years]

    @classmethod
    def from_record(cls, records: Iterable[Mapping[str, Any]]) -> Calendar:
        """Build a calendar from plain JSON values, years in any order."""
        years = (CalendarYear.from_record(record) for record in records)
        return cls(tuple(sorted(years, key=lambda year: year.year)))

    def __hash__(self) -> int:
        return hash(self.version)

    def _position(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(f"日历只有{self.first.year}年至{self.last.year}年，没有{day}。")
        return day.toordinal() - self.first.toordinal()


def days_of(first: date, last: date) -> Iterable[date]:
    """Yield every day from ``first`` to ``last``, both included."""
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
