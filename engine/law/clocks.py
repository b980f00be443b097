"""Legal clocks: a due date is computed from facts and a calendar, never kept as the only truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from engine.law.calendar import Calendar
from engine.law.pauses import merge

Unit = Literal["workday", "calendar"]


class ClockPaused(ValueError):
    """The clock stands still, so nobody can say yet when it will be due."""


@dataclass(frozen=True)
class ClockFacts:
    """All that a clock depends on.

    ``limit`` and ``extension`` are counted in ``unit``; ``pauses`` are ended spans (first, last], a running
    one is ``paused_since``; ``stopped`` is the day of the act that ends the clock. ``count_start_day`` is the
    custom of some halls; ``next_workday_if_rest`` moves the end of a calendar-day period off a rest day
    (民法典 第二百零三条).
    """

    kind: str
    origin: date
    unit: Unit
    limit: int
    pauses: tuple[tuple[date, date], ...] = ()
    extension: int = 0
    stopped: date | None = None
    paused_since: date | None = None
    count_start_day: bool = False
    next_workday_if_rest: bool = False

    def __post_init__(self) -> None:
        if self.unit not in ("workday", "calendar"):
            raise ValueError(f"不认识的期限单位：{self.unit}。")
        if self.limit < 0 or self.extension < 0:
            raise ValueError("期限和延长的天数不能是负数。")
        object.__setattr__(self, "pauses", merge(self.pauses))

    @property
    def before_first_day(self) -> date:
        """Return the day after which counting begins: the start is not counted (民法典 第二百零一条)."""
        return self.origin - timedelta(days=1) if self.count_start_day else self.origin

    @property
    def total(self) -> int:
        """Return the limit with its extension."""
        return self.limit + self.extension

    def resumed(self, last: date) -> ClockFacts:
        """Return the facts after the running pause ended on ``last``."""
        if self.paused_since is None:
            raise ValueError("计时没有暂停，无从恢复。")
        return replace(self, pauses=(*self.pauses, (self.paused_since, last)), paused_since=None)


def due(facts: ClockFacts, calendar: Calendar) -> date:
    """Return the last day of the limit; raise ClockPaused while a pause runs."""
    if facts.paused_since is not None:
        raise ClockPaused(f"计时自{facts.paused_since}起暂停，恢复之前不能确定截止日。")
    return expected_due(facts, calendar)


def expected_due(facts: ClockFacts, calendar: Calendar) -> date:
    """Return the last day of the limit as if a running pause took out nothing: the earliest it can be."""
    nominal = nth_day(facts, calendar, facts.total)
    if facts.unit == "calendar" and facts.next_workday_if_rest:
        return calendar.next_workday(nominal)
    return nominal


def nth_day(facts: ClockFacts, calendar: Calendar, n: int) -> date:
    """Return the day on which ``n`` days have been used; the origin for ``n`` < 1."""
    if n < 1:
        return facts.origin
    start = facts.before_first_day
    day = _later(facts, calendar, start, n)
    while True:
        # Days taken out push the end on, perhaps over further pauses; a pause after the end moves nothing.
        pushed = _later(facts, calendar, start, n + _excluded(facts, calendar, start, day))
        if pushed == day:
            return day
        day = pushed


def used(facts: ClockFacts, calendar: Calendar, today: date) -> int:
    """Count the days used up to the end of ``today``, or of the day on which the clock stopped or stands."""
    return max(0, counted(facts, calendar, facts.before_first_day, _at(facts, today)))


def remaining(facts: ClockFacts, calendar: Calendar, today: date) -> int:
    """Count the days left after ``today``; negative by the days since the limit passed."""
    at = max(_at(facts, today), facts.before_first_day)
    return counted(facts, calendar, at, expected_due(facts, calendar))


def is_overdue(facts: ClockFacts, calendar: Calendar, today: date) -> bool:
    """Tell whether the limit has passed, or had when the clock stopped."""
    return _at(facts, today) > expected_due(facts, calendar)


def depends_on_provisional(facts: ClockFacts, calendar: Calendar) -> bool:
    """Tell whether origin to due day touches a provisional year, so that the date may still move."""
    last = expected_due(facts, calendar)
    years = range(facts.origin.year, last.year + 1)
    return any(calendar.is_provisional(date(year, 1, 1)) for year in years)


def due_day(calendar: Calendar, start: date, days: int, excluded: tuple[tuple[date, date], ...] = ()) -> date:
    """Return the ``days``-th working day after ``start`` outside the ``excluded`` spans (first, last]."""
    return due(ClockFacts("due", start, "workday", days, excluded), calendar)


def counted(facts: ClockFacts, calendar: Calendar, a: date, b: date) -> int:
    """Count the days after ``a`` up to ``b`` that use up the limit; negative when ``b`` is before ``a``."""
    if b < a:
        return -counted(facts, calendar, b, a)
    return _between(facts, calendar, a, b) - _excluded(facts, calendar, a, b)


def _at(facts: ClockFacts, today: date) -> date:
    return min(day for day in (today, facts.stopped, facts.paused_since) if day is not None)


def _later(facts: ClockFacts, calendar: Calendar, start: date, n: int) -> date:
    return calendar.add_workdays(start, n) if facts.unit == "workday" else start + timedelta(days=n)


def _between(facts: ClockFacts, calendar: Calendar, a: date, b: date) -> int:
    return calendar.workdays_between(a, b) if facts.unit == "workday" else (b - a).days


def _excluded(facts: ClockFacts, calendar: Calendar, a: date, b: date) -> int:
    spans = ((max(first, a), min(last, b)) for first, last in facts.pauses)
    return sum(_between(facts, calendar, first, last) for first, last in spans if first < last)
