"""Filing anew after materials were returned: nothing that was right is typed or uploaded twice."""

from __future__ import annotations

import io

import pytest
from pages import Browser
from support import catering
from support.played_matters import PlayedMatter
from support.training import key

from engine.actor import applicant
from engine.cases.withdraw_case import WithdrawCase

BUSINESS = "individual_business_registration"
AGENT = {"name": "李四海", "id_number": catering.ID_NUMBER, "phone": "13900005678"}
ASKED = [{"material": "premises_proof", "problem": "租赁合同没有签名", "correction": "请出租人签名"}]


@pytest.fixture
def returned(training):
    """A registration whose premises proof was returned."""
    played = PlayedMatter(training, BUSINESS)
    case = played.file(("operator_id", "premises_proof", "power_of_attorney"), has_agent=True, agent=AGENT)
    training.clerk.complete(case, "acceptance", result="return", materials=ASKED)
    assert training.status(case) == "returned"
    return case


@pytest.fixture
def at(another_visitor):
    """Sit down at the desk of somebody."""
    return lambda login: Browser(another_visitor(), login)


def value(page, name):
    return page.document.xpath(f"string(//input[@name='{name}']/@value)")


def kept_files(page):
    return [one.text for one in page.document.xpath("//span[@class='file-name']")]


def test_the_applicant_goes_on_from_what_was_returned(followed, returned, training):
    page = followed(returned).press("重新申请")
    assert page.path == "/drafts/form", page.text
    assert value(page, "subject") == "汉阴县城关镇张记杂货店"
    assert value(page, "staff_count") == "1"
    assert sorted(kept_files(page)) == ["operator_id.pdf", "power_of_attorney.pdf"]
    done = page.press(
        "下一步",
        applicant_name="王小明",
        id_number=catering.ID_NUMBER,
        phone="13800001234",
        address="北城街 12 号",
        agent__name=AGENT["name"],
        agent__id_number=AGENT["id_number"],
        agent__phone=AGENT["phone"],
        commitment="true",
        premises_proof=(io.BytesIO(b"%PDF-1.4 signed"), "signed.pdf"),
    ).press("确认提交")
    assert done.path.endswith("/receipt"), done.text
    assert len(training.supervisor.file(returned).attachments) == 3


def test_who_only_has_the_code_is_shown_no_personal_data(followed, returned):
    page = followed(returned).press("重新申请")
    for text in (catering.ID_NUMBER, "13800001234", "13900005678", "王小明", "李四海", "北城街 12 号"):
        assert text not in page.source
    assert not page.document.xpath("//input[@name='commitment' and @checked]")


def test_a_second_click_gets_the_same_draft(followed, returned):
    path, fields = followed(returned).asked("重新申请")
    browser = followed(returned).browser
    codes = {value(browser.post(path, fields), "_draft") for _ in range(2)}
    assert len(codes) == 1


def test_the_window_takes_it_in_anew_with_everything(at, returned, training):
    page = at("chuangkou").open(f"/cases/{returned}").press("重新收件")
    assert page.path.startswith(f"/intake/new/{BUSINESS}"), page.text
    assert value(page, "applicant_name") == "王小明"
    assert value(page, "agent.phone") == AGENT["phone"]
    assert sorted(kept_files(page)) == ["operator_id.pdf", "power_of_attorney.pdf"]
    filed = page.press("收件", commitment="true", premises_proof=(io.BytesIO(b"%PDF-1.4 signed"), "signed.pdf"))
    assert filed.path.startswith("/intake/receipts/"), filed.text


def test_what_was_withdrawn_may_be_filed_anew(followed, training):
    case = catering.file_application(training)
    training.hall.run(WithdrawCase(by=applicant(case), key=key(), case_id=case, reason="填错了"))
    page = followed(case).press("重新申请")
    assert value(page, "subject") == "小明面馆"
    assert len(kept_files(page)) == len(catering.MATERIALS)


def test_a_running_case_is_not_filed_anew(followed, at, returned, training):
    running = catering.file_application(training)
    page = followed(running)
    assert "重新申请" not in page.text
    _path, fields = followed(returned).asked("重新申请")
    refused = page.browser.post(f"{page.path}/anew", fields)
    assert refused.status in (403, 404)
    assert "重新收件" not in at("chuangkou").open(f"/cases/{running}").text
