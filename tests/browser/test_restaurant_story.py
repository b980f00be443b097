"""A restaurant opens: four departments side by side, one of them twice, and one result for all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from story import SCAN, Story
from support.catering import credit_code

from webapp.training_hall.answers import id_number

pytestmark = pytest.mark.browser
MATERIALS = {
    "business_licence": SCAN,
    "operator_id": SCAN,
    "premises_proof": SCAN,
    "health_certificates": SCAN,
    "layout_plan": SCAN,
    "management_rules": SCAN,
    "signboard_design": SCAN,
    "fire_plan": SCAN,
}
SUBJECT = "凤凰路七里香饭店"


def application() -> dict[str, Any]:
    return {
        "applicant_name": "安七七",
        "id_number": id_number(721),
        "phone": "15400000721",
        "subject": SUBJECT,
        "credit_code": credit_code(),
        "town": "城关镇",
        "address": "凤凰路 22 号",
        "area": "180",
        "sub_items": ["food_permit", "signboard", "fire_inspection", "tobacco_licence"],
        "business_items": ["hot_food", "cold_food"],
        "staff_count": "9",
        "signboard_place": "门头，6 米 × 1.2 米",
        "fire_mode": "inspection",
        "tobacco_brands": "cigarettes",
        "has_agent": False,
        **MATERIALS,
        "delivery_mode": "window",
        "commitment": True,
    }


class JointStory(Story):
    def branches(self, page: Page) -> dict[str, str]:
        """Return the state of each branch on the page of the case."""
        lines = page.locator("#branches .holder-step").all()
        return {one.locator("strong").inner_text(): one.locator(".chip").inner_text() for one in lines}


def test_departments_side_by_side_and_one_of_them_twice(visit, served):
    story = JointStory(visit, name="restaurant", subject=SUBJECT)
    number = story.applicant_files("open_restaurant", application())
    page = story.start("chuangkou2", "/intake", "审查")
    page = story.answers("chuangkou2", page, "受理审查", result="accept", checked=list(MATERIALS))
    page.click(f"main a:has-text('{number}')")
    story.look("chuangkou2")
    case = page.url.rsplit("/", 1)[1]

    departments = ["market_bureau", "fire_brigade"]
    story.does("shenhe", "约定一同勘验", departments=departments, check_on=story.today, check_at="morning")
    for login, officers in (
        ("shichang-hecha1", ("骆长青", "苏念慈")),
        ("xiaofang-hecha1", ("祝安平", "岑小川")),
    ):
        story.does(
            login,
            "一同勘验",
            checked_on=story.today,
            officers=[{"name": one} for one in officers],
            findings="本部门项目现场与申请一致",
            result="pass",
        )

    # Each department has its own branch, and the applicant is told of all of them.
    page = story.applicant_follows(number)
    branches = {"食品经营许可审核", "户外招牌审核", "消防安全检查审核", "烟草专卖零售许可审核"}
    assert branches <= set(page.locator(".holder-step strong").all_inner_texts())

    story.does("yancao-shenhe", "烟草专卖零售许可审核", result="pass", opinion="符合零售点合理布局，建议准予")
    story.does("yancao-shenpi", "烟草专卖零售许可决定", result="return", opinion="没有写明与最近零售点的距离，请补充")
    # The tobacco branch is looked into once more while the others come to their decisions.
    for office, review, decision in (
        ("chengguanju", "户外招牌审核", "户外招牌决定"),
        ("xiaofang", "消防安全检查审核", "消防安全检查决定"),
    ):
        story.does(f"{office}-shenhe", review, result="pass", opinion="材料齐全，勘验合格，符合条件")
        story.does(f"{office}-shenpi", decision, result="consent", opinion="同意")
    story.does("shenhe", "食品经营许可审核", result="pass", opinion="材料齐全，勘验合格，符合许可条件")
    story.does("shenpi", "食品经营许可决定", result="consent", opinion="同意")

    # The lead sees each branch; what is not answered is no consent, so there is nothing to sum up yet.
    page = story.open("shenpi", f"/cases/{case}")
    seen = page.inner_text("#branches")
    assert "部门没有答复不等于同意。" in seen
    assert story.branches(page) == {
        "食品经营许可决定": "同意",
        "户外招牌决定": "同意",
        "消防安全检查决定": "同意",
        "烟草专卖零售许可决定": "办理中",
    }
    assert story.subject not in story.open("shenpi", "/inbox").inner_text("main")

    page = story.take("yancao-shenhe", step="烟草专卖零售许可审核")
    assert "没有写明与最近零售点的距离" in page.inner_text(".task-side")
    story.answers(
        "yancao-shenhe", page, "烟草专卖零售许可审核", result="pass", opinion="与最近零售点相距 120 米，符合布局"
    )
    story.does("yancao-shenpi", "烟草专卖零售许可决定", result="consent", opinion="同意")

    page = story.take("shenpi", step="汇总各部门决定")
    page = story.answers("shenpi", page, "汇总各部门决定", result="grant", opinion="四个分项均已同意")
    assert "决定书》" in page.inner_text("main")
    assert set(story.branches(story.open("shenpi", f"/cases/{case}")).values()) == {"同意"}
    page = story.start("chujian", "/delivery", "办理")
    story.answers(
        "chujian",
        page,
        "统一制证办结",
        certificate_no="汉一件事〔2026〕721",
        scope="食品经营许可、户外招牌设施、消防安全检查、烟草专卖零售许可",
        results=[
            {"item": "food_permit", "licence_no": "JY26109210000721"},
            {"item": "signboard", "licence_no": "汉城管 721"},
        ],
        valid_from=story.today,
    )
    page = story.start("chujian", "/delivery?tab=window", "办理")
    assert "《送达回证》" in story.answers("chujian", page, "送达").inner_text("main")
    page = story.applicant_follows(number)
    assert "本件已经办结，结果已经送达。" in page.inner_text("#standing")
