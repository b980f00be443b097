"""当场办理: the button and the page for a window with a department's written authorisation, and nothing without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.played_matters import PlayedMatter
from support.training import key

from engine.administration.authorisations import GiveAuthorisation

MATTER = "individual_business_registration"
VERIFIED = ["identity", "name", "premises", "items"]
GRANT = {"result": "grant", "verified": VERIFIED, "opinion": "材料齐全，符合法定形式"}
REFUSE = {"result": "refuse", "opinion": "不予登记", "reason": "名称使用了禁用文字", "basis": "登记管理条例 第二十条"}


@pytest.fixture
def case(training):
    """An accepted registration that waits for its review."""
    played = PlayedMatter(training, MATTER)
    filed = played.file(("operator_id", "premises_proof"))
    training.clerk.complete(filed, "acceptance", result="accept", checked=["operator_id", "premises_proof"])
    return filed


@pytest.fixture
def authorised(training, case):
    """The window's clerk may decide the case."""
    about = {"department": "market_bureau", "matter_key": MATTER, "scope": "材料齐全、符合法定形式的设立登记"}
    days = {"starts_on": training.today, "ends_on": training.today + timedelta(days=90)}
    clerk = training.clerk.actor.person_id
    command = GiveAuthorisation(
        by=training.approver.actor, key=key(), person_id=clerk, document="汉市监函〔2026〕7号", **about, **days
    )
    return training.hall.run(command)["number"]


def address(case):
    return f"/intake/cases/{case}/decision"


def test_the_clerk_decides_while_the_applicant_waits(clerk, training, case, authorised):
    shown = clerk.open(f"/cases/{case}")
    assert address(case) in shown.links()
    page = clerk.open(address(case))
    for text in (authorised, "材料齐全、符合法定形式的设立登记", "2026年5月31日", "县市场监督管理局", "王小明"):
        assert text in page.text
    assert page.document.xpath("//input[@name='result']/@value") == ["grant", "refuse"]
    after = page.press("作出决定", **GRANT)
    assert after.status == 200
    assert after.path == f"/cases/{case}"
    assert "本件已在窗口当场作出决定。" in after.text
    assert "已制发《准予登记决定书》" in after.text
    assert address(case) not in after.links()
    file = training.approver.file(case)
    assert (file.case["status"], file.case["outcome"]) == ("decided", "granted")
    done = {one.stage: (one.done_by_name, one.result) for one in file.tasks if one.status == "done"}
    assert done["review"] == ("林小满", "pass")
    assert done["approval"] == ("林小满", "grant")
    assert after.text.count(f"依窗口授权办理“审核” 林小满{authorised}") == 1


def test_a_double_click_decides_once(clerk, training, case, authorised):
    path, fields = clerk.open(address(case)).asked("作出决定", **GRANT)
    assert [clerk.post(path, fields).status for _ in range(2)] == [200, 200]
    assert [one.kind for one in training.approver.file(case).documents].count("grant_decision") == 1


def test_what_is_missing_stands_beside_its_field(clerk, training, case, authorised):
    page = clerk.open(address(case))
    wrong = page.press("作出决定", result="grant", verified=VERIFIED[:2], opinion="同意")
    assert wrong.status == 422
    assert "四项都核验过才能认定符合条件。" in wrong.document.xpath("//*[@id='f-verified-error']")[0].text
    assert wrong.document.xpath("//textarea[@name='opinion']")[0].text.strip() == "同意"
    assert training.open_elements(case) == ["review"]


def test_a_refusal_is_asked_for_once_more_and_needs_no_ticks(clerk, training, case, authorised):
    question = clerk.open(address(case)).press("作出决定", **REFUSE)
    assert "请确认：不予登记" in question.text
    assert "名称使用了禁用文字" in question.text
    assert training.open_elements(case) == ["review"]
    back = question.press("返回修改")
    assert back.status == 200
    assert back.document.xpath("//textarea[@name='reason']")[0].text.strip() == "名称使用了禁用文字"
    after = back.press("作出决定").press("确认并制发")
    assert "已制发《不予登记决定书》" in after.text
    file = training.approver.file(case)
    assert file.case["outcome"] == "refused"
    assert file.answers["review"] == {"result": "fail", "opinion": "不予登记", "reason": "名称使用了禁用文字"}
    assert training.open_elements(case) == ["refusal_notice"]


def test_without_an_authorisation_there_is_no_button_and_the_rule_is_told(clerk, training, case):
    shown = clerk.open(f"/cases/{case}")
    assert address(case) not in shown.links()
    token = shown.document.xpath("//input[@name='csrf_token']/@value")[0]
    fields = [("csrf_token", token), ("_element", "review"), ("result", "grant"), ("opinion", "同意")]
    fields += [("verified", one) for one in VERIFIED]
    for refused in (clerk.open(address(case)), clerk.post(address(case), fields)):
        assert refused.status == 403
        assert "充分授权窗口须有书面授权，汉政办发〔2019〕69号" in refused.text
    assert training.open_elements(case) == ["review"]


def test_others_have_no_such_page(at, training, case, authorised):
    for login, status in (("shenhe", 403), ("shenpi", 403), ("jiancha", 403), ("chujian", 403)):
        assert address(case) not in at(login).open(f"/cases/{case}").links()
        assert at(login).open(address(case)).status == status, login


def test_who_has_the_review_in_hand_is_not_passed_over(at, clerk, training, case, authorised):
    training["shenhe"].claim(case, "review")
    assert address(case) not in clerk.open(f"/cases/{case}").links()
    refused = clerk.open(address(case))
    assert refused.status == 409
    assert "“审核”已由程砚签收" in refused.text


def test_the_page_is_english_in_english(clerk, case, authorised):
    page = clerk.open(address(case) + "?lang=en")
    for text in ("当场办理", "授权编号", "作出决定", "有效期至"):
        assert text not in page.text
