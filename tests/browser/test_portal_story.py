"""Without script: an applicant files, supplements when asked and follows the case; also by keyboard alone."""

from __future__ import annotations

import re

import pytest
from browsing import DESKTOP, PHONE
from story import SCAN, Story
from support import catering
from support.training import TrainingHall
from test_permit_story import fill_in_application

from engine.query_code import query_code

pytestmark = pytest.mark.browser


class PublicStory(Story):
    """The same, with one person among them who has no account and no script."""

    def applicant(self):
        self.people["public"] = self.visit(self.viewport, java_script_enabled=False)
        return self.people["public"].page

    def look(self, login):
        if login != "public":
            return super().look(login)
        # Axe waits for timers, which a browser without script never fires; the pages get it below, with script.
        person = self.people[login]
        assert person.fits(), person.page.url
        assert [one for one in person.complaints if "422" not in one] == []

    def go(self, text):
        """Press a button or follow a link of the applicant's page, and look at where it leads."""
        page = self.people["public"].page
        with page.expect_navigation():
            page.click(f"main >> :is(a, button):not([aria-hidden]):has-text('{text}') >> nth=0")
        self.look("public")
        return page


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_filed_supplied_and_followed_without_script(visit, served, viewport):
    story = PublicStory(visit, viewport)
    page = story.applicant()
    page.goto(f"{served.base_url}/")
    story.look("public")
    page.fill("#q", "餐饮")
    story.go("查找事项")
    with page.expect_navigation():
        page.click(f"a[href='/matters/{catering.KEY}']")
    story.look("public")
    assert page.locator(".chart-frame img").evaluate("(image) => image.complete && image.naturalWidth > 0")

    story.go("开始申请")
    fill_in_application(page, id_number="61092119900307001")
    story.go("下一步：核对")
    assert "有 1 处需要更正" in page.inner_text("#error-summary")
    assert page.locator(".kept li").count() == len(catering.MATERIALS)
    page.fill("[name=id_number]", catering.ID_NUMBER)
    story.go("暂存草稿")
    draft = page.inner_text(".receipt-code").strip()
    story.go("退出草稿")
    page.goto(f"{served.base_url}/drafts")
    story.look("public")
    page.fill("#code", draft.lower())
    story.go("继续填写")
    story.go("下一步：核对")
    assert "燕子甜品铺" in page.inner_text("main")
    story.go("确认提交")
    code = page.inner_text(".receipt-code").strip()
    number = re.search(r"/progress/(\d{19})/receipt", page.url).group(1)
    story.go("查看办理进度")
    assert "等待窗口审查材料" in page.inner_text("#standing")
    assert code not in page.url
    story.go("结束查询")

    desk = story.open("chuangkou", "/intake")
    desk.click(f"tr:has-text('{number}') button:has-text('审查')")
    desk.wait_for_url("**/tasks/*")
    desk.check("[name=result][value=supplement]")
    desk.click("text=增加一项")
    desk.select_option("[name='materials.0.material']", "layout_plan")
    desk.fill("[name='materials.0.problem']", "没有标出洗消区")
    desk.fill("[name='materials.0.correction']", "请标明洗消区后重新提交")
    story.submit("chuangkou")
    desk.click("text=确认并制发")
    desk.wait_for_url("**/inbox")

    page.goto(f"{served.base_url}/progress")
    story.look("public")
    page.fill("#number", number)
    page.fill("#code", "AAAABBBB")
    story.go("查询")
    assert "不正确" in page.inner_text("#error-summary")
    page.fill("#code", code)
    with page.expect_navigation():
        page.click("main button:has-text('查询')")
    story.look("public")
    assert "没有标出洗消区" in page.inner_text("#wanted")
    story.go("提交补正材料")
    story.go("提交补正材料")
    assert "有 1 处需要更正" in page.inner_text("#error-summary")
    scan = {"name": "新图.pdf", "mimeType": "application/pdf", "buffer": SCAN + b" again"}
    page.set_input_files("[name=layout_plan]", [scan])
    story.go("提交补正材料")
    assert "已收到补正材料" in page.inner_text("main")
    assert "目前不需要您做什么" in page.inner_text("#wanted")

    desk = story.open("chuangkou", "/intake")
    assert "已补正" in desk.inner_text(f"tr:has-text('{number}')")
    desk.click(f"tr:has-text('{number}') button:has-text('审查')")
    desk.wait_for_url("**/tasks/*")
    desk.check("[name=result][value=accept]")
    for box in desk.query_selector_all("[name=checked]"):
        box.check()
    assert "受理通知书" in story.submit("chuangkou").inner_text("main")
    page.reload()
    story.look("public")
    assert "您的申请已经受理，正在办理。" in page.inner_text("#standing")
    assert "林小满" not in page.content()


def press_until(page, selector, key="Tab", most=80):
    """Move the focus with the keyboard until it stands on an element."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{key} does not reach {selector}")


def test_a_case_is_followed_and_withdrawn_with_the_keyboard_alone(visit, served):
    hall = served.extensions["banjian_hall"]
    training = TrainingHall(hall, hall.clock)
    case = catering.file_application(training, subject="键盘小吃")
    person = visit(DESKTOP, java_script_enabled=False)
    page = person.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    press_until(page, "#number")
    page.keyboard.type(training.clerk.file(case).case["number"])
    press_until(page, "#code")
    page.keyboard.type(query_code(hall.key, case))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "键盘小吃" in page.inner_text("h1")
    press_until(page, "[href$='/withdrawal']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press_until(page, "#reason")
    page.keyboard.type("不开了")
    press_until(page, "#sure")
    page.keyboard.press("Space")
    press_until(page, ".btn-danger")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "您已经撤回申请" in page.inner_text("#standing")
    assert training.status(case) == "withdrawn"
    assert person.complaints == []


PAGES = ["/", "/?q=水利", f"/matters/{catering.KEY}", f"/matters/{catering.KEY}/application", "/drafts", "/progress"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_every_public_page_fits_in_english_too_and_axe_finds_nothing(visit, viewport):
    person = visit(viewport)
    for path in PAGES:
        for language in ("zh", "en"):
            person.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
            assert person.fits(), path
            if viewport is DESKTOP:
                assert person.violations() == [], path
    assert person.complaints == []
