"""Help in hardship: from the village over the town to the county, a public notice on the way, and the money."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from story import SCAN, Story

from engine.jobs.worker import sweep_all
from engine.law.national_calendar import running_calendar
from webapp.training_hall.answers import id_number

pytestmark = pytest.mark.browser
MATERIALS = ["id_card", "household_register", "check_authorisation", "hardship_proof"]
SUBJECT = "家人车祸住院，生活困难"


def application() -> dict[str, Any]:
    return {
        "applicant_name": "安守信",
        "id_number": id_number(731),
        "phone": "15400000731",
        "town": "涧池镇",
        "village": "军坝村",
        "address": "三组 12 号",
        "subject": SUBJECT,
        "cause": "accident",
        "hardship": "丈夫车祸住院，医疗费用超出家庭承受能力",
        "family_size": "4",
        "source": "self",
        "bank_name": "汉阴农商行",
        "bank_account": "6230270000001234567",
        "has_agent": False,
        **dict.fromkeys(MATERIALS, SCAN),
        "delivery_mode": "window",
        "commitment": True,
    }


def let_pass(story: Story, served: Any, workdays: int) -> None:
    """The administrator moves the days of the training hall on, and the worker makes its round."""
    today = date.fromisoformat(story.today)
    until = running_calendar().add_workdays(today, workdays)
    page = story.open("admin", "/admin/running")
    page.fill("#days", str((until - today).days))
    with page.expect_navigation():
        page.click("main button:has-text('调整')")
    story.look("admin")
    story.days_ahead += (until - today).days
    sweep_all(served.extensions["banjian_hall"])


def test_village_town_county_notice_and_money(visit, served):
    story = Story(visit, name="relief", subject=SUBJECT)
    number = story.applicant_files("temporary_relief", application())

    page = story.does(
        "jianchi-daiban",
        "村级协助与移交",
        known_situation="一家四口，主要劳动力住院，情况属实",
        materials=MATERIALS,
        helped_by="茅明月",
        handed_on=story.today,
    )
    assert "移交" in page.inner_text("main")
    page = story.start("jianchi-chuangkou", "/intake", "审查")
    page = story.answers("jianchi-chuangkou", page, "受理审查", result="accept", checked=MATERIALS, urgent=False)
    page.click(f"main a:has-text('{number}')")
    story.look("jianchi-chuangkou")
    case = page.url.rsplit("/", 1)[1]

    story.does("jianchi-chengban", "家庭经济状况核对", checked_on=story.today, findings="收入低于标准", result="pass")
    story.does("jianchi-shenhe", "指派入户人员", visitors=["伍广平", "穆晓峰"])
    for login in ("jianchi-diaocha1", "jianchi-diaocha2"):
        page = story.resume(login, step="入户调查")
        story.answers(
            login, page, "入户调查", checked_on=story.today, living=["illness"], findings="情况属实", result="pass"
        )
    story.does("jianchi-shenhe", "镇审核意见", result="pass", amount="3000", opinion="情况属实，建议给予救助")
    story.does(
        "jianchi-chengban",
        "村务公开栏公示",
        content="军坝村三组安守信，因家人车祸住院申请临时救助，拟救助三千元",
        place="军坝村村务公开栏",
        days="5",
    )
    for page in (story.applicant_follows(number), story.open("jianchi-chuangkou", f"/cases/{case}")):
        assert "正在公示" in page.inner_text("[aria-labelledby=h-now]")
        assert "有人提出异议" not in page.inner_text("[aria-labelledby=h-now]")
    let_pass(story, served, 5)
    assert story.subject not in story.open("jianchi-chengban", "/inbox").inner_text("main")
    let_pass(story, served, 1)

    # More than the town may grant: with everything that was handed in to the county, which asks for nothing again.
    page = story.does(
        "jianchi-chengban",
        "上报县民政局",
        materials=MATERIALS,
        documents=["opinion", "economy", "visit", "notice"],
        handed_on=story.today,
    )
    assert "移交单》" in page.inner_text("main")
    story.does("minzheng-chengban", "县级签收", received_on=story.today, complete=True)
    story.does("minzheng-shenhe", "县级审核", result="pass", opinion="手续齐全，建议给予救助")
    story.does("minzheng-shenpi", "县级审批", result="grant", amount="3000", opinion="同意给予救助")
    page = story.applicant_follows(number)
    story.does("caizheng1", "发放救助金", amount="3000", mode="bank", voucher_no="汉财社 731", paid_on=story.today)
    page = story.start("jianchi-chujian", "/delivery?tab=window", "办理")
    assert page.input_value("[name=receiver]") == "安守信"
    assert "《送达回证》" in story.answers("jianchi-chujian", page, "送达").inner_text("main")
    page = story.applicant_follows(number)
    assert "本件已经办结" in page.inner_text("#standing")
