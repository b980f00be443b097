"""行政许可法 第八十二条: the calendar in force is a version in the database, and every process follows it at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from support.training import TrainingHall, key

from engine.administration.calendars import MakeCalendarVersion, PutCalendarInForce
from engine.errors import Conflict, Invalid, NotAllowed, NotFound, Refused, Unavailable
from engine.hall import Hall
from engine.jobs.worker import sweep_all
from engine.law.calendar import Calendar
from engine.law.national_calendar import running_calendar
from engine.store.base import table_of
from engine.store.office import OfficeTrail

BUILT_IN = running_calendar().version
# The national holiday of 2026 as if a second notice had added the 8th of October.
LONGER_HOLIDAY = """
year: 2026
source: 国务院办公厅关于延长2026年国庆节假期的通知
number: 国办发明电〔2026〕99号
issued_on: 2026-09-28
off:
  - [2026-01-01, 元旦]
  - [2026-01-02, 元旦]
  - [2026-02-16, 春节]
  - [2026-02-17, 春节]
  - [2026-02-18, 春节]
  - [2026-02-19, 春节]
  - [2026-02-20, 春节]
  - [2026-02-23, 春节]
  - [2026-04-06, 清明节]
  - [2026-05-01, 劳动节]
  - [2026-05-04, 劳动节]
  - [2026-05-05, 劳动节]
  - [2026-06-19, 端午节]
  - [2026-09-25, 中秋节]
  - [2026-10-01, 国庆节]
  - [2026-10-02, 国庆节]
  - [2026-10-05, 国庆节]
  - [2026-10-06, 国庆节]
  - [2026-10-07, 国庆节]
  - [2026-10-08, 国庆节]
