"""A small business is registered while its owner waits, by a window that is authorised to, and by no other."""

from __future__ import annotations

from typing import Any

import pytest
from story import SCAN, Story, fill_in

from engine.law.codes import credit_code_check
from webapp.training_hall.answers import id_number

pytestmark = pytest.mark.browser
MATTER = "individual_business_registration"
CODE = "92610999MA70711X1"
MATERIALS = ["operator_id", "premises_proof"]
VERIFIED = ["identity", "name", "premises", "items"]


def application(subject: str, seed: int) -> dict[str, Any]:
    return {
        "applicant_name": "安一诺",
        "id_number": id_number(seed),
        "phone": f"15400000{seed}",
        "formation": "person",
        "subject": subject,
        "town": "城关镇",
        "address": "凤凰路 20 号",
        "premises_kind": "rent",
        "business_items": ["packaged_food", "tea"],
        "capital": "5",
        "staff_count": "1",
        "has_agent": False,
        "operator_id": SCAN,
        "premises_proof": SCAN,
        "delivery_mode": "window",
        "commitment": True,
    }


def test_registered_while_the_owner_waits(visit, served):
    story = Story(visit, name="registration", subject="凤凰路安记茶铺")
    number = story.applicant_files(MATTER, application(story.subject, 711))

    page = story.start("chuangkou", "/intake", "审查")
    page = story.answers("chuangkou", page, "受理审查", result="accept", checked=MATERIALS)
    page.click(f"main a:has-text('{number}')")
    story.look("chuangkou")
    case = page.url.rsplit("/", 1)[1]
    page.click("main a:has-text('当场办理')")
    story.look("chuangkou")
    assert "以县市场监督管理局的名义审核并决定本件" in page.inner_text("main")
    fill_in(page, {"result": "grant", "verified": VERIFIED, "opinion": "材料齐全，符合法定形式，准予登记"})
    with page.expect_navigation():
        page.click("main p.actions button:has-text('作出决定')")
    story.look("chuangkou")
    assert "本件已在窗口当场作出决定。" in page.inner_text("main")

    # The five stages are on record, review and decision each with the number of the authorisation.
    history = page.inner_text("#history")
    for step in ("审核", "核准登记"):
        assert f"依窗口授权办理“{step}”" in history
    page = story.start("chujian", "/delivery", "办理")
    page = story.answers(
        "chujian",
        page,
        "制发营业执照",
        certificate_no=CODE + credit_code_check(CODE),
        scope="预包装食品销售；茶叶零售",
        valid_from=story.today,
    )
    page = story.start("chujian", "/delivery?tab=window", "办理")
    assert "《送达回证》" in story.answers("chujian", page, "送达").inner_text("main")
    page = story.open("jiancha", f"/cases/{case}")
    assert page.locator(".stepper .step-done").count() == 5
    done = page.locator("#chart table tr:has-text('已办')").all_inner_texts()
    assert {"受理审查", "审核", "核准登记", "制发营业执照", "送达"} <= {one.split("\n")[0].strip() for one in done}
    page = story.applicant_follows(number)
    assert "本件已经办结，结果已经送达。" in page.inner_text("#standing")
    assert "营业执照" in page.inner_text("[aria-labelledby=h-documents]")


def test_without_the_authorisation_the_department_decides(visit, served):
    story = Story(visit, name="registration_revoked", subject="凤凰路何记五金")
    page = story.open("admin", "/admin/authorisations")
    page.click("tr:has-text('个体工商户设立登记') a:has-text('撤回')")
    story.look("admin")
    page.fill("#reason", "窗口人员轮换，重新考核后再授权")
    with page.expect_navigation():
        page.click("main button:has-text('撤回授权')")
    story.look("admin")
    assert "即时生效" in page.inner_text("main")

    page = story.open("chuangkou", f"/intake/new/{MATTER}")
    fill_in(page, application(story.subject, 712))
    page.click("main p.actions button:has-text('收件')")
    page.wait_for_url("**/intake/receipts/*")
    story.look("chuangkou")
    case = page.url.rsplit("/", 1)[1]
    page.click("main a:has-text('去审查受理')")
    story.look("chuangkou")
    with page.expect_navigation():
        page.click("main button:has-text('签收')")
    story.answers("chuangkou", page, "受理审查", result="accept", checked=MATERIALS)
    page = story.open("chuangkou", f"/cases/{case}")
    assert "待签收（审核人）" in page.inner_text("[aria-labelledby=h-now]")
    assert page.locator("main a:has-text('当场办理')").count() == 0
    assert story.status("chuangkou", f"/intake/cases/{case}/decision") == 403
    values = {"result": "grant", "opinion": "同意", "_element": "review", "_act": "submit"}
    status, told = story.posts("chuangkou", f"/intake/cases/{case}/decision", **values)
    assert status == 403
    assert "充分授权窗口须有书面授权" in told

    # It goes on as it does for everybody: reviewed by one, decided by another.
    story.does("shenhe", "审核", result="pass", verified=VERIFIED, opinion="材料齐全，符合法定形式，建议登记")
    page = story.does("shenpi", "核准登记", result="grant", opinion="准予登记")
    assert "决定书》" in page.inner_text("main")
