"""A change of a matter from the first draft to its running cases, step by step as docs/how-to/change-a-process.md."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support import catering
from support.training import TrainingHall

from engine.administration.verify import verify

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("BANJIAN_PICTURES", "")
KEY = "small_catering_permit"
VERSIONS, MOVING = f"/studio/matters/{KEY}/versions", f"/studio/matters/{KEY}/moving"
STEP = "大面积复核"
LARGE = "given(application.area) and application.area > 100"


def picture(page, name):
    """With ``BANJIAN_PICTURES=folder`` keep what is seen now, for the guide."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"change-{name}.png"))


def choose(page, element):
    page.click(f"#modeler [data-element-id={element}]")
    expect(page.locator("#panel [name=id]")).to_have_value(element)


def choose_flow(page, source, target):
    """Press the flow in the middle between two nodes that stand side by side."""
    left, right = (page.locator(f"#modeler [data-element-id={one}]").first.bounding_box() for one in (source, target))
    middle = (left["x"] + left["width"] + right["x"]) / 2, right["y"] + right["height"] / 2
    page.mouse.click(*middle)
    expect(page.locator("#panel [name=condition]")).to_be_visible()


def write(page, name, value):
    page.fill(f"#panel [name={name}]", value)
    page.keyboard.press("Tab")


def drawn(page):
    page.wait_for_selector("#modeler[data-ready]")
    return page


def told(page, count, problem=""):
    """Wait until the gate beside the drawing says how many errors there are, and which."""
    expect(page.locator("#problem-count")).to_have_text("没有错误" if not count else re.compile(f"^{count} 个错误"))
    if problem:
        expect(page.locator(".gate-problem", has_text=problem)).to_have_count(1)


def saved(page):
    expect(page.locator("#save-state[data-saved=true]")).to_contain_text("已保存")


def running_cases(training):
    """Return 20 running cases at three places of the flow; every other one is of more than 100 square metres."""
    cases = []
    for number in range(20):
        case = catering.file_application(training, area=150 if number % 2 else 45, subject=f"第{number + 1}家面馆")
        cases.append(case)
        if number < 8:
            continue
        catering.accept(training, case)
        if number < 14:
            continue
        catering.assign(training, case)
        for login in ("hecha1", "hecha2"):
            catering.check(training, case, login)
    return cases


def test_from_a_draft_to_twenty_cases_on_the_new_version(visit, served):
    hall = served.extensions["banjian_hall"]
    training = TrainingHall(hall, hall.clock)
    cases = running_cases(training)
    designer, manager = visit(), visit()

    # 1. A draft is begun, and the promise becomes 6 days: the limits of the steps are then too long.
    page = designer.log_in("liucheng", "/studio")
    page.fill(f"#title-{KEY}", "承诺时限改为 6 个工作日，面积大的多一道复核")
    page.click(f"section[aria-labelledby=h-{KEY}] button")
    told(drawn(page), 0)
    draft = page.url.removeprefix(designer.base_url)
    page.click("a:text-is('时限')")
    page.fill("#promised", "6")
    page.fill("#promised_source", "县政务服务中心会议，压缩一天")
    picture(page, "limits")
    page.click("main .actions button")
    expect(page.locator("body")).to_contain_text("时限已保存")
    drawn(designer.open(draft))
    told(page, 1, "合计最长 7 个工作日，超过承诺时限 6 天")

    # 2. The site check becomes shorter.
    choose(page, "site_check")
    write(page, "limitWorkdays", "1")
    told(page, 0)

    # 3. One more review is drawn; the longest way is then too long again, and the gate shows the way.
    choose(page, "review_outcome")
    page.click(".djs-context-pad [data-action='append.user-task']")
    page.keyboard.press("Escape")
    step = page.locator("#panel [name=id]").input_value()
    write(page, "name", STEP)
    page.select_option("#panel [name=stage]", "review")
    page.select_option("#panel [name=post]", "reviewer")
    page.select_option("#panel [name=form]", "review")
    write(page, "limitWorkdays", "1")
    write(page, "work", "经营面积超过 100 平方米的，再审一遍")
    choose_flow(page, "review_outcome", step)
    write(page, "condition", LARGE)
    # The marks of the flow lie over the lower part of the step.
    page.click(f"#modeler [data-element-id={step}]", position={"x": 45, "y": 8})
    expect(page.locator("#panel [name=id]")).to_have_value(step)
    page.click(".djs-context-pad [data-action=connect]")
    page.click("#modeler [data-element-id=approval]")
    told(page, 1, "合计最长 7 个工作日，超过承诺时限 6 天")
    page.click(".gate-problem")
    expect(page.locator(f"[data-element-id={step}].gate-path").first).to_be_attached()
    picture(page, "refused")

    # 4. Assigning is done on the same day: the limits fit.
    choose(page, "assign_check")
    write(page, "limitWorkdays", "0")
    told(page, 0)
    saved(page)
    picture(page, "passes")

    # 5. The designer tries it out and hands it in, but cannot approve it.
    page.click("a:text-is('试办')")
    page.click("button[value=begin]")
    expect(page.locator("#h-now")).to_have_text("受理审查")
    page.check("[name=result][value=accept]")
    for box in page.locator("[name=checked]").all():
        box.check()
    page.click("button:not([aria-hidden]):has-text('办完这一步')")
    expect(page.locator("#h-now")).to_have_text("指派核查人员")
    picture(page, "try")
    designer.open(f"{draft}/review")
    expect(page.locator("#main")).to_contain_text("承诺办结时限：7 个工作日 → 6 个工作日")
    expect(page.locator("#main")).to_contain_text(STEP)
    page.click("button:text-is('提交审批')")
    expect(page.locator("#h-submit")).to_have_count(0)
    expect(page.locator("button:text-is('批准')")).to_have_count(0)

    # 6. The matter manager approves it from today.
    page = manager.log_in("shixiang", f"{draft}/review")
    page.fill("#in_force_from", hall_day(hall))
    picture(page, "approve")
    page.click("button:text-is('批准')")
    page.wait_for_url(f"**{VERSIONS}")

    # 7. All running cases are looked at and moved.
    page.click("a:text-is('迁移在办件')")
    expect(page.locator("#h-preview + p")).to_contain_text("20 件可以迁移，0 件不能迁移")
    picture(page, "move")
    page.click("button:text-is('迁移所选办件')")
    expect(page.locator("body")).to_contain_text("已迁移 20 件办件")
    row = manager.open(VERSIONS).locator("tr", has_text="第 2 版")
    expect(row.locator("td").last).to_have_text("20")

    # 8. The cases tell of it, and a large one goes by the new step.
    supervisor = visit()
    page = supervisor.log_in("jiancha")
    for case in cases:
        assert "办件迁移到事项的另一个版本" in page.request.get(f"{supervisor.base_url}/cases/{case}").text()
    small, large = cases[18], cases[19]
    for case in (small, large):
        training.reviewer.complete(case, "review", result="pass", opinion="建议准予许可")
    assert training.open_elements(small) == ["approval"]
    reviewer = visit()
    page = reviewer.log_in("shenhe", "/inbox?tab=claimable")
    expect(page.locator("tr", has_text="第20家面馆")).to_contain_text(STEP)
    training.reviewer.complete(large, step, result="pass", opinion="同意")
    assert training.open_elements(large) == ["approval"]
    assert list(verify(hall)) == []
    for person in (designer, manager, supervisor, reviewer):
        assert person.complaints == []


def hall_day(hall):
    with hall.reading() as connection:
        return hall.today(connection).isoformat()
