"""What the page of a case says must be readable as it stands: waits, limits of no day, round numbers, decisions."""

from __future__ import annotations

import pytest
from support.played_matters import PlayedMatter

RELIEF, REGISTRATION = "temporary_relief", "individual_business_registration"


def beside(page, heading):
    (panel,) = page.document.xpath(f"//section[@aria-labelledby='{heading}']")
    return " ".join(panel.text_content().split())


def test_a_case_under_public_notice_says_until_when_and_not_that_it_waits_for_the_applicant(at, training):
    played = PlayedMatter(training, RELIEF)
    case = played.file(("id_card", "household_register", "check_authorisation"))
    played.play(case, "county_grants", until="publish_notice")
    said = {"content": "军坝村三组王小明，拟救助三千元", "place": "军坝村村务公开栏", "days": 5}
    played.complete(case, "publish_notice", said)
    told = beside(at("jiancha").open(f"/cases/{case}"), "h-now")
    assert "正在公示到2026年3月9日" in told
    assert "等待申请人" not in told
    assert "有人提出异议" not in told


def test_a_hand_over_starts_with_the_day_that_it_is(at, training):
    case = PlayedMatter(training, RELIEF).file(("id_card", "household_register", "check_authorisation"))
    agent = training["jianchi-daiban"]
    agent.claim(case, "village_report")
    page = at("jianchi-daiban").open(f"/tasks/{agent.find(case, 'village_report')}")
    assert page.document.xpath("//input[@name='handed_on']/@value") == ["2026-03-02"]


@pytest.fixture
def registered(training):
    played = PlayedMatter(training, REGISTRATION)
    case = played.file(("operator_id", "premises_proof"), capital=5.0)
    played.play(case, "granted_in_one_sitting")
    return case


def test_a_limit_of_no_day_is_the_same_day(at, registered):
    page = at("shenhe").open(f"/cases/{registered}")
    assert "当日办完" in page.text
    assert "0 个工作日" not in " ".join(beside(page, "h-chart").split()).replace("10 个工作日", "")


def test_a_round_number_has_no_point(at, registered):
    assert "出资额5万元" in beside(at("shenhe").open(f"/cases/{registered}"), "h-application")


def test_a_registration_is_no_licence(at, registered):
    page = at("shenhe").open(f"/cases/{registered}")
    assert "《准予登记决定书》" in page.text
    assert "《营业执照》" in page.text
    assert "许可" not in page.document.xpath("//p[@class='case-line']")[0].text_content()
