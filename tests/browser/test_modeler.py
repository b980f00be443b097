"""A designer draws a change of the small catering permit in the studio, alone and with a colleague on one draft."""

from __future__ import annotations

import re

import pytest
from browsing import PHONE
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
MATTER = "small_catering_permit"
LATIN = re.compile(r"[A-Za-z]{3,}")


def begin(person, title):
    """Open a draft of the version in force and wait until it is drawn."""
    page = person.log_in("liucheng", "/studio")
    page.fill(f"#title-{MATTER}", title)
    page.click(f"section[aria-labelledby=h-{MATTER}] button")
    return drawn(page)


def drawn(page):
    page.wait_for_selector("#modeler[data-ready]")
    expect(page.locator("#problem-count")).to_have_text(re.compile("没有错误|个错误"))
    return page


def choose(page, element):
    page.click(f"#modeler [data-element-id={element}]")
    expect(page.locator("#panel [name=id]")).to_have_value(element)


def write(page, name, value):
    page.fill(f"#panel [name={name}]", value)
    page.keyboard.press("Tab")


def saved(page):
    expect(page.locator("#save-state[data-saved=true]")).to_contain_text("已保存")


def test_a_change_is_drawn_judged_taken_back_and_kept(visit):
    person = visit()
    page = begin(person, "加一道复核")
    expect(page.locator("#problem-count")).to_have_text("没有错误")

    choose(page, "site_check")
    write(page, "limitWorkdays", "6")
    expect(page.locator("#problem-count")).to_have_text("1 个错误，现在不能发布")
    page.click(".gate-problem")
    for element in ("assign_check", "site_check", "assigned", "certificate"):
        expect(page.locator(f"[data-element-id={element}].gate-path").first).to_be_attached()
    page.keyboard.press("Control+z")
    expect(page.locator("#problem-count")).to_have_text("没有错误")
    page.click("[data-act=redo]")
    expect(page.locator("#problem-count")).to_have_text("1 个错误，现在不能发布")
    page.click("[data-act=undo]")
    expect(page.locator("#problem-count")).to_have_text("没有错误")
    choose(page, "site_check")
    expect(page.locator("#panel [name=limitWorkdays]")).to_have_value("2")
    write(page, "limitWorkdays", "1")

    choose(page, "certificate")
    page.click(".djs-context-pad [data-action='append.user-task']")
    expect(page.locator(".gate-problem", has_text="没有写明环节")).to_have_count(1)
    page.keyboard.press("Escape")
    step = page.locator("#panel [name=id]").input_value()
    assert re.fullmatch(r"step_[a-z0-9]+", step)
    write(page, "name", "证照复核")
    page.select_option("#panel [name=stage]", "completion")
    page.select_option("#panel [name=post]", "reviewer")
    page.select_option("#panel [name=form]", "review")
    write(page, "limitWorkdays", "1")
    expect(page.locator(".gate-problem", has_text="没有写明环节")).to_have_count(0)
    saved(page)

    page.reload()
    drawn(page)
    choose(page, "site_check")
    expect(page.locator("#panel [name=limitWorkdays]")).to_have_value("1")
    page.click("[data-act=fit]")
    choose(page, step)
    expect(page.locator("#panel [name=name]")).to_have_value("证照复核")
    assert person.complaints == []


COVERED = """(id) => {
  const box = (one) => one.querySelector(".djs-hit-all, .djs-hit-click-stroke, .djs-hit").getBoundingClientRect();
  const own = document.querySelector(`#modeler g[data-element-id="${id}"]`);
  const mine = box(own);
  return [...document.querySelectorAll("#modeler g.djs-shape")].filter((one) => {
    const other = box(one);
    const beside = other.right <= mine.left || mine.right <= other.left;
    const apart = beside || other.bottom <= mine.top || mine.bottom <= other.top;
    return one !== own && !apart && other.width < 2 * mine.width;
  }).map((one) => one.dataset.elementId);
}"""


