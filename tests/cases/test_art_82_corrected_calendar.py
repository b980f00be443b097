"""行政许可法 第八十二条: a correction tells first which limits it moves, then moves just these, and can be undone.

The story is that of January 2020: on the 27th the holiday was extended to 2 February, and 1 February, a Saturday that
was to be worked, was not.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from support import hearings, limits
from support.levels import accepted, level_limits, open_upward
from support.training import TrainingHall, key

from engine.administration.calendars import MakeCalendarVersion, PutCalendarInForce
from engine.administration.hall_parameters import ChangeParameters
from engine.administration.verify import verify
from engine.jobs.agenda import DUE
from engine.jobs.sweep import work_through
from engine.jobs.worker import sweep_all
from engine.law.counting import Counting
from engine.law.national_calendar import running_calendar
from engine.queries.calendar_moves import Moves, calendar_moves, replayed
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.trail import TrailEntry

CORRECTED = running_calendar().version
FIRST_NOTICE = """
year: 2020
source: 国务院办公厅关于2020年部分节假日安排的通知
off:
  - [2020-01-01, 元旦]
  - [2020-01-24, 春节]
  - [2020-01-27, 春节]
  - [2020-01-28, 春节]
  - [2020-01-29, 春节]
  - [2020-01-30, 春节]
  - [2020-04-06, 清明节]
  - [2020-05-01, 劳动节]
  - [2020-05-04, 劳动节]
  - [2020-05-05, 劳动节]
  - [2020-06-25, 端午节]
  - [2020-06-26, 端午节]
  - [2020-10-01, 国庆节]
  - [2020-10-02, 国庆节]
  - [2020-10-05, 国庆节]
  - [2020-10-06, 国庆节]
  - [2020-10-07, 国庆节]
  - [2020-10-08, 国庆节]
