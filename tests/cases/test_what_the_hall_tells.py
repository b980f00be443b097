"""What the screens of the hall read, on both databases: figures, results at the windows, notices, announcements."""

from __future__ import annotations

from datetime import timedelta

from support import catering
from support.notices import noticed_and_handed_over
from support.training import publish

from engine.actor import SYSTEM
from engine.administration.announcements import Announce
from engine.administration.service_windows import SetUpWindow
from engine.queries.announcements import shown_announcements
from engine.queries.hall_collection import ReadyCase, ready_cases
from engine.queries.hall_figures import Figures, figures
from engine.queries.hall_public_notices import running_notices


def test_figures_count_days_of_the_hall(training, clock):
    catering.grant(training, catering.to_approval(training))
    late = catering.to_approval(training)
    first = training.today
    clock.advance(timedelta(days=30))
    catering.grant(training, late)
    with training.hall.reading() as connection:
        assert figures(connection, first, first) == Figures(2, 1, 1)
        assert figures(connection, training.today, training.today) == Figures(0, 1, 0)
        both = figures(connection, first, training.today)
    assert both == Figures(2, 2, 1)
    assert both.share == 50
    assert Figures(3, 0, 0).share is None


def test_a_result_waits_at_the_window_of_its_matter(training):
    case = catering.to_approval(training)
    catering.grant(training, case)
    catering.certify(training, case)
    at = {"departments": ("approval_bureau",), "place": "一楼"}
    training.hall.run(SetUpWindow(by=SYSTEM, number="A01", is_open=False, matters=(catering.KEY,), **at))
    number = training.clerk.file(case).case["number"]
    with training.hall.reading() as connection:
        assert ready_cases(training.hall, connection) == (ReadyCase(number[-4:], "王*明", "", ""),)
    training.hall.run(SetUpWindow(by=SYSTEM, number="A09", **at))
    with training.hall.reading() as connection:
        assert ready_cases(training.hall, connection) == (ReadyCase(number[-4:], "王*明", "A09", "一楼"),)


def test_notices_and_announcements_are_told_on_their_days(training):
    publish(training.hall, noticed_and_handed_over())
    case = training.file_case("noticed")
    training.reviewer.complete(case, "notice", days=2, content="拟准予。", place="镇政府")
    days = {"starts_on": training.today, "ends_on": training.today}
    training.hall.run(Announce(by=SYSTEM, title="停电", content="下午停电。", **days))
    with training.hall.reading() as connection:
        notice = running_notices(training.hall, connection, training.today)[0]
        assert (notice.place, notice.until) == ("镇政府", training.today + timedelta(days=2))
        assert [one.title for one in shown_announcements(connection, training.today)] == ["停电"]
        later = training.today + timedelta(days=3)
        assert running_notices(training.hall, connection, later) == ()
        assert shown_announcements(connection, later) == ()