def test_an_appended_step_covers_nothing(visit):
    person = visit()
    page = begin(person, "加步骤")
    for element in ("assign_check", "site_check", "site_check_reminder", "approval_outcome"):
        choose(page, element)
        page.click(".djs-context-pad [data-action='append.user-task']")
        page.keyboard.press("Escape")
        step = page.locator("#panel [name=id]").input_value()
        assert page.evaluate(COVERED, step) == [], element
        page.click("[data-act=undo]")
    assert person.complaints == []


def test_a_condition_is_written_with_names_that_exist_there(visit):
    person = visit()
    page = begin(person, "改一个条件")
    page.evaluate("document.querySelector('[data-element-id=to_check_again] .djs-hit').setAttribute('id', 'the-flow')")
    page.locator("#the-flow").dispatch_event("click")
    field = page.locator("#panel [name=condition]")
    expect(field).to_have_value("review.result == 'return'")
    field.fill("review.result = 1")
    expect(page.locator(".panel-verdict.panel-refusal")).not_to_be_empty()
    field.fill("")
    page.click(".panel-names summary")
    page.click(".panel-name [title=\"review.result == 'return'\"]")
    expect(field).to_have_value("review.result == 'return'")
    expect(page.locator(".panel-verdict")).to_have_text("写法正确。")
    assert page.locator(".panel-name", has_text="制证办结").count() == 0
    assert person.complaints == []


def test_the_second_of_two_loses_nothing(visit):
    first, second = visit(), visit()
    page = begin(first, "两个人改")
    other = drawn(second.log_in("liucheng", page.url.removeprefix(first.base_url)))
    choose(page, "site_check")
    write(page, "name", "现场踏勘")
    saved(page)
    choose(other, "approval")
    write(other, "name", "领导审批")
    expect(other.locator("#save-conflict")).to_contain_text("卫图于")
    other.locator("#save-conflict button", has_text="另存为一份草稿").click()
    other.wait_for_url(lambda url: url != page.url)
    drawn(other)
    choose(other, "approval")
    expect(other.locator("#panel [name=name]")).to_have_value("领导审批")
    choose(other, "site_check")
    expect(other.locator("#panel [name=name]")).to_have_value("现场核查")
    # The browser notes the refused save in its console; nothing else is wrong.
    assert all("409" in complaint for complaint in second.complaints)
    assert first.complaints == []


def test_what_could_not_be_saved_is_there_after_the_browser_was_closed(visit):
    person = visit()
    page = begin(person, "网断了")
    page.route("**/process.bpmn", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, "review")
    write(page, "name", "科室审核")
    expect(page.locator("#save-state")).to_contain_text("改动暂存在这台电脑的浏览器里")
    page.unroute("**/process.bpmn")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    drawn(page)
    choose(page, "review")
    expect(page.locator("#panel [name=name]")).to_have_value("科室审核")
    saved(page)


def words_of(page, where):
    """Return the words of a menu as people see and hear them, marks without words left out."""
    return page.locator(where).evaluate_all(
        "(all) => all.map((one) => [one.innerText, one.title, one.ariaLabel].join(' '))"
    )


def test_the_modeler_speaks_chinese_and_offers_only_what_runs(visit):
    person = visit()
    page = begin(person, "看菜单")
    choose(page, "assign_check")
    seen = words_of(page, ".djs-palette .entry") + words_of(page, ".djs-context-pad .entry")
    offered = []
    for action in ("replace", "append", "set-color"):
        page.click(f".djs-context-pad [data-action={action}]")
        page.wait_for_selector(".djs-popup .entry")
        seen += words_of(page, ".djs-popup")
        offered += page.locator(".djs-popup .entry").evaluate_all("(all) => all.map((one) => one.dataset.id)")
        page.keyboard.press("Escape")
    page.click(".bts-toggle-mode")
    seen += words_of(page, ".bts-toggle-mode, .bts-palette .bts-entry, .bts-log, .djs-minimap .toggle")
    page.click(".bts-toggle-mode")
    assert not [one for one in seen if LATIN.search(one)]
    forbidden = re.compile("transaction|ad-hoc|complex|compensat|conditional-inter|cancel|data-|pool|event-subprocess")
    assert offered
    assert not [one for one in offered if forbidden.search(one)]
    assert person.complaints == []


