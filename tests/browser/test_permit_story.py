"""A small catering permit in Chromium, from the counter to the signed receipt, by everybody who has a part in it."""

from __future__ import annotations

import re

import pytest
from browsing import DESKTOP, PHONE
from story import SCAN, Story
from support import catering

pytestmark = pytest.mark.browser


def fill_in_application(page, **changes):
    """Fill in the application as the clerk hears it."""
    page.fill("[name=applicant_name]", "周小燕")
    page.fill("[name=id_number]", changes.get("id_number", catering.ID_NUMBER))
    page.fill("[name=phone]", "13800001234")
    page.fill("[name=subject]", "燕子甜品铺")
    page.fill("[name=credit_code]", catering.credit_code())
    page.select_option("[name=town]", "城关镇")
    page.fill("[name=address]", "北城街 12 号")
    page.fill("[name=area]", "45.5")
    page.check("[name=business_items][value=pastry]")
    page.fill("[name=staff_count]", "3")
    page.check("[name=has_agent][value=false]")
    for material in catering.MATERIALS:
        scan = {"name": f"{material}.pdf", "mimeType": "application/pdf", "buffer": SCAN}
        page.set_input_files(f"[name={material}]", [scan])
    page.check("[name=delivery_mode][value=window]")
    page.check("[name=commitment]")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_from_the_counter_to_the_signed_receipt(visit, served, viewport):
    story = Story(visit, viewport, subject="燕子甜品铺")

    page = story.open("chuangkou", "/intake/new")
    page.click("text=小餐饮经营许可")
    fill_in_application(page, id_number="61092119900307001")
    page.click("main p.actions button:has-text('收件')")
    page.wait_for_selector("#error-summary")
    story.look("chuangkou")
    page.fill("[name=id_number]", catering.ID_NUMBER)
    page.click("main p.actions button:has-text('收件')")
    page.wait_for_url("**/intake/receipts/*")
    story.look("chuangkou")
    case = page.url.rsplit("/", 1)[1]
    assert re.search("[2-9A-Z]{8}", page.inner_text(".receipt-code"))

    page = story.open("chuangkou", "/intake")
    page.click("tr:has-text('燕子甜品铺') button:has-text('审查')")
    page.wait_for_url("**/tasks/*")
    page.check("[name=result][value=supplement]")
    page.click("text=增加一项")
    page.select_option("[name='materials.0.material']", "layout_plan")
    page.fill("[name='materials.0.problem']", "没有标出洗消区")
    page.fill("[name='materials.0.correction']", "请标明洗消区后重新提交")
    page = story.submit("chuangkou")
    assert "只能告知一次" in page.inner_text("main")
    page.click("text=确认并制发")
    page.wait_for_url("**/inbox")
    assert "一次性补正材料告知书" in page.inner_text("main")
    page = story.open("chuangkou", f"/intake/cases/{case}/supplement")
    scan = {"name": "新图.pdf", "mimeType": "application/pdf", "buffer": SCAN + b" again"}
    page.set_input_files("[name=layout_plan]", [scan])
    page.click("main p.actions button:has-text('收下补正材料')")
    page.wait_for_url(f"**/cases/{case}")
    story.look("chuangkou")

    page = story.open("chuangkou", "/intake")
    page.click("tr:has-text('燕子甜品铺') button:has-text('审查')")
    page.wait_for_url("**/tasks/*")
    page.check("[name=result][value=accept]")
    for box in page.query_selector_all("[name=checked]"):
        box.check()
    assert "受理通知书" in story.submit("chuangkou").inner_text("main")

    page = story.take("suozhang")
    page.check("label:has-text('秦川')")
    page.check("label:has-text('叶知秋')")
    page.fill("[name=note]", "重点查看洗消")
    story.submit("suozhang")

    for login in ("hecha1", "hecha2"):
        page = story.open(login, "/inbox")
        page.click("tr:has-text('燕子甜品铺') a:has-text('办理')")
        page.wait_for_url("**/tasks/*")
        page.fill("[name=checked_on]", story.today)
        page.fill("[name=findings]", "现场与申请一致，设施齐全")
        page.check("[name=result][value=pass]")
        for box in page.query_selector_all("[name=conditions]"):
            box.check()
        story.submit(login)

    page = story.take("shenhe")
    page.fill("[name=opinion]", "先写一半")
    with page.expect_navigation():
        page.click("text=暂存")
    assert page.input_value("[name=opinion]") == "先写一半"
    page.fill("[name=opinion]", "材料齐全，现场核查合格，建议准予许可")
    page.check("[name=result][value=pass]")
    story.submit("shenhe")

    page = story.take("shenpi")
    assert "建议准予许可" in page.inner_text(".task-side")
    page.check("[name=result][value=grant]")
    page.fill("[name=opinion]", "同意")
    assert "准予行政许可决定书" in story.submit("shenpi").inner_text("main")

    page = story.open("chujian", "/delivery")
    page.click("tr:has-text('燕子甜品铺') button:has-text('办理')")
    page.wait_for_url("**/tasks/*")
    page.fill("[name=certificate_no]", "陕餐6109210001")
    page.fill("[name=valid_to]", f"{int(story.today[:4]) + 9}-11-23")
    story.submit("chujian")
    page = story.open("chujian", "/delivery?tab=window")
    page.click("tr:has-text('燕子甜品铺') button:has-text('办理')")
    page.wait_for_url("**/tasks/*")
    story.look("chujian")
    assert page.input_value("[name=receiver]") == "周小燕"
    assert "送达回证" in story.submit("chujian").inner_text("main")

    page = story.open("jiancha", f"/cases/{case}")
    assert "周**" in page.inner_text("main")
    assert "已办结" in page.inner_text("main")
    assert page.locator(".chart-frame img").evaluate("(image) => image.complete && image.naturalWidth > 0")


DESKS = {
    "admin": ["/admin/people", "/admin/people/new", "/admin/running", "/admin/calendar", "/admin/calendar?year=2027"],
    "jiancha": ["/supervision", "/notices"],
    "chuangkou": ["/intake", "/intake?tab=supplement", "/intake/new", "/inbox"],
    "chujian": ["/delivery", "/delivery?tab=uncollected"],
}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_every_desk_fits_and_axe_finds_nothing(visit, viewport):
    story = Story(visit, viewport, subject="燕子甜品铺")
    for login, paths in DESKS.items():
        for path in paths:
            story.open(login, path)


def test_a_task_is_claimed_with_the_keyboard_and_without_script(visit, served):
    hall = served.extensions["banjian_hall"]
    from support.training import TrainingHall

    catering.file_application(TrainingHall(hall, hall.clock), subject="键盘面馆")
    person = visit(DESKTOP, java_script_enabled=False)
    page = person.log_in("chuangkou")
    person.open("/inbox?tab=claimable")
    page.focus("tr:has-text('键盘面馆') input[type=checkbox]")
    page.keyboard.press("Space")
    page.focus("text=签收所选")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*")
    assert "键盘面馆" in page.inner_text("h1")
