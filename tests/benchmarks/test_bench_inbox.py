"""The benchmark of the inbox at a small size: it measures all tabs, full ones, and leaves nothing behind."""

from __future__ import annotations

from engine.benchmark.fresh_hall import fresh_hall
from engine.benchmark.inbox import PERSON, fill, inbox_cost
from engine.benchmark.matters import peer7
from engine.queries.inbox import MOST_COUNTED, PAGE, TABS, inbox


def test_every_tab_is_measured(place: str) -> None:
    found = inbox_cost(place, few=20, many=300, done=300, rounds=2)
    assert set(found["inbox_ratios"]) == set(found["few_ms"]) == set(found["many_ms"]) == set(TABS)
    assert found["inbox_ratio"] == max(found["inbox_ratios"].values())


def test_the_tabs_of_the_filled_hall_are_full(place: str) -> None:
    with fresh_hall(place, peer7()) as hall:
        fill(hall, 500, 500)
        with hall.reading() as connection:
            for tab in TABS:
                page = inbox(connection, PERSON, hall.today(connection), hall.calendar, tab)
                assert len(page.rows) == PAGE
                assert page.counts == dict.fromkeys(TABS, MOST_COUNTED + 1)
                days = [row.done_at if tab == "done" else row.due_on for row in page.rows]
                assert days == sorted(days, reverse=tab == "done")
