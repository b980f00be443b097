"""行政许可法 第五十条: thirty days before the end one asks, and what is not decided by the end counts as renewed."""

from __future__ import annotations

from datetime import date

from engine.law.renewal import asked_in_time, last_day_to_ask, renewed_on

ENDS = date(2026, 4, 15)


def test_the_thirty_days_are_those_of_the_calendar() -> None:
    # 第八十二条 counts working days for the limits of the authority; this one is the holder's.
    assert last_day_to_ask(ENDS) == date(2026, 3, 16)
    assert last_day_to_ask(date(2026, 3, 31)) == date(2026, 3, 1)


def test_who_asks_a_day_later_is_not_renewed_by_silence() -> None:
    assert asked_in_time(date(2026, 3, 16), ENDS)
    assert not asked_in_time(date(2026, 3, 17), ENDS)


def test_silence_renews_from_the_first_day_without_the_old_licence() -> None:
    assert renewed_on(ENDS) == date(2026, 4, 16)
    assert renewed_on(date(2026, 12, 31)) == date(2027, 1, 1)
