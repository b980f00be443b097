"""ISO 8601 durations with calendar-correct months."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.bpmn.expressions.errors import ExpressionError
from engine.clock import HALL_ZONE
from engine.text import zh

_LONGEST = timedelta(days=36_600)  # a hundred years: nothing in a hall waits longer, and no date overflows
_AMOUNT = r"(\d{1,9}(?:[.,]\d{1,6})?)"
_DURATION = re.compile(
    rf"P(?:{_AMOUNT}Y)?(?:{_AMOUNT}M)?(?:{_AMOUNT}W)?(?:{_AMOUNT}D)?"
    rf"(?P<time>T(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Duration:
    """Months and an exact length; ``text`` is the ISO 8601 form that it was read from."""

    text: str
    months: int
    length: timedelta

    def after(self, start: datetime, times: int = 1) -> datetime:
        """Return ``start`` (aware) plus ``times`` this duration, in UTC.

        Months are counted on the calendar of the hall and end on the last day of a shorter month:
        31 January plus P1M is 28 or 29 February, plus twice P1M is 31 March.
        """
        try:
            local = start.astimezone(HALL_ZONE)
            year, month = divmod(local.month - 1 + self.months * times, 12)
            year, month = local.year + year, month + 1
            day = min(local.day, calendar.monthrange(year, month)[1])
            moved = local.replace(year=year, month=month, day=day) + self.length * times
            return moved.astimezone(UTC)
        except (OverflowError, ValueError):
            raise ExpressionError(zh("时长“{text}”算出的日期超出范围", text=self.text)) from None


def parse_duration(text: str) -> Duration:
    """Return the duration that an ISO 8601 text names (``P1M``, ``P2W``, ``P3DT4H``, ``PT0.5S``).

    Only the last part may have a fraction, and years and months none (ISO 8601-1, 5.5.2.3).
    """
    match = _DURATION.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        raise ExpressionError(zh("“{text}”不是时长；请写成 P3D、PT2H、P1M 这样的形式", text=text[:40]))
    years, months, weeks, days, _time, hours, minutes, seconds = match.groups()
    parts = [part for part in (years, months, weeks, days, hours, minutes, seconds) if part]
    if any(not part.isdecimal() for part in [*parts[:-1], years or "0", months or "0"]):
        raise ExpressionError(zh("时长“{text}”只有最后一项可以带小数，年和月不可以", text=text[:40]))
    try:
        length = timedelta(
            weeks=_float(weeks),
            days=_float(days),
            hours=_float(hours),
            minutes=_float(minutes),
            seconds=_float(seconds),
        )
    except OverflowError:
        length = timedelta.max
    total = int(years or 0) * 12 + int(months or 0)
    if length > _LONGEST or total > 1_200:
        raise ExpressionError(zh("时长“{text}”超过一百年", text=text[:40]))
    return Duration(text, total, length)


def _float(part: str | None) -> float:
    return float(part.replace(",", ".")) if part else 0.0
