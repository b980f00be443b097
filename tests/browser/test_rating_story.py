"""A poor rating on phones, from the page of the case to its end: answered, called back, and rated once more."""

from __future__ import annotations

import pytest
from browsing import PHONE
from story import PUBLIC, Story, fill_in
from test_registration_story import MATTER, application

pytestmark = pytest.mark.browser
SAID = "等了一个小时才有人，没有说明原因"


def test_rated_poorly_put_right_called_back_and_rated_again(visit, served):
    story = Story(visit, viewport=PHONE, name="rating", subject="凤凰路评价烧烤")
    number = story.applicant_files(MATTER, application(story.subject, 742))
    page = story.start("chuangkou", "/intake", "审查")
    fill_in(page, {"result": "refuse", "reason": "不属于本机关职权范围", "basis": "行政许可法 第三十二条第一款第二项"})
    page = story.submit("chuangkou")
    if page.locator("text=确认并制发").count():
        with page.expect_navigation():
            page.click("text=确认并制发")
        story.look("chuangkou")

    story.applicant_follows(number)
    page = story.applicant_goes("评价这次服务")
    page.click("text=提交评价")
    assert "请选择满意程度" in page.inner_text("#error-summary")
    page.check("[name=level][value='5']")
    fill_in(page, {"text": SAID})
    page = story.applicant_goes("提交评价")
    assert "回访" in page.inner_text("main")

    page = story.open("shenpi", "/rectifications/own")
    page.click("tr:has-text('个体工商户') a.row-title >> nth=0")
    page.wait_for_url("**/rectifications/*")
    assert SAID in page.inner_text("main")
    fill_in(page, {"measure": "immediate", "answer": "已核实，中午增加一人值守。"})
    page.click("button:has-text('报送答复')")
    page.wait_for_selector("text=待回访")
    story.look("shenpi")

    page = story.open("pingjia", "/rectifications?tab=to_call")
    page.click("a.row-title >> nth=0")
    page.wait_for_url("**/rectifications/*")
    assert page.locator("a[href^='tel:']").count()
    fill_in(page, {"outcome": "satisfied", "said": "已说明，评价人满意。"})
    page.click("button:has-text('登记回访')")
    page.wait_for_selector("text=已办结")
    story.look("pingjia")

    story.applicant_follows(number)
    page = story.applicant_goes("评价这次服务")
    page.check("[name=level][value='2']")
    page = story.applicant_goes("提交评价")
    assert "整改后再次评价" in page.inner_text("main")
    assert "评价这次服务" not in page.inner_text("main")
    assert story.people[PUBLIC].fits()
