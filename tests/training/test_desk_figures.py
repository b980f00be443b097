"""Over the cases of the training hall, every figure of supervision is the length of the list that it opens."""

from __future__ import annotations

import pytest

from engine.queries.light_counts import BY, light_counts
from engine.queries.light_weeks import light_weeks
from engine.queries.raised_lights import COLOURS, LightFilters, every_raised_light
from engine.queries.supervision import every_watched_case, watched_cases
from engine.queries.watch_filters import IN_TIME, LATE, LIGHTS, OPEN, WatchFilters, how_many
from webapp.training_hall.people import everybody


@pytest.fixture(scope="module")
def desk(lively):
    supervisor = everybody(lively)["jiancha"]
    with lively.reading() as connection:
        yield connection, supervisor, lively.today(connection), lively.calendar


def listed(desk, **asked):
    connection, by, today, calendar = desk
    return list(every_watched_case(connection, by, today, calendar, WatchFilters(**asked)))


@pytest.mark.parametrize("what", BY)
def test_figures_are_the_lengths_of_their_lists(desk, what):
    connection, by, today, _calendar = desk
    lines = light_counts(connection, by, today, what)
    assert len(lines) > 1
    assert any(line.red for line in lines)
    for line in lines:
        open_, red, yellow = (
            listed(desk, status=OPEN, **{what: line.code}, light=light) for light in ("", "red", "yellow")
        )
        assert (line.open, line.red, line.yellow) == (len(open_), len(red), len(yellow)), line
        assert line.red_since == min((row.red_since for row in red), default=None), line
        assert {row.light for row in red} <= {"red"}
        assert {row.light for row in yellow} <= {"yellow"}


@pytest.mark.parametrize("light", LIGHTS)
def test_lists_of_lights_are_as_long_as_they_say(desk, light):
    connection, _by, today, calendar = desk
    rows = listed(desk, light=light)
    assert how_many(connection, WatchFilters(light=light), today, calendar) == len(rows)
    assert len({row.case_id for row in rows}) == len(rows)


def test_a_list_of_what_is_late_begins_with_the_oldest_on_all_its_pages(desk):
    connection, by, today, calendar = desk
    pages, after = [], ""
    while after is not None:
        page = watched_cases(connection, by, today, calendar, WatchFilters(light="red"), after)
        pages += page.rows
        after = page.after
    assert [row.case_id for row in pages] == [row.case_id for row in listed(desk, light="red")]
    since = [row.red_since for row in pages]
    assert since == sorted(since)
    assert len(since) == page.total == page.counts["red"]


def test_figures_of_the_trend_are_the_lengths_of_their_lists(desk):
    connection, by, today, _calendar = desk
    weeks = light_weeks(connection, by, today)
    assert sum(week.in_time for week in weeks)
    assert sum(week.of_colour("red") for week in weeks)
    for week in weeks:
        days = {"first": week.first, "last": week.last}
        for decided, number in ((IN_TIME, week.in_time), (LATE, week.late)):
            assert len(listed(desk, decided=decided, **days)) == number
        for colour in COLOURS:
            rows = list(every_raised_light(connection, by, LightFilters(colour=colour, **days)))
            assert len(rows) == week.of_colour(colour)
            for rule in {row.rule for row in rows}:
                assert week.lights[rule, colour] == len([row for row in rows if row.rule == rule])
