"""A form with every widget in Chromium, with and without script."""

from __future__ import annotations

import json

import pytest
from browsing import DESKTOP, PHONE
from support import every_widget

from engine.actor import SYSTEM
from engine.cases.save_draft import SaveDraft

pytestmark = pytest.mark.browser
LICENCE = {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a licence"}


@pytest.fixture(scope="module")
def form_page(served):
    """The address of the form."""
    hall = served.extensions["banjian_hall"]
    every_widget.DRAFT = hall.run(SaveDraft(by=SYSTEM, matter_key="small_catering_permit", entered={}))["draft_id"]
    served.register_blueprint(every_widget.blueprint)
    return "/test/form"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_form_fits_and_axe_finds_nothing_with_and_without_errors(visit, form_page, viewport):
    person = visit(viewport)
    page = person.open(form_page)
    assert person.fits()
    assert person.violations() == []
    page.fill("#f-applicant-id_number", "123")
    page.press("#f-applicant-id_number", "Enter")
    page.wait_for_selector("#error-summary")
    assert person.fits()
    assert person.violations() == []
    assert [one for one in person.complaints if "422" not in one] == []


def test_errors_are_told_at_once_and_lead_to_their_fields(visit, form_page):
    page = visit().open(form_page)
    page.click("p.actions .btn-primary")
    page.wait_for_selector("#error-summary")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.click("#error-summary a:has-text('请选择经营类别')")
    assert page.evaluate("document.activeElement.id") == "f-premises-kind"


def test_a_condition_shows_and_hides_with_script(visit, form_page):
    page = visit().open(form_page)
    agent = page.locator("#f-agent")
    assert not agent.is_visible()
    page.check("#f-has_agent")
    assert agent.is_visible()
    assert not page.locator("text=时填写").is_visible()
    page.check("#f-has_agent-2")
    assert not agent.is_visible()


def test_without_script_everything_can_be_filled_in(visit, form_page):
    person = visit(PHONE, java_script_enabled=False)
    page = person.open(form_page)
    assert page.locator("text=“是否委托代理人办理”为“是”时填写").is_visible()
    page.fill("#f-applicant-name", "周小燕")
    page.set_input_files("#f-licence", [LICENCE])
    page.click("text=增加一项")
    assert page.locator("#f-staff fieldset").count() == 2
    assert page.locator(".kept").inner_text().startswith("✓")
    assert page.input_value("#f-applicant-name") == "周小燕"
    page.fill("#f-applicant-id_number", "610921199003070019")
    page.fill("#f-applicant-phone", "13800138000")
    page.fill("#f-premises-address", "城关镇北街 1 号")
    page.fill("#f-premises-area", "36.5")
    page.check("#f-premises-kind")
    page.fill("#f-premises-opens_on", "2026-04-01")
    page.check("#f-has_agent-2")
    page.fill("#f-staff-0-name", "李小红")
    page.check("#f-promise")
    page.click("p.actions .btn-primary")
    values = json.loads(page.inner_text("pre"))
    assert values["applicant"]["name"] == "周小燕"
    assert len(values["licence"]) == 1
