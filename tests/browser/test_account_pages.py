"""The account pages in Chromium: usable on a phone and a desk, without script, and by everybody."""

from __future__ import annotations

import pytest
from browsing import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/login", "/login?lang=en", "/no-such-page"])
def test_public_pages_fit_and_axe_finds_nothing(visit, viewport, path):
    person = visit(viewport)
    person.open(path)
    assert person.fits()
    assert person.violations() == []
    assert [one for one in person.complaints if "404" not in one] == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_staff_pages_fit_and_axe_finds_nothing(visit, viewport):
    person = visit(viewport)
    person.log_in("shenhe")
    for path in ("/desk", "/account", "/account/password"):
        person.open(path)
        assert person.fits(), path
        assert person.violations() == [], path
    assert person.complaints == []


def test_logging_in_without_script(visit):
    person = visit(java_script_enabled=False)
    page = person.log_in("shenhe")
    assert page.locator("h1").inner_text() == "程砚，您好"
    page.click("text=退出")
    page.wait_for_url("**/login")
    person.open("/desk")
    assert "/login?next=" in page.url


def test_the_first_tab_leads_to_the_text(visit):
    person = visit()
    page = person.open("/login")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