def test_a_manager_reads_on_a_phone(visit):
    designer = visit()
    address = begin(designer, "给管理员看").url.removeprefix(designer.base_url)
    manager = visit(PHONE)
    page = drawn(manager.log_in("shixiang", address))
    assert page.locator(".djs-palette").count() == 0
    page.click("#modeler [data-element-id=acceptance]")
    expect(page.locator("#panel [name=limitWorkdays]")).to_be_disabled()
    assert manager.fits()
    assert page.locator(".bjs-powered-by").is_visible()
    assert manager.violations() == []
    assert manager.complaints == []


def test_a_draft_and_its_version_are_compared_on_the_drawings(visit):
    person = visit()
    page = begin(person, "对照")
    choose(page, "site_check")
    write(page, "limitWorkdays", "1")
    page.click(".djs-context-pad [data-action='append.user-task']")
    page.keyboard.press("Escape")
    step = page.locator("#panel [name=id]").input_value()
    saved(page)
    page.goto(f"{page.url}/comparison")
    page.wait_for_selector("#comparison[data-ready]")
    expect(page.locator("#differing li", has_text="改了 · 现场核查")).to_have_count(1)
    expect(page.locator("#differing li", has_text=step)).to_contain_text("新增")
    expect(page.locator(f"#after [data-element-id={step}].differs-added")).to_have_count(1)
    expect(page.locator("#before [data-element-id=site_check].differs-changed")).to_have_count(1)
    assert person.complaints == []


def test_a_name_with_markup_stands_as_text(visit):
    person = visit()
    page = begin(person, "<img src=x onerror=alert(1)>")
    page.on("dialog", lambda dialog: person.complaints.append(dialog.message))
    nasty = "<img src=x onerror=alert(2)>\"'><script>alert(3)</script>"
    choose(page, "review")
    write(page, "name", nasty)
    write(page, "limitWorkdays", "40")
    expect(page.locator(".gate-problem").first).to_be_visible()
    saved(page)
    page.reload()
    drawn(page)
    choose(page, "review")
    expect(page.locator("#panel [name=name]")).to_have_value(nasty)
    page.click(".bts-toggle-mode")
    page.click("[data-act=fit]")
    address = page.url
    for ending in ("/comparison", "/steps", "/chart.svg"):
        page.goto(f"{address}{ending}")
        page.wait_for_load_state("networkidle")
        assert page.locator("img[src=x]").count() == 0, ending
    assert person.complaints == []


def test_a_field_is_set_out_and_seen_at_once(visit):
    person = visit()
    address = begin(person, "改表单").url.removeprefix(person.base_url)
    page = person.open(f"{address}/forms/review")
    page.click("#row-1 summary")
    page.fill("#row-1-label", "详细意见")
    expect(page.locator("#preview")).to_contain_text("详细意见")
    page.select_option("#row-1-show_field", "result")
    page.select_option("#row-1-show_how", "none_of")
    page.check("#row-1-when >> text=退回重新核查")
    expect(page.locator("#preview")).to_contain_text("“审核结论”不是“退回重新核查”时填写")
    expect(page.locator("#row-1-head")).to_contain_text("当“审核结论”不等于任意一个“退回重新核查”")
    page.select_option("#row-1-kind", "date")
    page.fill("#row-1 [name='r1.limit.formatMinimum']", "2026-03-02")
    expect(page.locator("#preview input[type=date]")).to_have_attribute("min", "2026-03-02")
    assert person.violations() == []
    page.set_viewport_size(PHONE)
    assert person.fits()
    assert person.complaints == []
