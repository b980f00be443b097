"""行政许可法 第四十四条 and 第四十七条: delivery within ten days of the decision; hearings."""

from __future__ import annotations

from datetime import date

from engine.law.clocks import ClockFacts, due
from engine.law.kinds import KINDS
from engine.law.national_calendar import NATIONAL


def due_of(kind: str, origin: date, limit: int | None = None) -> date:
    days = limit or KINDS[kind].limit
    assert days is not None
    return due(ClockFacts(kind, origin, KINDS[kind].unit, days), NATIONAL)


def test_delivery_within_ten_working_days_and_the_push_of_the_province_within_three() -> None:
    assert due_of("delivery", date(2025, 9, 28)) == date(2025, 10, 17)
    assert due_of("delivery", date(2025, 9, 28), 3) == date(2025, 10, 9)


def test_hearing_is_asked_for_within_five_and_held_within_twenty() -> None:
    assert due_of("hearing_request", date(2026, 3, 2)) == date(2026, 3, 9)
    assert due_of("hearing", date(2026, 3, 9)) == date(2026, 4, 7)
