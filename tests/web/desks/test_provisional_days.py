"""A day that depends on a year without a notice says so, with its reason, wherever it is shown; and then no more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from support import catering

from engine.administration.calendars import MakeCalendarVersion, PutCalendarInForce
from engine.jobs.agenda import DUE
from engine.jobs.sweep import work_through
from engine.law.national_calendar import running_calendar

MARK = "2027年的放假安排尚未公布"


@pytest.fixture
def late_case(training, clock):
    """A case of Christmas 2026, due in January 2027."""
    clock.at = datetime(2026, 12, 30, 1, 30, tzinfo=UTC)
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    return case


def test_lists_case_page_and_paper_carry_the_mark_until_the_notice_is_out(at, training, hall, late_case):
    pages = {
        "jiancha": ("/supervision", f"/cases/{late_case}"),
        "hecha1": ("/inbox",),
        "chuangkou": (f"/cases/{late_case}",),
    }
    for login, paths in pages.items():
        for path in paths:
            assert MARK in at(login).open(path).text, path
    file = training.clerk.file(late_case)
    notice = next(one for one in file.documents if one.kind == "acceptance_notice")
    assert all(clock.provisional for clock in file.clocks if clock.due_on.year == 2027)
    assert notice

    holidays = [["2027-01-01", "元旦"], *([f"2027-02-0{day}", "春节"] for day in (8, 9))]
    year = {"year": 2027, "source": "通知", "off": holidays}
    version = hall.run(MakeCalendarVersion(by=training["rili"].actor, file=str(year).replace("'", '"')))["version"]
    shown = {"shown": running_calendar().version, "reason": "通知"}
    hall.run(PutCalendarInForce(by=training["rili"].actor, version=version, **shown))
    work_through(hall, "test", DUE[:2])
    for login, paths in pages.items():
        for path in paths:
            assert MARK not in at(login).open(path).text, path


def test_a_case_within_the_year_carries_no_mark(at, training):
    case = catering.file_application(training)
    assert training.clerk.file(case).clocks[0].due_on < date(2027, 1, 1)
    assert "放假安排尚未公布" not in at("jiancha").open("/supervision").text
