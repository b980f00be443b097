"""A year's holidays as a person types them from the notice: one holiday a line, its name, then days and spans.

春节 02-05..02-11
清明节 04-05
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from engine.errors import Invalid
from engine.law.calendar import SATURDAY, CalendarYear, days_of
from engine.text import zh

_SEPARATORS = re.compile(r"[\s,，、;；]+")
_SPAN = re.compile(r"(?:\.\.|~|～|至|—|–)")
_DAY = re.compile(r"(?:([0-9]{4})[-年])?([0-9]{1,2})[-月]([0-9]{1,2})日?")
LONGEST_SPAN = 31


def read_holidays(year: int, text: str) -> tuple[tuple[str, str], ...]:
    """Return the weekdays off with the names of their holidays, as a calendar file has them; raises Invalid.

    The notice names spans with the weekends in them; these are left out, since they are off anyway.
    """
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, *rest = line.split(maxsplit=1)
        spans = _SEPARATORS.split(rest[0]) if rest else []
        if not spans:
            raise Invalid(zh("“{line}”应为节日名称和日期，例如：春节 02-05..02-11。", line=line[:60]))
        for span in filter(None, spans):
            found += [(day.isoformat(), name) for day in _days(year, span) if day.weekday() < SATURDAY]
    return tuple(found)


def read_days(year: int, text: str) -> tuple[str, ...]:
    """Return the days of a list such as ``02-20 10-09``; raises Invalid."""
    return tuple(day.isoformat() for span in filter(None, _SEPARATORS.split(text)) for day in _days(year, span))


def written_holidays(year: CalendarYear) -> str:
    """Return the holidays of a year, one a line, such that ``read_holidays`` reads them back."""
    lines: dict[str, list[date]] = {}
    for day, name in year.off:
        lines.setdefault("".join(name.split()), []).append(day)
    return "\n".join(f"{name} {' '.join(_spans(days))}" for name, days in lines.items())


def written_days(year: CalendarYear) -> str:
    """Return the weekend days worked."""
    return " ".join(f"{day:%m-%d}" for day in year.worked)


def _spans(days: Iterable[date]) -> Iterable[str]:
    # Neighbours but for a weekend are one span, as in the notice.
    runs: list[list[date]] = []
    for day in days:
        gap = [runs[-1][-1] + timedelta(days=step) for step in range(1, (day - runs[-1][-1]).days)] if runs else []
        if runs and all(between.weekday() >= SATURDAY for between in gap):
            runs[-1].append(day)
        else:
            runs.append([day])
    return (f"{run[0]:%m-%d}" if len(run) == 1 else f"{run[0]:%m-%d}..{run[-1]:%m-%d}" for run in runs)


def _days(year: int, span: str) -> list[date]:
    first, *rest = _SPAN.split(span)
    start = _day(year, first, span)
    end = _day(year, rest[0], span) if len(rest) == 1 else start
    if len(rest) > 1 or not 0 <= (end - start).days < LONGEST_SPAN:
        raise Invalid(zh("“{text}”不是一段日期，应为 02-05..02-11 的形式。", text=span[:40]))
    return list(days_of(start, end))


def _day(year: int, text: str, span: str) -> date:
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise Invalid(zh("“{text}”不是日期，应为 02-05 或者 2027-02-05 的形式。", text=span[:40]))
