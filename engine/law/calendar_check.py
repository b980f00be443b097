"""What is odd about a year of the calendar, so that a slip is seen before anything counts by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.law.calendar import FIXED_HOLIDAYS, SATURDAY, CalendarYear

# 全国年节及纪念日放假办法 第二条: every notice arranges days off for each of these.
HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
SECOND_OF_MAY_SINCE = 2025
FEWEST_WORKDAYS, MOST_WORKDAYS = 240, 256


@dataclass(frozen=True)
class Oddity:
    """``kind`` is missing (the holiday ``name`` is not there), fixed (``day`` is a holiday by law), or count."""

    kind: Literal["missing", "fixed", "count"]
    year: int
    name: str = ""
    day: date | None = None
    count: int = 0


def oddities(year: CalendarYear) -> tuple[Oddity, ...]:
    """Return what a person should look at again: holidays by statute that are worked, missing, a strange total."""
    off, names = {day for day, _ in year.off}, "".join(name for _, name in year.off)
    found = [
        Oddity("fixed", year.year, name, day)
        for month, number, name in FIXED_HOLIDAYS
        if (day := date(year.year, month, number)) in year.worked or (day.weekday() < SATURDAY and day not in off)
        if (month, number) != (5, 2) or year.year >= SECOND_OF_MAY_SINCE
    ]
    if not year.provisional:
        found += [Oddity("missing", year.year, name) for name in HOLIDAYS if name not in names]
    first = date(year.year, 1, 1).toordinal()
    days = range(first, date(year.year, 12, 31).toordinal() + 1)
    weekdays = sum(date.fromordinal(one).weekday() < SATURDAY for one in days)
    count = weekdays - len(off) + len(year.worked)
    if not FEWEST_WORKDAYS <= count <= MOST_WORKDAYS:
        found.append(Oddity("count", year.year, count=count))
    return tuple(found)