worked: [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]
"""


def make(training: TrainingHall, file: str = LONGER_HOLIDAY, login: str = "rili") -> str:
    version: str = training.hall.run(MakeCalendarVersion(by=training[login].actor, key=key(), file=file))["version"]
    return version


def put(training: TrainingHall, version: str, shown: str = BUILT_IN, login: str = "rili", reason: str = "通知") -> None:
    actor = training[login].actor
    training.hall.run(PutCalendarInForce(by=actor, key=key(), version=version, shown=shown, reason=reason))


def test_another_process_counts_by_a_new_calendar_without_a_restart(
    training: TrainingHall, hall_url: str, tmp_path: Path
) -> None:
    other = Hall(hall_url, tmp_path, clock=training.clock, training=True)
    assert other.calendar.version == BUILT_IN
    version = make(training)
    assert in_force(training).version == BUILT_IN, "a version that was only made counts nothing"
    put(training, version)
    with other.reading():
        assert other.calendar.version == version
        assert not other.calendar.is_workday(date(2026, 10, 8))
        assert "国办发明电〔2026〕99号" in other.calendar.reason(date(2026, 10, 8))
    put(training, BUILT_IN, shown=version)
    # A command of the other process counts by it in a transaction that no page looked ahead of.
    TrainingHall(other, training.clock).file_case()
    assert counted_by(training) == {BUILT_IN}
    put(training, version)
    sweep_all(other)
    assert counted_by(training) == {version}
    other.close()


def in_force(training: TrainingHall) -> Calendar:
    """Return the calendar as a page finds it."""
    with training.hall.reading():
        return training.hall.calendar


def counted_by(training: TrainingHall) -> set[str]:
    """Return the versions of the calendars by which clocks were counted."""
    with training.hall.reading() as connection:
        found = connection.execute(text("SELECT DISTINCT counted_by FROM case_clock")).scalars()
        return {one.partition("-")[0] for one in found}


def test_the_office_trail_says_who_put_which_notice_in_force(training: TrainingHall) -> None:
    version = make(training)
    put(training, version, reason="国办发明电〔2026〕99号延长假期")
    trail = table_of(OfficeTrail).c
    with training.hall.reading() as connection:
        made, forced = (
            connection.execute(select(trail.actor_name, trail.subject, trail.detail).where(trail.act == act)).one()
            for act in ("make_calendar", "put_calendar_in_force")
        )
    assert made.detail["notices"] == ["国务院办公厅关于延长2026年国庆节假期的通知，国办发明电〔2026〕99号"]
    assert (forced.actor_name, forced.subject) == ("章序", version)
    assert (forced.detail["replaced"], forced.detail["reason"]) == (BUILT_IN, "国办发明电〔2026〕99号延长假期")


def test_what_was_previewed_on_another_calendar_is_refused(training: TrainingHall) -> None:
    version = make(training)
    shorter = make(
        training, LONGER_HOLIDAY.replace("  - [2026-10-08, 国庆节]\n", "").replace("2026-10-10", "2026-10-11")
    )
    put(training, shorter)
    with pytest.raises(Conflict, match=f"章序.*{shorter}"):
        put(training, version, shown=BUILT_IN)
    assert in_force(training).version == shorter
    put(training, BUILT_IN, shown=shorter, login="admin", reason="撤回")
    assert in_force(training).version == BUILT_IN


def test_a_version_is_what_was_written_or_nothing(training: TrainingHall) -> None:
    version = make(training)
    with training.hall.database.begin() as connection:
        connection.execute(text("UPDATE calendar_version SET years = replace(years, '10-08', '10-09')"))
    with pytest.raises(Unavailable, match=version):
        put(training, version)
    assert in_force(training).version == BUILT_IN


@pytest.mark.parametrize("login", ["shenpi", "jiancha", "liucheng"])
def test_nobody_else_touches_the_calendar(training: TrainingHall, login: str) -> None:
    version = make(training)
    with pytest.raises(NotAllowed, match="日历管理员"):
        make(training, login=login)
    with pytest.raises(NotAllowed, match="日历管理员"):
        put(training, version, login=login)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2026-10-08, 国庆节", "2026-10-10, 国庆节"), "周末"),
        (("2026-10-08, 国庆节", "2027-10-08, 国庆节"), "不在 2026 年之内"),
        (("2026-10-08, 国庆节", "2026-10-07, 国庆节"), "重复"),
        (("2026-10-08, 国庆节", "2026-13-08, 国庆节"), "不是日期"),
        (("2026-09-20", "2026-09-21"), "不是周末"),
        (("year: 2026", "year: 26"), "年度应为"),
        (("year: 2026", "year: 二〇二六"), "应当是整数"),
        (("worked:", "wroked:"), "没有这一项"),
        (("worked: [", "worked: &x [*x, "), "引用"),
        ((LONGER_HOLIDAY, ""), "应当是一个年度"),
        ((LONGER_HOLIDAY, "😀: ["), "不是有效的 YAML"),
        (("source: 国务院办公厅关于延长2026年国庆节假期的通知", "source: ' '"), "不能为空"),
    ],
)
def test_a_file_that_is_no_year_is_refused_in_a_sentence(
    training: TrainingHall, change: tuple[str, str], said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        make(training, LONGER_HOLIDAY.replace(*change))
    assert "Traceback" not in str(refusal.value)


def test_a_gap_an_unchanged_calendar_and_an_unknown_version_are_refused(training: TrainingHall) -> None:
    gap = "year: 2099\nsource: 通知\noff: [[2099-01-01, 元旦]]"
    with pytest.raises(Invalid, match="相连"):
        make(training, gap)
    record = next(one for one in running_calendar().years if one.year == 2026).record()
    off = "\n".join(f"  - [{day}, {name}]" for day, name in record["off"])
    same = f"year: 2026\nsource: {record['source']}\noff:\n{off}\nworked: [{', '.join(record['worked'])}]"
    with pytest.raises(Invalid, match="完全相同"):
        make(training, same)
    with pytest.raises(NotFound):
        put(training, "f" * 16)
    with pytest.raises(Refused, match="更正"):
        put(training, make(training), reason=" ")


def test_next_years_notice_ends_what_was_provisional(training: TrainingHall) -> None:
    file = "year: 2027\nsource: 通知\nnumber: 国办发明电〔2026〕1号\noff: [[2027-01-01, 元旦]]\nworked: [2027-02-20]"
    put(training, make(training, file))
    calendar = in_force(training)
    assert not calendar.is_provisional(date(2027, 3, 1))
    assert calendar.is_workday(date(2027, 2, 20))
    assert calendar.is_provisional(date(2028, 1, 1))
    assert calendar.last >= date(2037, 12, 31) - timedelta(days=1)