worked: [2020-01-19, 2020-02-01, 2020-04-26, 2020-05-09, 2020-06-28, 2020-09-27, 2020-10-10]
"""


def at(training: TrainingHall, day: str) -> None:
    training.clock.at = datetime.fromisoformat(f"{day}T01:30").replace(tzinfo=UTC)


def put(training: TrainingHall, version: str, shown: str) -> None:
    by = training["rili"].actor
    training.hall.run(PutCalendarInForce(by=by, key=key(), version=version, shown=shown, reason="通知"))


def preview(training: TrainingHall, version: str) -> Moves:
    with training.hall.reading() as connection:
        return calendar_moves(training.hall, connection, training.hall.shelf.calendar(connection, version))


def moved(training: TrainingHall) -> dict[str, dict[str, list[str]]]:
    """Return what the trail of each case says of the latest calendar that moved it."""
    entry = table_of(TrailEntry).c
    wanted = select(entry.case_id, entry.detail).where(entry.act == "calendar_changed").order_by(entry.seq)
    with training.hall.reading() as connection:
        return {row.case_id: row.detail["moved"] for row in connection.execute(wanted)}


@pytest.fixture
def before(training: TrainingHall) -> str:
    """A hall in January 2020 that counts by the first notice; returns the version."""
    at(training, "2020-01-06")
    with training.hall.database.begin() as connection:
        connection.execute(text("UPDATE bundle SET in_force_from = '2019-01-01'"))
    file = {"by": training["rili"].actor, "file": FIRST_NOTICE}
    version: str = training.hall.run(MakeCalendarVersion(**file, key=key()))["version"]
    put(training, version, CORRECTED)
    return version


def test_what_was_told_first_is_what_moves_and_nothing_else(training: TrainingHall, before: str) -> None:
    over = training.file_case()  # until 13 January
    at(training, "2020-01-20")
    crosses = training.file_case()
    at(training, "2020-02-03")
    behind = training.file_case()
    told = preview(training, CORRECTED)
    assert (told.running, told.cases, {row.case_id for row in told.rows}) == (3, 1, {crosses})
    intake = next(row for row in told.rows if row.kind == "intake")
    assert (intake.before, intake.after) == (date(2020, 2, 1), date(2020, 2, 4))
    assert [(one.code, one.cases, one.later, one.earlier) for one in told.departments] == [
        ("market_bureau", 1, len(told.rows), 0)
    ]
    assert moved(training) == {}, "looking changes nothing"

    put(training, CORRECTED, before)
    assert moved(training) == {}, "the act itself touches no case"
    assert "failed 0" in work_through(training.hall, "test", DUE[:2])
    wanted = {row.kind if row.kind != "step" else "accept": [str(row.before), str(row.after)] for row in told.rows}
    assert moved(training) == {crosses: wanted}
    assert {over, behind}.isdisjoint(moved(training))
    assert list(verify(training.hall)) == []
    with training.hall.reading() as connection:
        assert replayed(training.hall, connection).rows == ()

    back = preview(training, before)
    assert {(row.before, row.after) for row in back.rows} == {(row.after, row.before) for row in told.rows}
    put(training, before, CORRECTED)
    work_through(training.hall, "test", DUE[:2])
    assert moved(training)[crosses]["intake"] == ["2020-02-04", "2020-02-01"]
    assert list(verify(training.hall)) == []


def test_the_limit_of_a_lower_level_moves_too(training: TrainingHall, before: str) -> None:
    open_upward(training)
    at(training, "2020-01-13")
    case = accepted(training)
    assert level_limits(training, case)[0].due_on == date(2020, 2, 13)
    put(training, CORRECTED, before)
    work_through(training.hall, "test", DUE[:2])
    assert moved(training)[case]["level"] == ["2020-02-13", "2020-02-17"]
    assert list(verify(training.hall)) == []


def test_the_days_to_ask_for_a_hearing_move_and_the_right_lapses_by_the_new_ones(
    training: TrainingHall, before: str
) -> None:
    at(training, "2020-01-20")
    open_upward(training)
    case = accepted(training)
    hearings.tell(training["town_reviewer"], case, at="town_review")
    put(training, CORRECTED, before)
    work_through(training.hall, "test", DUE[:2])
    assert moved(training)[case]["hearing_request"] == ["2020-02-01", "2020-02-04"]
    at(training, "2020-02-03")
    sweep_all(training.hall)
    assert "hearing_lapsed" not in [line.act for line in training.supervisor.file(case).trail]
    at(training, "2020-02-05")
    sweep_all(training.hall)
    assert "hearing_lapsed" in [line.act for line in training.supervisor.file(case).trail]
    assert list(verify(training.hall)) == []


def test_no_light_is_told_by_a_day_that_a_correction_has_put_off(training: TrainingHall, before: str) -> None:
    at(training, "2020-01-20")
    case = training.file_case()
    put(training, CORRECTED, before)
    at(training, "2020-02-02")  # after the old last day, before the new one
    sweep_all(training.hall)
    assert training.status(case) == "received"
    lights = [line for line in training.supervisor.file(case).trail if line.act == "light"]
    assert [line for line in lights if line.detail["of"] == "intake"] == []
    at(training, "2020-02-05")
    sweep_all(training.hall)
    assert training.status(case) == "accepted"


def test_a_limit_that_ends_before_the_worker_comes_by_ends_by_the_new_calendar(
    training: TrainingHall, before: str
) -> None:
    at(training, "2020-01-20")
    case = training.file_case()
    put(training, CORRECTED, before)
    training.clerk.complete(case, "accept", result="accept")
    clock = table_of(CaseClock).c
    with training.hall.reading() as connection:
        stopped = select(clock.due_on, clock.counted_by).where(clock.case_id == case, clock.kind == "intake")
        assert tuple(connection.execute(stopped).one()) == (date(2020, 2, 4), Counting(running_calendar()).version)
    assert list(verify(training.hall)) == []


def test_a_replay_finds_what_somebody_changed_by_hand(training: TrainingHall, before: str) -> None:
    case = training.file_case()
    with training.hall.database.begin() as connection:
        connection.execute(text("UPDATE case_clock SET due_on = '2020-01-31' WHERE kind = 'intake'"))
    with training.hall.reading() as connection:
        (row,) = (one for one in replayed(training.hall, connection).rows if one.kind == "intake")
    assert (row.case_id, row.before, row.after) == (case, date(2020, 1, 31), date(2020, 1, 13))


def test_the_start_day_that_counted_when_a_limit_began_counts_after_a_correction(
    training: TrainingHall, before: str
) -> None:
    at(training, "2020-01-20")
    parameters = {"by": training["admin"].actor, "values": {"count_start_day": "1"}}
    training.hall.run(ChangeParameters(**parameters, key=key()))
    case = training.file_case()
    row = next(one for one in preview(training, CORRECTED).rows if one.kind == "intake")
    assert (row.before, row.after) == (date(2020, 1, 31), date(2020, 2, 3))
    put(training, CORRECTED, before)
    work_through(training.hall, "test", DUE[:2])
    assert moved(training)[case]["intake"] == ["2020-01-31", "2020-02-03"]


def test_a_limit_that_stands_still_is_told_and_moved_like_the_others(training: TrainingHall, before: str) -> None:
    at(training, "2020-01-06")
    open_upward(training)
    case = accepted(training)
    at(training, "2020-01-20")
    pause = limits.start(training["town_reviewer"], case, days=8, at="town_review")
    at(training, "2020-02-06")
    told = {row.kind: [str(row.before), str(row.after)] for row in preview(training, CORRECTED).rows}
    assert set(told) == {"statutory", "level"}, "the promise was over before the time that does not count"
    put(training, CORRECTED, before)
    work_through(training.hall, "test", DUE[:2])
    assert moved(training)[case] == told
    limits.end(training["town_reviewer"], pause)
    due = {one.kind: one.due_on for one in training.supervisor.file(case).clocks if one.stopped_on is None}
    calendar = running_calendar()
    excluded = calendar.workdays_between(date(2020, 1, 20), date(2020, 2, 6))
    assert due["statutory"] == calendar.add_workdays(date(2020, 1, 6), 15 + excluded)
    assert list(verify(training.hall)) == []
