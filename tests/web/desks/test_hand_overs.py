"""移交和签收 on the pages: what another level sent is marked until somebody of the office signs for it."""

from __future__ import annotations

import pytest
from support.played_matters import PlayedMatter

RECEIVER = "minzheng-chengban"


@pytest.fixture
def case(training):
    """A case of relief that the town has sent up, and nobody at the county has signed for."""
    played = PlayedMatter(training, "temporary_relief")
    case = played.file(("id_card", "household_register", "check_authorisation"))
    played.play(case, "county_grants", until="county_receipt")
    return case


def handed(page):
    (panel,) = page.document.xpath("//section[@aria-labelledby='h-handed']")
    return [" ".join(one.text_content().split()) for one in panel.xpath(".//li")]


def sign(desk, address):
    token = desk.open("/account").document.xpath("//input[@name='csrf_token']/@value")[0]
    return desk.post(address, [("csrf_token", token), ("_key", "by-hand")])


def test_it_waits_until_somebody_there_signs(at, case):
    desk = at(RECEIVER)
    assert "移交待签收" in desk.open("/inbox?tab=claimable").text
    page = desk.open(f"/cases/{case}")
    up, village = handed(page)
    assert "涧池镇人民政府 → 县民政局 待签收" in up
    assert "随件材料：申请人身份证、户口簿、家庭经济状况核对授权书" in up
    assert "已签收" in village
    panel = page.document.xpath("//section[@aria-labelledby='h-handed']//form")
    assert len(panel) == 1
    address = panel[0].get("action")
    fields = [(one.get("name"), one.get("value")) for one in panel[0].xpath(".//input")]
    after = desk.post(address, fields)
    assert "已签收移交的办件和材料。" in after.text
    assert "童念恩" in handed(after)[0]
    assert desk.post(address, fields).status == 200  # Pressed twice: the same act.
    again = desk.post(address, [(name, "another" if name == "_key" else value) for name, value in fields])
    assert (again.status, "已由童念恩于" in again.text) == (409, True)
    assert "移交待签收" not in desk.open("/inbox?tab=claimable").text
    assert "签收移交的办件和材料" in desk.open(f"/cases/{case}").text


def test_claiming_its_step_signs_too(at, case, training):
    training[RECEIVER].claim(case, "county_receipt")
    assert "童念恩" in handed(at(RECEIVER).open(f"/cases/{case}"))[0]


def test_who_only_sees_the_case_has_no_button_and_is_told_who_signs(at, case):
    desk = at(RECEIVER).open(f"/cases/{case}")
    address = desk.document.xpath("//section[@aria-labelledby='h-handed']//form")[0].get("action")
    page = at("jiancha").open(f"/cases/{case}")
    assert not page.document.xpath("//section[@aria-labelledby='h-handed']//form")
    refused = sign(at("jiancha"), address)
    assert (refused.status, "县民政局承办本件的人员签收" in refused.text) == (403, True)
    assert sign(at("xiaofang-shenhe"), address).status == 404
    assert sign(at(RECEIVER), "/hand_overs/none/receipt").status == 404


def test_the_limit_of_the_town_is_on_the_page_and_explained(at, case):
    desk = at(RECEIVER)
    assert "下级审查时限" in desk.open(f"/cases/{case}").text
    page = desk.open(f"/cases/{case}/limits/level")
    assert page.status == 200
    assert "参照行政许可法 第四十三条" in page.text
