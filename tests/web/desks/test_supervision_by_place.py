"""Lights by department, town, matter and person, with a way from every number to exactly its cases."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event
from support import catering


@pytest.fixture
def cases(training):
    """One case new in 汉阳镇, one at its check in 汉阳镇 a fortnight later, one in 蒲溪镇."""
    old = catering.file_application(training, town="汉阳镇", subject="老店")
    catering.accept(training, old)
    catering.assign(training, old)
    training.pass_days(14)
    catering.file_application(training, town="汉阳镇", subject="新店")
    catering.file_application(training, town="蒲溪镇", subject="外镇的店")
    return old


def rows(page):
    """Return the numbers of each row by its place: running, yellow, red, and since when the oldest is red."""
    found = {}
    for one in page.document.xpath("//table[contains(@class,'list-counts')]/tbody/tr"):
        name = one.xpath("string(./th)").strip()
        found[name] = tuple(re.sub(r"\s+", "", cell.text_content()) for cell in one.xpath("./td"))
    return found


def link(page, place, light):
    (row,) = [one for one in page.document.xpath("//tbody/tr") if one.xpath("string(./th)").strip() == place]
    return next(one.get("href") for one in row.xpath(".//a") if light in one.get("href"))


def listed(page):
    """Return how many cases a page of a list says it has; none goes on to a second page here."""
    found = len(page.document.xpath("//table[contains(@class,'list-watched')]/tbody/tr"))
    assert int(page.document.xpath("string(//div[@class='list-head']//span[@class='badge-count'])") or 0) == found
    return found


def test_lights_are_counted_by_department_and_town(at, cases):
    found = rows(at("jiancha").open("/supervision/lights?by=department"))
    # Two inspectors have a share of the old case: it is one case of their station.
    assert found["城关市场监督管理所"] == ("1", "0", "1", "2026年3月12日")
    assert found["县行政审批服务局"] == ("2", "0", "0", "")
    found = rows(at("jiancha").open("/supervision/lights?by=town"))
    assert found["汉阳镇人民政府"] == ("2", "0", "1", "2026年3月12日")
    assert found["蒲溪镇人民政府"] == ("1", "0", "0", "")


def test_lights_are_counted_by_matter_and_person(at, cases):
    found = rows(at("jiancha").open("/supervision/lights?by=person"))
    assert found["秦川"] == found["叶知秋"] == ("1", "0", "1", "2026年3月12日")
    assert found["待签收"][0] == "2"
    (matter,) = rows(at("jiancha").open("/supervision/lights?by=matter")).values()
    assert matter == ("3", "0", "1", "2026年3月12日")


@pytest.mark.parametrize("by", ["department", "town", "matter", "person"])
def test_every_number_opens_as_many_cases(at, cases, by):
    desk = at("jiancha")
    page = desk.open(f"/supervision/lights?by={by}")
    figures = page.document.xpath("//table[contains(@class,'list-counts')]/tbody//a")
    assert len(figures) > 1
    for one in figures:
        assert listed(desk.open(one.get("href"))) == int(re.sub(r"\D", "", one.text_content()))


def test_a_number_leads_to_its_cases(at, cases):
    desk = at("jiancha")
    page = desk.open("/supervision/lights?by=town")
    late = desk.open(link(page, "汉阳镇人民政府", "light=red"))
    assert "老店" in late.text
    assert "新店" not in late.text
    here = desk.open(link(page, "蒲溪镇人民政府", "status=open"))
    assert "外镇的店" in here.text
    assert "老店" not in here.text


def test_a_list_tells_who_has_each_case(at, cases):
    page = at("jiancha").open("/supervision?q=老店")
    assert "城关市场监督管理所 · 秦川 · 2026年3月2日起" in page.text
    assert "叶知秋" in page.text
    assert "待签收（窗口人员）" in at("jiancha").open("/supervision?q=新店").text


def test_the_number_of_cases_does_not_change_the_number_of_queries(at, hall, training, cases):
    desk, asked = at("jiancha"), []
    desk.open("/supervision")

    def count(*_args):
        asked.append(1)

    event.listen(hall.database.engine, "before_cursor_execute", count)
    desk.open("/supervision")
    few = len(asked)
    for number in range(5):
        catering.file_application(training, subject=f"店{number}")
    asked.clear()
    desk.open("/supervision")
    assert len(asked) == few
    asked.clear()
    desk.open("/supervision/lights")
    assert len(asked) < 10
