"""The benchmark of due work at a small size: all is measured, each takes effect once, and nothing is left behind."""

from __future__ import annotations

from engine.benchmark.fresh_hall import fresh_hall
from engine.benchmark.lights import due_work_cost, fill, lit
from engine.jobs.agenda import DUE


def test_all_is_measured(place: str) -> None:
    found = due_work_cost(place, clocks=3000, few=2200, backlog=60, rounds=1, cases=3)
    assert found["each_once"]
    assert found["oldest_first"]
    assert found["light_statements"] > 8
    for key in ("find_ratio", "light_ratio", "lights_per_second", "timers_per_second", "timers_over_lights"):
        assert found[key] > 0, key


def test_a_large_hall_has_as_much_due_as_a_small_one(place: str) -> None:
    with fresh_hall(place, lit()) as hall:
        fill(hall, 5000)
        with hall.reading() as connection:
            now = hall.legal_now(connection)
            due = {kind.name: kind.backlog(hall, connection, now).count for kind in DUE}
    assert due["step_light"] == due["clock_light"] == 1000
