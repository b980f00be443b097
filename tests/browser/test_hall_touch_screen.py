"""The screen that is touched: large targets, a chart that grows, and nothing left for the next visitor."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LANDSCAPE, PORTRAIT = {"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}
GUIDE = "/hall/touch/matters/small_catering_permit"
SMALL = """() => [...document.querySelectorAll('a[href]')].map(one => [one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 64 || box.height < 64).map(([text]) => text)"""


@pytest.mark.parametrize("viewport", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_pages_are_made_for_fingers(visit, viewport, theme):
    screen = visit(viewport)
    for path in ("/hall/touch", "/hall/touch/matters", GUIDE, f"{GUIDE}/chart"):
        page = screen.open(f"{path}?theme={theme}")
        if viewport is PORTRAIT:
            page.wait_for_url("**shape=portrait**")
        assert page.evaluate(SMALL) == [], path
        assert screen.fits(), path
        assert screen.violations() == [], path
    assert screen.complaints == []


def test_the_next_visitor_finds_nothing(visit):
    screen = visit(LANDSCAPE)
    screen.page.clock.install()
    page = screen.open("/hall/touch?theme=light")
    steps = page.evaluate("history.length")
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="All matters").click()
    page.get_by_role("link", name=re.compile("^小餐饮经营许可 ")).click()
    page.wait_for_url("**small_catering_permit**")
    assert page.evaluate("history.length") == steps, "there is no page to go back to"

    page.clock.run_for(80_000)
    expect(page.locator("#leaving")).not_to_be_empty()
    page.mouse.click(900, 300)
    expect(page.locator("#leaving")).to_be_empty()
    page.clock.run_for(80_000)
    assert "small_catering_permit" in page.url
    page.clock.run_for(11_000)
    page.wait_for_url("**/hall/touch?theme=light")
    expect(page.locator("h1")).to_have_text("您要办什么事？")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert screen.complaints == []


def test_nothing_is_left_while_the_server_is_away(visit):
    screen = visit(LANDSCAPE)
    screen.page.clock.install()
    page = screen.open(GUIDE)
    page.context.set_offline(True)
    page.clock.run_for(91_000)
    expect(page.locator("body")).not_to_contain_text("小餐饮经营许可")
    page.context.set_offline(False)
    page.clock.run_for(15_000)
    page.wait_for_url("**/hall/touch")


def test_a_chart_grows_under_keys_and_fingers(visit):
    screen = visit(LANDSCAPE, has_touch=True)
    page = screen.open(f"{GUIDE}/chart")
    width = "document.querySelector('#chart svg').getBoundingClientRect().width"
    first = page.evaluate(width)
    page.locator("#larger").click()
    page.locator("#larger").click()
    assert page.evaluate(width) == pytest.approx(2.5 * first, rel=0.02)
    page.locator("#all").click()
    assert page.evaluate(width) == pytest.approx(first, rel=0.02)
    session = page.context.new_cdp_session(page)

    def touch(kind, *xs):
        points = [{"x": x, "y": 500, "id": number} for number, x in enumerate(xs)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 900, 1000)
    for step in range(1, 11):
        touch("touchMove", 900 - 10 * step, 1000 + 10 * step)
    touch("touchEnd")
    assert page.evaluate(width) == pytest.approx(3 * first, rel=0.1)
    assert screen.complaints == []
