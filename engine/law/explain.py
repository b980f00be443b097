"""Why a clock is due when it is: one line for each day or stretch, counted or not, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from engine.law.calendar import WEEKDAYS, Calendar, days_of
from engine.law.clocks import ClockFacts, depends_on_provisional, due, expected_due, nth_day
from engine.law.national_calendar import NATIONAL
from engine.law.pauses import ARTICLE_45

UNIT_NAMES = {"workday": "个工作日", "calendar": "日"}


@dataclass(frozen=True)
class Line:
    """The days ``first`` to ``last``: counted or not, why, and the days used by the end of ``last``."""

    first: date
    last: date
    counted: bool
    reason: str
    used: int

    def __str__(self) -> str:
        days = f"{self.first}" if self.first == self.last else f"{self.first} 至 {self.last}"
        return f"{days}：{'计入' if self.counted else '不计入'}，{self.reason}"


def explain(
    facts: ClockFacts,
    calendar: Calendar,
    causes: Mapping[tuple[date, date], str] | None = None,
    running: str = ARTICLE_45,
) -> tuple[Line, ...]:
    """Return the lines from the origin to the due day, or to the day on which a running pause began.

    ``causes`` maps a pause to its name with its basis, such as 专家评审（行政许可法 第四十五条）;
    ``running`` is what stops the clock now.
    """
    nominal = nth_day(facts, calendar, facts.total)
    last = nominal if facts.paused_since is None else min(nominal, facts.paused_since)
    lines: list[Line] = []
    if not facts.count_start_day:
        lines.append(Line(facts.origin, facts.origin, False, "起算当日（民法典 第二百零一条）", 0))
    used = 0
    days = days_of(facts.before_first_day + timedelta(days=1), last)
    for (counts, reason), stretch in groupby(_judged(facts, calendar, days, causes or {}), key=lambda one: one[1:]):
        listed = [day for day, _, _ in stretch]
        if counts:
            before, used = used, used + len(listed)
            reason = f"{reason}，{_numbers(before + 1, used)}{UNIT_NAMES[facts.unit]}{_extended(facts, used)}"
        lines.append(Line(listed[0], listed[-1], counts, reason, used))
    end = expected_due(facts, calendar)
    if facts.paused_since is not None:
        # The day on which the pause began was used; those after it are not.
        after = last + timedelta(days=1)
        lines.append(Line(after, after, False, f"{facts.paused_since}起暂停计时，尚未恢复（{running}）", used))
    elif end > nominal:
        reason = "期间最后一日是休息日，以其后第一个工作日为最后一日（民法典 第二百零三条）"
        lines.append(Line(nominal + timedelta(days=1), end, False, reason, used))
    return tuple(lines)


def due_report(
    start: date, days: int, pauses: Sequence[tuple[date, date]] = (), calendar: Calendar = NATIONAL
) -> tuple[date, list[str]]:
    """Return the due day of ``days`` working days from ``start`` and the lines in Chinese that tell why."""
    facts = ClockFacts("due", start, "workday", days, tuple(pauses))
    end = due(facts, calendar)
    lines = [str(line) for line in explain(facts, calendar)]
    lines.append(f"截止日 {end}（{WEEKDAYS[end.weekday()]}），共{days}个工作日（行政许可法 第八十二条）。")
    if depends_on_provisional(facts, calendar):
        lines.append("注意：期间涉及尚未公布放假安排的年度，日期为暂定。")
    lines.append(f"日历版本 {calendar.version}")
    return end, lines


def _judged(
    facts: ClockFacts, calendar: Calendar, days: Iterable[date], causes: Mapping[tuple[date, date], str]
) -> Iterator[tuple[date, bool, str]]:
    # One verdict a day: (day, whether it uses up the limit, why). Stretches are runs of one verdict.
    for day in days:
        span = next(((first, last) for first, last in facts.pauses if first < day <= last), None)
        if span is not None:
            yield day, False, _pause_reason(facts, calendar, span, causes)
        elif facts.unit == "calendar":
            yield day, True, "按自然日计算"
        elif calendar.is_workday(day):
            yield day, True, calendar.reason(day)
        else:
            plain = calendar.reason(day).replace(WEEKDAYS[day.weekday()], "周末")
            yield day, False, f"{plain}（行政许可法 第八十二条）" if plain == "周末休息" else plain


def _pause_reason(
    facts: ClockFacts, calendar: Calendar, span: tuple[date, date], causes: Mapping[tuple[date, date], str]
) -> str:
    first, last = span
    cause = "、".join(name for (a, b), name in causes.items() if first <= a and b <= last) or ARTICLE_45
    if facts.unit == "workday":
        return f"暂停计时，扣除其中{calendar.workdays_between(first, last)}个工作日（{cause}）"
    return f"暂停计时，扣除{(last - first).days}日（{cause}）"


def _numbers(first: int, last: int) -> str:
    return f"第{first}" if first == last else f"第{first}至第{last}"


def _extended(facts: ClockFacts, used: int) -> str:
    return f"（其中延长期限{used - facts.limit}{UNIT_NAMES[facts.unit]}）" if used > facts.limit else ""
