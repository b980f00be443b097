"""The figures on the screens: what people did today, what was in time, and that one look serves every screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import event
from support import catering

from engine.errors import Unavailable
from engine.jobs.daily_root import publish_daily_root
from engine.roots import FILE
from engine.text import zh


def figures_on(client, path="/hall"):
    """Return the numbers of the page, those of the day before those of the month."""
    document = html.fromstring(client.get(path).text)
    return [
        "".join(one.xpath(".//*[@class='figure-value' or @class='figure-unit']/text()"))
        for one in document.xpath("//dl[contains(@class, 'figures')]/div")
    ]


def test_a_quiet_morning_shows_noughts_and_no_share(client):
    assert figures_on(client) == ["0件", "0件", "—", "0件", "0件", "—"]


def test_what_people_did_today_is_counted(client, training):
    granted, refused = catering.to_approval(training), catering.to_approval(training)
    catering.grant(training, granted)
    catering.refuse(training, refused)
    catering.file_application(training)
    assert figures_on(client) == ["3件", "2件", "100%", "3件", "2件", "100%"]


def test_a_decision_after_the_promised_day_is_not_in_time(client, training, clock):
    catering.grant(training, catering.to_approval(training))
    late = catering.to_approval(training)
    clock.advance(timedelta(days=29))
    catering.grant(training, late)
    page = client.get("/hall").text
    assert figures_on(client) == ["0件", "1件", "0%", "2件", "2件", "50%"]
    assert "1 件中 0 件" in page
    assert "2 件中 1 件" in page


def test_the_day_ends_at_midnight_in_the_hall(client, training, clock):
    clock.at = clock.at.replace(hour=15, minute=59)
    catering.file_application(training)
    assert figures_on(client)[0] == "1件"
    clock.advance(timedelta(minutes=2))
    assert figures_on(client)[0] == "0件"
    assert figures_on(client)[3] == "1件"
    catering.file_application(training)
    clock.advance(timedelta(seconds=10))
    assert figures_on(client)[0] == "1件"


def test_ten_screens_ask_the_database_once(client, hall, clock):
    asked = []
    event.listen(hall.database, "before_cursor_execute", lambda *about: asked.append(about[2]))
    figures_on(client)
    once = len(asked)
    assert once
    for _screen in range(9):
        figures_on(client)
    assert len(asked) == once
    clock.advance(timedelta(seconds=10))
    figures_on(client)
    assert len(asked) > once


@pytest.mark.parametrize("path", ["/hall", "/hall/figures", "/hall?theme=dark", "/hall?still=1"])
def test_a_screen_needs_no_cookie(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_without_a_script_the_browser_turns_the_page(client):
    page = html.fromstring(client.get("/hall?theme=dark").text)
    told = page.xpath("//head/noscript/meta/@content")[0]
    seconds, _, address = told.partition(";url=")
    assert 5 <= int(seconds) <= 60
    assert "theme=dark" in address
    assert client.get(address).status_code == 200
    held = html.fromstring(client.get(page.get_element_by_id("hold").get("href")).text)
    assert "继续" in held.get_element_by_id("hold").text
    assert int(held.xpath("//head/noscript/meta/@content")[0].split(";")[0]) > 60


def test_a_page_that_is_gone_leads_to_the_first(client):
    answer = client.get("/hall/ready-9?theme=light")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/hall?theme=light"


def test_a_screen_that_starts_before_the_database_comes_back_by_itself(client, hall, monkeypatch):
    def away():
        raise Unavailable(zh("数据库暂时无法读取，请稍后再试。"))

    with monkeypatch.context() as patch:
        patch.setattr(hall, "reading", away)
        answer = client.get("/hall?theme=light")
        assert answer.status_code == 503
        assert answer.headers["Refresh"] == "10;url=/hall?theme=light"
    assert "Refresh" not in client.get("/hall").headers


def test_the_newest_daily_root_hangs_in_the_hall_and_on_the_public_page(client, training, clock, hall):
    catering.file_application(training)
    assert "校验摘要" not in client.get("/hall").text
    clock.advance(timedelta(days=1))
    publish_daily_root(hall, "worker")
    root = (hall.data / FILE).read_text().split()[2]
    for path in ("/hall/figures", "/overruns"):
        text = client.get(path).text
        assert "2026年3月2日的校验摘要，包含 1 件办件的全部记录" in text
        assert root in text
