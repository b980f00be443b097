"""Timers of BPMN events: ISO 8601 dates, durations and cycles, or an expression that gives one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from engine.bpmn.expressions.durations import Duration, parse_duration
from engine.bpmn.expressions.errors import ExpressionError
from engine.bpmn.expressions.expression import Expression, compile_expression, unwrap
from engine.bpmn.expressions.tokens import LONGEST_TEXT
from engine.clock import HALL_ZONE
from engine.text import zh

MOST_REPETITIONS = 10_000

# What looks like ISO 8601 is never an expression: 2026-03-01 would be a subtraction, P1X a name.
_LITERAL = re.compile(r"[-+]?P(T|T?[-\d].*|T?$)|R-?\d*/|[-+]?P\d|\d{4}-?(W|\d\d)")
_CRON = re.compile(r"(?:[\d*?/,\-#LWA-Z]+\s+){4,6}[\d*?/,\-#LWA-Z]+|@[a-z]+", re.ASCII)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?P<time>[T ]\d\d:\d\d(:\d\d([.,]\d{1,6})?)?(?P<zone>Z|[+-]\d\d(:?\d\d)?)?)?",
    re.ASCII,
)
_CYCLE = re.compile(r"R(?P<times>\d{0,9})/(?:(?P<start>\d[^/]*)/)?(?P<every>P[^/]*)(?:/(?P<end>\d[^/]*))?")
_END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True)
class Schedule:
    """When a waiting timer fires.

    ``due`` is aware, in UTC. A cycle counts from ``anchor`` and has ``left`` firings including the one at
    ``due`` (``None``: no limit), the last not after ``until``.
    """

    due: datetime
    anchor: datetime
    every: Duration | None = None
    index: int = 0
    left: int | None = 1
    until: datetime | None = None

    def following(self) -> Schedule | None:
        """Return the schedule after the firing at ``due``, or nothing if that was the last."""
        if self.every is None or self.left == 1:
            return None
        index = self.index + 1
        due = self.every.after(self.anchor, index)
        if self.until is not None and due > self.until:
            return None
        return replace(self, due=due, index=index, left=None if self.left is None else self.left - 1)


@dataclass(frozen=True)
class Timer:
    """A compiled timer of kind ``date``, ``duration`` or ``cycle``; ``names`` is what it reads."""

    kind: str
    text: str
    names: frozenset[str]
    expression: Expression | None
    literal: str | None

    def schedule(self, view: Mapping[str, object], now: datetime) -> Schedule:
        """Return when the timer fires if a token arrives at ``now`` (aware)."""
        value = self.literal if self.expression is None else self.expression.evaluate(view)
        if self.kind == "date" and isinstance(value, date):
            moment = _moment(value)
            return Schedule(moment, moment)
        if not isinstance(value, str):
            raise ExpressionError(zh("计时器的表达式“{text}”没有给出时间文字", text=self.text[:80]))
        return _SCHEDULES[self.kind](value.strip(), now)

    def due(self, view: Mapping[str, object], now: datetime) -> datetime:
        """Return the first firing (aware, UTC) for a token that arrives at ``now``."""
        return self.schedule(view, now).due


def compile_timer(kind: str, text: str) -> Timer:
    """Return a timer of kind ``date``, ``duration`` or ``cycle``; raise ExpressionError if it is none."""
    if kind not in _SCHEDULES:
        raise ExpressionError(zh("不认识的计时器种类“{kind}”", kind=kind[:40]))
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(zh("表达式超过 {limit} 个字符", limit=LONGEST_TEXT))
    bare = _unquoted(text.strip())
    if not bare:
        raise ExpressionError(zh("计时器没有写时间"))
    if _LITERAL.match(bare):
        return _checked(Timer(kind, text, frozenset(), None, bare))
    if _CRON.fullmatch(bare):
        raise ExpressionError(
            zh("不支持 cron 写法“{text}”；请写成 R/2026-03-02T09:00/P1D 这样的 ISO 8601 周期", text=bare[:40])
        )
    expression = compile_expression(text)
    if not expression.names:
        return _checked(Timer(kind, text, frozenset(), expression, None))
    return Timer(kind, text, expression.names, expression, None)


def _unquoted(text: str) -> str:
    text = unwrap(text)
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]:
        return text[1:-1].strip()
    return text


def _checked(timer: Timer) -> Timer:
    timer.schedule({}, datetime(2026, 1, 31, tzinfo=UTC))
    return timer


def parse_moment(text: str) -> datetime:
    """Return the moment (UTC) of an ISO 8601 date; no zone means the hall's, no time the end of the day."""
    match = _DATE.fullmatch(text)
    try:
        if match and match["time"]:
            return _moment(datetime.fromisoformat(text.replace(",", ".")))
        if match:
            return _moment(date.fromisoformat(text))
    except (ValueError, OverflowError):
        pass
    raise ExpressionError(
        zh("“{text}”不是日期；请写成 2026-03-02 或 2026-03-02T17:00:00+08:00 这样的形式", text=text[:40])
    )


def _moment(value: date) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.combine(value, _END_OF_DAY, HALL_ZONE)
        return (moment if moment.tzinfo else moment.replace(tzinfo=HALL_ZONE)).astimezone(UTC)
    except OverflowError:
        raise ExpressionError(zh("日期超出范围")) from None


def _date(text: str, now: datetime) -> Schedule:
    moment = parse_moment(text)
    return Schedule(moment, moment)


def _duration(text: str, now: datetime) -> Schedule:
    due = parse_duration(text).after(now)
    return Schedule(due, now.astimezone(UTC))


def _cycle(text: str, now: datetime) -> Schedule:
    match = _CYCLE.fullmatch(text)
    if match is None:
        raise ExpressionError(zh("“{text}”不是周期；请写成 R3/PT10M、R/P1D 这样的形式", text=text[:60]))
    every = parse_duration(match["every"])
    left = int(match["times"]) if match["times"] else None
    if not every.months and every.length.total_seconds() < 1:
        raise ExpressionError(zh("周期“{text}”的间隔不到一秒", text=text[:60]))
    if left is not None and not 1 <= left <= MOST_REPETITIONS:
        raise ExpressionError(zh("周期的次数只能是 1 到 {most}", most=MOST_REPETITIONS))
    until = parse_moment(match["end"]) if match["end"] else None
    if match["start"] is None:
        anchor = now.astimezone(UTC)
        return Schedule(every.after(anchor), anchor, every, 1, left, until)
    anchor = parse_moment(match["start"])
    return _from_now_on(Schedule(anchor, anchor, every, 0, left, until), now)


def _from_now_on(schedule: Schedule, now: datetime) -> Schedule:
    """Skip firings that were over when the token came; the last still fires, so that no token is stuck."""
    every = schedule.every
    if every is None or schedule.due >= now:
        return schedule
    low, high = 0, 1
    while every.after(schedule.anchor, high) < now:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if every.after(schedule.anchor, middle) < now else (low, middle)
    skipped = high if schedule.left is None else min(high, schedule.left - 1)
    return replace(
        schedule,
        due=every.after(schedule.anchor, skipped),
        index=skipped,
        left=None if schedule.left is None else schedule.left - skipped,
    )


_SCHEDULES = {"date": _date, "duration": _duration, "cycle": _cycle}
