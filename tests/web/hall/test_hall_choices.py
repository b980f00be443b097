"""What the public chose, on the screens: which matters most people came for, and by which way."""

from __future__ import annotations

from datetime import timedelta

from lxml import html
from support import catering
from support.training import publish

from engine.bundle import Bundle
from engine.queries.hall_choices import Chosen

PAGE = "/hall/choices"


def shown(client):
    page = html.fromstring(client.get(PAGE).text)
    matters = [
        (row.findtext("*[@class='choice-name']"), row.findtext("*[@class='choice-count']"))
        for row in page.xpath("//ol[@class='choices']/li")
    ]
    ways = {one.findtext("dt"): one.xpath("string(.//*[@class='figure-value'])") for one in page.xpath("//dl/div")}
    return matters, ways


def test_without_applications_there_is_no_such_page(client):
    assert client.get(PAGE).status_code == 302
    assert "choices" not in client.get("/hall").text


def test_applications_are_counted_by_matter_and_way(client, training, clock):
    for _number in range(2):
        catering.file_application(training)
    catering.to_approval(training)
    clock.advance(timedelta(seconds=20))
    matters, ways = shown(client)
    assert matters == [("小餐饮经营许可", "3 件")]
    assert ways == {"网上申请": "100", "到窗口申请": "0", "村里代办": "0"}


def test_what_is_older_than_thirty_days_no_longer_counts(client, training, clock):
    catering.file_application(training)
    clock.advance(timedelta(days=29))
    assert shown(client)[0] == [("小餐饮经营许可", "1 件")]
    clock.advance(timedelta(days=1))
    assert client.get(PAGE).status_code == 302


def test_shares_make_a_hundred():
    assert Chosen((), {"online": 28, "window": 42, "village": 16}).percents == {
        "online": 32,
        "window": 49,
        "village": 19,
    }
    assert Chosen((), {"online": 1, "window": 1, "village": 1}).percents == {"online": 34, "village": 33, "window": 33}


def test_nobody_is_named(client, training, clock):
    catering.file_application(training)
    clock.advance(timedelta(seconds=20))
    text = client.get(PAGE).text
    for said in ("小明面馆", "610"):
        assert said not in text


def test_a_matter_goes_by_its_present_name(client, training, clock, hall):
    catering.file_application(training)
    with hall.reading() as connection:
        files = hall.current_bundle(connection, catering.KEY).files
    facts = files["matter.yaml"].replace("value: 小餐饮经营许可,".encode(), "value: 一家小店的许可,".encode(), 1)
    publish(hall, Bundle.of(catering.KEY, {**files, "matter.yaml": facts}))
    clock.advance(timedelta(seconds=20))
    assert shown(client)[0] == [("一家小店的许可", "1 件")]
