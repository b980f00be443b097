"""Charts in Chromium: the public's pages on a phone and by keyboard, and staff's diagram with the state of a case."""

from __future__ import annotations

import pytest
from browsing import DESKTOP, PHONE
from support import catering
from support.training import TrainingHall

pytestmark = pytest.mark.browser
CHARTS = "/matters/open_restaurant/charts"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("kind", ["matter", "joint", "online"])
def test_a_chart_fits_its_page_and_axe_finds_nothing(visit, viewport, kind):
    public = visit(viewport, java_script_enabled=True)
    page = public.open(f"{CHARTS}?kind={kind}")
    page.wait_for_function("document.querySelector('.chart-frame img').naturalWidth > 0")
    assert public.fits()
    assert public.violations() == []
    assert public.complaints == []


def test_the_kinds_are_reached_by_keyboard_alone(visit):
    public = visit(DESKTOP)
    page = public.open("/matters/open_restaurant")
    page.locator("#flow a").filter(has_text="协同流程图").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/charts?kind=joint")
    page.locator(".chart-frame").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**layout=landscape**")
    assert page.locator(".chart-wide").count() == 1
    assert public.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_diagram_of_a_case_bears_its_state(visit, served, viewport):
    training = TrainingHall(served.extensions["banjian_hall"], served.extensions["banjian_hall"].clock)
    case = catering.to_approval(training)
    staff = visit(viewport)
    page = staff.log_in("shenpi", f"/cases/{case}/diagram")
    page.wait_for_selector("#diagram[data-ready=yes]")
    states = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('#diagram .djs-element[data-status]')]"
        ".map(one => [one.dataset.elementId, one.dataset.status]))"
    )
    assert states["review"] == "done"
    assert states["approval"] == "current"
    assert states["certificate"] == "future"
    badges = page.locator("#diagram .diagram-badge").all_inner_texts()
    assert any(text.startswith("● 办理中") for text in badges)
    assert sum(text.startswith("✓ 已办") for text in badges) >= 4
    assert page.locator("#diagram .bjs-powered-by").is_visible()
    before = page.evaluate("document.querySelector('#diagram .viewport').getAttribute('transform')")
    page.get_by_role("button", name="放大").click()
    assert page.evaluate("document.querySelector('#diagram .viewport').getAttribute('transform')") != before
    assert staff.fits()
    assert staff.violations() == []
    assert staff.complaints == []
