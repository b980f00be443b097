"""Lights that were raised: which rule, since when, who was told of each; week by week, each figure with its list."""

from __future__ import annotations

import csv
import io
import re

import pytest
from support import catering

from engine.jobs.worker import sweep_all


@pytest.fixture
def late(training, hall):
    """A case that has passed its promised limit in its third week, of which people were told as it came."""
    case = catering.file_application(training, subject="老店", applicant_name="李四光")
    catering.accept(training, case)
    catering.assign(training, case)
    for _ in range(5):
        training.pass_days(3)
        sweep_all(hall)
    return case


def figures(page):
    """Return the number and the address of every figure of the tables."""
    found = page.document.xpath("//table[@class='matrix']/tbody//a")
    return [(int(re.sub(r"\D", "", one.text_content())), one.get("href")) for one in found]


def length(page):
    rows = len(page.document.xpath("//table[contains(@class,'list-')]/tbody/tr"))
    assert int(page.document.xpath("string(//div[@class='list-head']//span[@class='badge-count'])")) == rows
    return rows


def test_a_case_tells_of_each_light_who_was_told_and_when(at, training, late):
    page = at("jiancha").open(f"/supervision/cases/{late}/lights")
    rows = {
        re.sub(r"\s+", " ", one.text_content())
        for one in page.document.xpath("//table[contains(@class,'list-lights')]/tbody/tr")
    }
    (promise,) = [row for row in rows if "EM-03" in row]
    assert "红牌" in promise
    assert "未结束" in promise
    assert "2026年3月12日" in promise
    assert "秦川" in promise
    assert re.search(r"2026年3月14日 \d\d:\d\d告知 · 未读", promise)
    assert "李四光" not in page.source
    assert f"/cases/{late}/limits/promised" in page.links()


def test_every_figure_of_the_trend_opens_as_many_rows(at, training, late):
    desk = at("jiancha")
    found = figures(desk.open("/supervision/trend"))
    assert len(found) > 4
    for number, address in found:
        assert length(desk.open(address)) == number, address


def test_decisions_in_time_and_late_are_counted_in_their_week(at, training, late):
    for inspector in ("hecha1", "hecha2"):
        catering.check(training, late, inspector)
    training.reviewer.complete(late, "review", result="pass", opinion="符合条件")
    catering.grant(training, late)
    desk = at("jiancha")
    page = desk.open("/supervision/trend")
    (week,) = [one for one in figures(page) if "decided=late" in one[1]]
    assert week[0] == 1
    assert "老店" in desk.open(week[1]).text
    assert "2026年3月16日至2026年3月22日作出决定" in desk.open(week[1]).text


def test_the_lights_are_taken_along_with_who_was_told(at, training, late):
    desk = at("jiancha")
    desk.open("/supervision/raised")
    response = desk.visitor.get("/supervision/export/raised?as=csv&rule=EM-03", buffered=True)
    (row,) = csv.DictReader(io.StringIO(response.data.decode("utf-8-sig")))
    assert (row["颜色"], row["自"], row["已结束"]) == ("红牌", "2026-03-12", "")
    assert "秦川 2026年3月14日" in row["告知"]
    response = desk.visitor.get("/supervision/export/trend?as=csv", buffered=True)
    weeks = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert len(weeks) == 12
    assert sum(int(week["EM-03 红牌"]) for week in weeks) == 1


@pytest.mark.parametrize("asked", ["first=9999-12-31&last=9999-12-31", "first=x", "rule='&colour=blue", "after=x~y"])
def test_an_address_that_somebody_made_up_finds_nothing_and_is_no_error(at, late, asked):
    assert at("jiancha").open(f"/supervision/raised?{asked}").status == 200
