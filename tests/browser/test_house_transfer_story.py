"""A house is sold: tax office and registry side by side, a bill with a reduction, the money at another office."""

from __future__ import annotations

from typing import Any

import pytest
from story import SCAN, Story

from webapp.training_hall.answers import id_number

pytestmark = pytest.mark.browser
SUBJECT = "城关镇凤凰路 18 号 2 幢 301 室"

CHECKED = ["owner", "unencumbered", "contract", "boundary"]


def application() -> dict[str, Any]:
    return {
        "applicant_name": "安小禾",
        "id_number": id_number(701),
        "phone": "15400000701",
        "seller": {"name": "贺长河", "id_number": id_number(702), "phone": "15400000702"},
        "subject": SUBJECT,
        "town": "城关镇",
        "title_no": "陕（2019）汉阴县不动产权第0000701号",
        "house_kind": "dwelling",
        "area": "96.5",
        "price": "420000",
        "ownership": "sole",
        "certificate_copies": "2",
        "only_home": "first",
        "exemption_claim": "affordable_housing",
        "exemption_proof": SCAN,
        "has_agent": False,
        "identity_documents": SCAN,
        "title_certificate": SCAN,
        "sale_contract": SCAN,
        "delivery_mode": "window",
        "commitment": True,
    }


def test_money_is_taken_after_the_exemption_and_by_another_office(visit, served):
    story = Story(visit, name="house_transfer", subject=SUBJECT)
    number = story.applicant_files("house_transfer", application())

    page = story.start("chuangkou2", "/intake", "审查")
    story.answers(
        "chuangkou2",
        page,
        "受理审查",
        result="accept",
        checked=["identity_documents", "title_certificate", "sale_contract"],
        checked_conditional=["exemption_proof"],
    )
    page = story.applicant_follows(number)
    assert {"核定税费", "登记初审"} <= set(page.locator(".holder-step strong").all_inner_texts())

    # The registry comes to its opinion while the tax office has not begun, and waits for it.
    story.does("dengji1", "登记初审", findings="登记簿记载一致，没有查封和抵押", result="pass", verified=CHECKED)
    story.does("dengji-shenhe1", "登记审核", result="pass", opinion="权属清楚，材料齐全，建议登簿")
    assert SUBJECT not in story.open("dengji-dengbu", "/inbox").inner_text("main")
    story.does(
        "shuiwu-shenhe",
        "核定税费",
        result="pass",
        assessed_price="420000",
        deed_tax="4200",
        value_added_tax="0",
        income_tax="4200",
    )
    story.does("shuiwu-chengban", "出具完税凭证", result="paid", tax_receipt_no="3610920700701", paid_on=story.today)
    page = story.does("dengji-dengbu", "登簿决定", result="grant", opinion="同意登簿")

    items = [{"item": "dwelling", "quantity": "1"}, {"item": "extra_copy", "quantity": "1"}]
    basis = "发改价格规〔2016〕2559号，经济适用住房等保障性住房"
    story.does("dengji1", "开具缴费通知", items=items, exemption="half", exemption_basis=basis)

    # Before the exemption is decided nobody can pay.
    page = story.applicant_follows(number)
    assert "已申请减免，作出决定之前不需要缴费。" in page.inner_text("#bill")
    page = story.open("shoufei", "/cashier?q=安小禾")
    assert page.locator("main a:has-text('收款')").count() == 0
    page.click("main a:has-text('查看')")
    story.look("shoufei")
    bill = page.url.rsplit("/", 1)[1]
    assert "已申请减免，等待开单部门作出减免决定，现在不能收款。" in page.inner_text("main")
    assert page.locator("main button").count() == 0
    status, told = story.posts("shoufei", f"/cashier/bills/{bill}/payment", channel="cash")
    assert (status, "减免" in told) == (409, True), told

    # Who asked for the exemption does not decide it, and cannot take the money.
    page = story.take("dengji-dengbu", step="减免审批")
    assert story.status("dengji1", "/tasks/" + page.url.rsplit("/", 1)[1]) == 404
    page = story.answers("dengji-dengbu", page, "减免审批", result="approve", reason="核对购房资格证明，符合减半")
    assert "《缴费通知书》" in page.inner_text("main")
    assert story.people["dengji1"].page.locator("nav a:has-text('收费')").count() == 0
    status, _told = story.posts("dengji1", f"/cashier/bills/{bill}/payment", channel="cash")
    assert status == 403

    page = story.applicant_follows(number)
    assert "45.00" in page.inner_text("#wanted")
    page = story.open("shoufei", "/cashier?q=安小禾")
    page.click("main a:has-text('收款')")
    story.look("shoufei")
    page.check("#channel-cash")
    with page.expect_navigation():
        page.click("button:has-text('确认已收款 45.00 元')")
    story.look("shoufei")
    assert story.prints("shoufei", "打印缴款凭证").startswith(b"%PDF")
    page = story.applicant_follows(number)
    assert "缴款凭证" in page.inner_text("#bill")

    story.does(
        "dengji2",
        "缮制不动产权证书",
        certificate_no="陕（2026）汉阴县不动产第0000701号",
        scope="国有建设用地使用权／房屋所有权，住宅",
        valid_from=story.today,
        copies="2",
    )
    page = story.start("chujian", "/delivery?tab=window", "办理")
    assert page.input_value("[name=receiver]") == "安小禾"
    assert "送达回证" in story.submit("chujian").inner_text("main")
    page = story.applicant_follows(number)
    assert "本件已经办结" in page.inner_text("#standing")
