"""Calendar years in a file: YAML or JSON, one year as a mapping, or several as a list.

    year: 2027
    source: 国务院办公厅关于2027年部分节假日安排的通知
    number: 国办发明电〔2026〕1号        # number and day of the notice, where they are known
    issued_on: 2026-11-10
    off:                                # the weekdays that are holidays, each with the name of the holiday
      - [2027-01-01, 元旦]
    worked: [2027-02-20]                # the weekend days that are worked instead
    provisional: false                  # true for a year that no notice has arranged yet

These are the names of ``CalendarYear``; days are written 2027-01-01.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.errors import Invalid
from engine.law.calendar import SATURDAY, Calendar, CalendarYear
from engine.strict import Malformed, build, load_yaml
from engine.text import zh

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_YEARS = 60
FIRST_YEAR, LAST_YEAR = 1950, 2200


@dataclass(frozen=True)
class YearInFile:
    """One year as a person writes it."""

    year: int
    source: str
    off: tuple[tuple[str, ...], ...]
    worked: tuple[str, ...] = ()
    provisional: bool = False
    number: str = ""
    issued_on: str = ""


def read_years(text: str) -> tuple[CalendarYear, ...]:
    """Return the years of a file; raises Invalid with a sentence for whatever is wrong in it."""
    try:
        content = load_yaml(text)
    except Malformed as problem:
        raise _invalid(problem) from problem
    records = content if isinstance(content, list) else [content]
    if not 0 < len(records) <= MOST_YEARS or not all(isinstance(one, Mapping) for one in records):
        raise Invalid(zh("文件里应当是一个年度，或者年度的列表，每个年度写明 year、source 和 off。"))
    years = []
    for place, record in enumerate(records):
        try:
            years.append(year_of(build(YearInFile, record, f"[{place}]" if isinstance(content, list) else "")))
        except Malformed as problem:
            raise _invalid(problem) from problem
    if len({one.year for one in years}) < len(years):
        raise Invalid(zh("文件里有重复的年度。"))
    return tuple(sorted(years, key=lambda one: one.year))


def year_of(written: YearInFile) -> CalendarYear:
    """Return the year; raises Invalid with a sentence for whatever is wrong in it."""
    if not FIRST_YEAR <= written.year <= LAST_YEAR:
        raise Invalid(zh("年度应为 {first} 到 {last} 之间的整数。", first=FIRST_YEAR, last=LAST_YEAR))
    if not written.source.strip():
        raise Invalid(zh("请写明这一年的放假安排依据哪一份通知。"))
    if any(len(pair) != 2 or not pair[1].strip() for pair in written.off):
        raise Invalid(zh("off 的每一行应为日期和节日名称，例如 [2027-01-01, 元旦]。"))
    off = tuple((_day(day), name.strip()[:40]) for day, name in written.off)
    worked = tuple(_day(day) for day in written.worked)
    _check([day for day, _ in off], worked, written.year)
    return CalendarYear(
        year=written.year,
        source=written.source.strip()[:200],
        off=off,
        worked=worked,
        provisional=written.provisional,
        number=written.number.strip()[:60],
        issued_on=_day(written.issued_on) if written.issued_on.strip() else None,
    )


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise Invalid(zh("“{text}”不是日期，应为 2027-01-01 的形式。", text=text[:40]))


def _check(off: Sequence[date], worked: Sequence[date], year: int) -> None:
    for day in (*off, *worked):
        if day.year != year:
            raise Invalid(zh("{day} 不在 {year} 年之内。", day=day.isoformat(), year=year))
    for day in off:
        if day.weekday() >= SATURDAY:
            raise Invalid(zh("{day} 是周末，本来就休息，不用列为放假的工作日。", day=day.isoformat()))
    for day in worked:
        if day.weekday() < SATURDAY:
            raise Invalid(zh("{day} 不是周末，本来就上班，不能列为调休上班日。", day=day.isoformat()))
    if len({*off}) < len(off) or len({*worked}) < len(worked):
        raise Invalid(zh("{year} 年里有重复的日期。", year=year))


def corrected(calendar: Calendar, years: tuple[CalendarYear, ...]) -> Calendar:
    """Return ``calendar`` with ``years`` in place of those of their numbers; raises Invalid for a gap.

    The ten years after the last one given are there at least, provisional where they are new, so that no limit
    runs out of the calendar.
    """
    numbers = sorted({one.year for one in (*calendar.years, *years)})
    if numbers[-1] - numbers[0] + 1 != len(numbers):
        ends = {"first": calendar.first.year, "last": calendar.last.year}
        raise Invalid(zh("日历现有 {first} 年到 {last} 年，新的年度必须与之相连。", **ends))
    held = {one.year: one for one in calendar.years} | {one.year: one for one in years}
    whole = Calendar(tuple(held[number] for number in numbers))
    return whole.prolonged(max(whole.last.year, max(one.year for one in years) + 10))


def _invalid(problem: Malformed) -> Invalid:
    where = problem.path or zh("全文")
    return Invalid(zh("文件中“{where}”有误：{why}。", where=where, why=problem.text))
