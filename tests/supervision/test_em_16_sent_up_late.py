"""EM-16: a lower level that has not sent the case up in time is red, once, and those below and above are told."""

from __future__ import annotations

from datetime import date

from support.levels import TOWN, accepted, open_upward
from support.lights import rows
from support.training import TrainingHall

from engine.jobs.worker import sweep_all
from engine.queries.light_counts import light_counts
from engine.queries.raised_lights import LightFilters, raised_lights
from engine.queries.supervision import WatchFilters, watched_cases

QUICK = "statutory: {value: {days: 15}", "statutory: {value: {days: 90}"
PROMISE = "promised: {value: {days: 7}", "promised: {value: {days: 80}"


def late(training: TrainingHall) -> str:
    """Return a case that lies in the town a day longer than it may; nothing else of it is over its limit."""
    open_upward(training, QUICK, PROMISE)
    case = accepted(training)
    training.pass_days(28)
    sweep_all(training.hall)
    assert "EM-16" not in [row.rule for row in rows(training, case)]  # Monday 30 March is the last day.
    training.pass_days(1)
    for _ in range(2):
        sweep_all(training.hall)
    return case


def test_red_once_for_its_cause_and_told_below_and_above(training: TrainingHall) -> None:
    case = late(training)
    (red,) = (row for row in rows(training, case) if row.rule == "EM-16")
    assert (red.colour, red.since, red.due_on) == ("red", date(2026, 3, 31), date(2026, 3, 30))
    assert {"town_reviewer", "town_head", "county_approver", "jiancha"} <= set(red.told)
    assert "county_reviewer" not in red.told
    training["town_reviewer"].complete(case, "town_review", result="pass")
    sweep_all(training.hall)
    assert [row.rule for row in rows(training, case)].count("EM-16") == 1


def test_it_is_the_towns_in_every_list(training: TrainingHall) -> None:
    case = late(training)
    by, today = training.supervisor.actor, training.today
    with training.hall.reading() as connection:
        (line,) = raised_lights(connection, by, LightFilters(rule="EM-16")).rows
        page = watched_cases(connection, by, today, training.hall.calendar, WatchFilters(light="red", town=TOWN))
        counts = {one.code: one for one in light_counts(connection, by, today, "department")}
        towns = {one.code: one for one in light_counts(connection, by, today, "town")}
    assert (line.department_name, line.over) == ("涧池镇人民政府", False)
    assert [(row.case_id, row.limit, row.light) for row in page.rows] == [(case, "level", "red")]
    assert (counts[TOWN].red, towns[TOWN].red) == (1, 1)
    training["town_reviewer"].complete(case, "town_review", result="pass")
    with training.hall.reading() as connection:
        assert raised_lights(connection, by, LightFilters(rule="EM-16")).rows[0].over
        assert watched_cases(connection, by, today, training.hall.calendar, WatchFilters(light="red")).rows == ()
