"""A small catering permit in Chromium, from the counter to the signed receipt, by everybody who has a part in it."""

from __future__ import annotations

import re

import pytest
from browsing import DESKTOP, PHONE
from support import catering

pytestmark = pytest.mark.browser
SCAN = b"%PDF-1.4 a scan"


class Story:
    """The people of the hall, each with a browser; every page they see is kept as a picture and looked at."""

    def __init__(self, visit, viewport, folder):
        self.visit, self.viewport, self.folder = visit, viewport, folder
        self.people = {}
        self.pictures = 0
        self.looked_at: set[str] = set()

    def person(self, login):
        if login not in self.people:
            self.people[login] = self.visit(self.viewport)
            self.people[login].log_in(login)
        return self.people[login]

    def open(self, login, path):
        page = self.person(login).open(path)
        self.look(login)
        return page

    def look(self, login):
        person = self.people[login]
        self.pictures += 1
        name = re.sub(r"\W+", "_", re.sub(r"[0-9a-f]{32}", "", person.page.url.partition("//")[2].partition("/")[2]))
        person.page.screenshot(path=str(self.folder / f"{self.pictures:02d}-{login}-{name}.png"), full_page=True)
        assert person.fits(), person.page.url
        # Axe takes a second a page; what it finds does not depend on the width.
        if self.viewport is DESKTOP and name not in self.looked_at:
            assert person.violations() == [], person.page.url
        self.looked_at.add(name)
        assert [one for one in person.complaints if "422" not in one] == []

    def take(self, login, subject="燕子甜品铺"):
        """Claim the step about ``subject`` from the inbox; return the page of the task."""
        page = self.open(login, "/inbox?tab=claimable")
        page.click(f"tr:has-text('{subject}') button:has-text('签收')")
        page.wait_for_url("**/tasks/*")
        self.look(login)
        return page

    def submit(self, login):
        page = self.people[login].page
        with page.expect_navigation():
            page.click("main p.actions button:has-text('提交')")
        self.look(login)
        return page


def fill_in(page, **changes):
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
def test_from_the_counter_to_the_signed_receipt(visit, served, viewport, tmp_path):
    story = Story(visit, viewport, tmp_path)

    page = story.open("chuangkou", "/intake/new")
    page.click("text=小餐饮经营许可")
    fill_in(page, id_number="61092119900307001")
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
        page.fill("[name=checked_on]", "2026-11-24")
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
    page.fill("[name=valid_to]", "2036-11-23")
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
def test_every_desk_fits_and_axe_finds_nothing(visit, viewport, tmp_path):
    story = Story(visit, viewport, tmp_path)
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
