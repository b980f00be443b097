"""The table of the rules: all twenty with condition, colours, basis, parameters, and the lights of thirty days."""

from __future__ import annotations

import re

import pytest
from support import catering
from support.training import key

from engine.administration.hall_parameters import ChangeParameters
from engine.jobs.worker import sweep_all

RULES = "/supervision/rules"


def rows(page):
    """Return the text of each row by the code of its rule."""
    found = page.document.xpath("//table[contains(@class,'list-rules')]/tbody/tr")
    return {one.get("id"): re.sub(r"\s+", " ", one.text_content()) for one in found}


@pytest.fixture
def late(training, hall):
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    for _ in range(5):
        training.pass_days(3)
        sweep_all(hall)
    return case


def test_every_rule_is_there_with_what_it_says(at, training):
    training.hall.run(ChangeParameters(by=training["admin"].actor, values={"yellow_percent": "80"}, key=key()))
    found = rows(at("jiancha").open(RULES))
    assert len(found) == 20
    assert "承诺时限用到多少即亮黄牌：80 %" in found["EM-02"]
    assert "黄牌" in found["EM-02"]
    assert "红牌" not in found["EM-02"]
    assert "行政许可法 第四十二条" in found["EM-04"]
    assert "同时发督办单" in found["EM-04"]
    assert "系统当场阻止" in found["EM-19"]
    assert "没有参数" in found["EM-04"]


def test_every_figure_opens_just_its_lights(at, late):
    desk = at("jiancha")
    page = desk.open(RULES)
    figures = page.document.xpath("//table[contains(@class,'list-rules')]//a[contains(@href,'/supervision/raised')]")
    assert len(figures) >= 3
    for one in figures:
        opened = desk.open(one.get("href"))
        assert len(opened.document.xpath("//table[contains(@class,'list-lights')]/tbody/tr")) == int(one.text)


def test_what_was_raised_longer_than_thirty_days_ago_is_not_counted(at, training, late):
    training.pass_days(60)
    page = at("jiancha").open(RULES)
    assert not [one for one in page.links() if "/supervision/raised" in one]


def test_administrators_go_on_to_the_parameters_and_see_no_lights(at, late):
    desk = at("admin")
    page = desk.open(RULES)
    assert "/admin/parameters#push_workdays" in page.links()
    assert "近 30 天发出" not in page.source
    assert 'id="push_workdays"' in desk.open("/admin/parameters").source
    assert RULES in desk.open("/admin/parameters").links()
    assert not [one for one in at("jiancha").open(RULES).links() if "/admin/" in one]


def test_it_is_for_nobody_else(visitor):
    visitor.log_in("shenpi")
    assert visitor.get(RULES).status_code == 403
