"""行政许可法 第四十五条、第八十二条, 民法典 第二百零三条: what holds for every limit, by counting days one by one.

Each property is tried on calendars with corrections, both units, pauses, an extension and both customs of the first
day; ten thousand times in the long trials.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_examples import examples, many

from engine.law.calendar import SATURDAY, Calendar, CalendarYear
from engine.law.clocks import ClockFacts, due
from engine.law.lights import yellow_day
from engine.law.national_calendar import NATIONAL
from engine.law.pauses import merge

RUNNING = NATIONAL.prolonged(2028)
starts = st.dates(date(2019, 1, 2), date(2026, 6, 30))
spans = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 60)), max_size=4)


@st.composite
def facts(draw: Callable[[Any], Any], units: tuple[str, ...] = ("workday", "calendar")) -> ClockFacts:
    """Draw the facts of a limit."""
    start = draw(starts)
    pauses = tuple(
        (start + timedelta(days=after), start + timedelta(days=after + length)) for after, length in draw(spans)
    )
    return ClockFacts(
        "statutory",
        start,
        draw(st.sampled_from(units)),
        draw(st.integers(1, 60)),
        pauses=pauses,
        extension=draw(st.integers(0, 15)),
        count_start_day=draw(st.booleans()),
        next_workday_if_rest=draw(st.booleans()),
    )


@st.composite
def corrections(draw: Callable[[Any], Any]) -> Calendar:
    """Draw the calendar with a few days of one year worked that were off, or off that were worked."""
    year = draw(st.integers(2019, 2026))
    known = next(one for one in RUNNING.years if one.year == year)
    off, worked = dict(known.off), set(known.worked)
    for ordinal in draw(st.sets(st.integers(0, 364), min_size=1, max_size=5)):
        day = date(year, 1, 1) + timedelta(days=ordinal)
        if day.weekday() >= SATURDAY:
            worked ^= {day}
        elif off.pop(day, None) is None:
            off[day] = "调整"
    return RUNNING.replace(CalendarYear(year, "试验", tuple(off.items()), tuple(worked)))


def by_hand(one: ClockFacts, calendar: Calendar) -> date:
    """Count the days of a limit one by one."""
    day, left = one.before_first_day, one.total
    while left:
        day += timedelta(days=1)
        paused = any(first < day <= last for first, last in one.pauses)
        counts = calendar.is_workday(day) if one.unit == "workday" else True
        left -= counts and not paused
    while one.unit == "calendar" and one.next_workday_if_rest and not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def due_day_is_counted(one: ClockFacts, calendar: Calendar) -> None:
    assert due(one, calendar) == by_hand(one, calendar)
    if one.unit == "workday" or one.next_workday_if_rest:
        assert calendar.is_workday(due(one, calendar)), "no limit ends on a rest day"
    assert one.origin <= yellow_day(one, calendar) <= due(one, calendar)


def later_start_never_ends_earlier(one: ClockFacts, days: int) -> None:
    assert due(one, RUNNING) <= due(replace(one, origin=one.origin + timedelta(days=days)), RUNNING)


def pauses_add_what_they_cover(one: ClockFacts) -> None:
    plain = due(replace(one, pauses=()), RUNNING)
    counted = [(max(first, one.before_first_day), last) for first, last in one.pauses]
    end = due(one, RUNNING)
    taken = sum(RUNNING.workdays_between(first, min(last, end)) for first, last in counted if first < min(last, end))
    assert RUNNING.workdays_between(plain, end) == taken


def order_does_not_matter(one: ClockFacts, shuffler: random.Random) -> None:
    # Facts arrive as acts are recorded: pauses in any order, told twice, cut in two.
    pieces = [*one.pauses, *one.pauses]
    for first, last in one.pauses:
        middle = first + (last - first) / 2
        pieces += [(first, middle), (middle, last)]
    shuffler.shuffle(pieces)
    assert replace(one, pauses=tuple(pieces)) == one
    assert merge(pieces) == one.pauses


def correction_moves_what_crosses_it(one: ClockFacts, corrected: Calendar) -> None:
    changed = RUNNING.changed_days(corrected)
    before, after = due(one, RUNNING), due(one, corrected)
    if not any(one.before_first_day < day <= max(before, after) for day in changed):
        assert before == after
    assert after == by_hand(one, corrected)
    if before != after:
        assert changed[0] <= max(before, after)
        assert one.before_first_day < changed[-1]
        # The preview looks at no clock that ended before the first day that changes.
        assert before >= changed[0]


PROPERTIES = {
    "counted": (due_day_is_counted, (facts(), corrections())),
    "later": (later_start_never_ends_earlier, (facts(), st.integers(1, 30))),
    "pauses": (pauses_add_what_they_cover, (facts(units=("workday",)),)),
    "order": (order_does_not_matter, (facts(), st.randoms(use_true_random=False))),
    "correction": (correction_moves_what_crosses_it, (facts(), corrections())),
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_counting_holds(name: str) -> None:
    prove, drawn = PROPERTIES[name]
    examples(given(*drawn)(prove))()


@pytest.mark.soak
@pytest.mark.parametrize("name", PROPERTIES)
def test_counting_holds_ten_thousand_times(name: str) -> None:
    prove, drawn = PROPERTIES[name]
    many(given(*drawn)(prove))()
