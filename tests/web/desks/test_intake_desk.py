"""The intake desk: one list, walk-in filing, receipts, supplements."""

from __future__ import annotations

import io
import re

import pytest
from support import catering

from engine.query_code import query_code

PDF = b"%PDF-1.4 a scan"


def rows(page):
    return [re.sub(r"\s+", " ", one.text_content()).strip() for one in page.document.xpath("//tbody/tr")]


def walk_in(**changes):
    """Return the fields of an application as a clerk types them."""
    typed = {
        "applicant_name": "周小燕",
        "id_number": catering.ID_NUMBER,
        "phone": "13800001234",
        "subject": "燕子甜品铺",
        "credit_code": catering.credit_code(),
        "town": "城关镇",
        "address": "北城街 12 号",
        "area": "45.5",
        "business_items": ["hot_food", "pastry"],
        "staff_count": "4",
        "has_agent": "false",
        "delivery_mode": "window",
        "commitment": "true",
    }
    return typed | changes


def scans(*materials):
    return {name: (io.BytesIO(PDF), f"{name}.pdf") for name in materials or catering.MATERIALS}


def test_online_and_walk_in_filings_are_one_list_by_the_answer_due(clerk, training):
    catering.file_application(training, subject="网上的店")
    training.pass_days(1)
    clerk.open("/intake/new/small_catering_permit").press("收件", **walk_in(), **scans())
    first, second = rows(clerk.open("/intake"))
    assert "网上的店" in first
    assert "网上申请" in first
    assert "剩 4 个工作日" in first
    assert "燕子甜品铺" in second
    assert "窗口收件" in second
    assert "剩 5 个工作日" in second


def test_an_applicant_at_the_counter_gets_a_receipt_with_a_code_that_works(clerk, hall, training):
    chosen = clerk.open("/intake/new")
    assert "小餐饮经营许可" in chosen.text
    page = clerk.open("/intake/new/small_catering_permit").press("收件", **walk_in(), **scans())
    assert page.path.startswith("/intake/receipts/")
    case = page.path.rsplit("/", 1)[1]
    assert query_code(hall.key, case) in page.text
    for text in ("申请材料接收凭证", "汉市监收〔2026〕00001号", "周小燕", "2026年3月9日", "营业执照 1 份"):
        assert text in page.text
    file = training.clerk.file(case)
    assert file.case["channel"] == "window"
    assert len(file.attachments) == 6


def test_mistakes_keep_what_was_typed_and_the_files(clerk):
    page = clerk.open("/intake/new/small_catering_permit").press("收件", **walk_in(id_number="123"), **scans())
    assert page.status == 422
    assert page.document.xpath("//input[@name='applicant_name']")[0].get("value") == "周小燕"
    assert len(page.document.xpath("//ul[@class='kept']/li")) == 6
    filed = page.press("收件", id_number=catering.ID_NUMBER)
    assert filed.path.startswith("/intake/receipts/")


def test_a_double_click_files_one_case(clerk, training):
    first = clerk.open("/intake/new/small_catering_permit").press("收件", **walk_in(id_number="1"), **scans())
    path, fields = first.asked("收件", id_number=catering.ID_NUMBER)
    pages = [clerk.post(path, fields) for _ in range(2)]
    assert pages[0].path == pages[1].path
    assert len(rows(clerk.open("/intake"))) == 1


def test_the_first_form_sent_twice_files_one_case(clerk):
    page = clerk.open("/intake/new/small_catering_permit")
    path, fields = page.asked("收件", **walk_in())
    sent = [clerk.post(path, [*fields, *scans().items()]) for _ in range(2)]
    assert sent[0].path == sent[1].path
    assert len(rows(clerk.open("/intake"))) == 1


def test_what_is_put_aside_goes_on_with_its_code(clerk):
    page = clerk.open("/intake/new/small_catering_permit").press("暂存", **walk_in(phone=""), **scans("layout_plan"))
    code = re.search(r"草稿编码 ([0-9A-Z]{12}) 告诉申请人", page.text).group(1)
    again = clerk.open(f"/intake/new/small_catering_permit?draft={code.lower()}")
    assert again.document.xpath("//input[@name='subject']")[0].get("value") == "燕子甜品铺"
    assert "layout_plan.pdf" in again.text


@pytest.mark.parametrize("code", ["AAAABBBBCCCC", "x" * 300, "' or 1=1"])
def test_a_wrong_draft_code_finds_nothing(clerk, code):
    assert clerk.open(f"/intake/new/small_catering_permit?draft={code}").status == 404


def test_fields_that_the_form_does_not_have_are_refused(clerk):
    page = clerk.open("/intake/new/small_catering_permit")
    path, fields = page.asked("收件", **walk_in())
    refused = clerk.post(path, [*fields, *scans().items(), ("approved", "true")])
    assert refused.status == 422
    assert clerk.open("/intake").document.xpath("//tbody") == []


def test_examining_claims_and_opens_the_task(clerk, training):
    case = catering.file_application(training)
    page = clerk.open("/intake").press("审查")
    assert page.path.startswith("/tasks/")
    assert training.clerk.file(case).open_tasks[0].holder == "林小满"
    assert "继续审查" in clerk.open("/intake").text


def test_a_supplement_is_taken_in_at_the_window(clerk, training):
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan", "premises_proof")
    (row,) = rows(clerk.open("/intake?tab=supplement"))
    assert "收补正" in row
    page = clerk.open(f"/intake/cases/{case}/supplement")
    offered = page.document.xpath("//input[@type='file']/@name")
    assert sorted(offered) == ["layout_plan", "premises_proof"]
    half = page.press("收下补正材料", **scans("layout_plan"))
    assert half.status == 422
    assert training.status(case) == "supplement_wait"
    done = half.press("收下补正材料", **scans("premises_proof"))
    assert "《补正材料接收凭证》汉市监补收〔2026〕00001号" in done.text
    assert training.status(case) == "received"
    assert "已补正" in rows(clerk.open("/intake"))[0]
    assert clerk.open(f"/intake/cases/{case}/supplement").status == 409


def test_a_case_is_closed_only_when_the_wait_is_over(clerk, training):
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan")
    page = clerk.open("/intake?tab=supplement")
    assert "期满未补正" not in page.text
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    early = clerk.post(f"/intake/cases/{case}/close", [("csrf_token", token)])
    assert early.status == 409
    assert "届满之前不能办结" in early.text
    training.pass_days(60)
    late = clerk.open("/intake?tab=supplement")
    assert "期满未补正" in late.text
    assert "已按补正不来办结" in late.press("办结").text
    assert training.status(case) == "closed_no_supplement"


def test_a_receipt_is_for_the_window_of_the_case_only(at, clerk, training):
    case = catering.file_application(training)
    assert clerk.open(f"/intake/receipts/{case}").status == 200
    assert at("jiancha").open(f"/intake/receipts/{case}").status == 403
    assert at("shenpi").open(f"/intake/receipts/{case}").status == 403
