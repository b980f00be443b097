"""The screen in the hall: it turns by itself, outlives its server, and is readable in both shapes and themes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support import catering
from support.notices import noticed_and_handed_over
from support.training import TrainingHall, publish
from werkzeug.serving import make_server

from engine.actor import SYSTEM
from engine.administration.announcements import Announce
from engine.administration.service_windows import SetUpWindow
from engine.bundle import Bundle
from processes.registry import folders, load_folder

pytestmark = pytest.mark.browser
MOST_TURNS = 40
LANDSCAPE, PORTRAIT = {"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}

# What sticks out of its place is cut off and seen by nobody.
CUT_OFF = """() => ['.screen', '.top', 'main', '.below'].filter(name => {
  const one = document.querySelector(name);
  return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
})"""


@pytest.fixture(scope="module")
def full(served):
    """The hall with as much to show as fits on a page: long places, long texts, eight results at the windows."""
    hall = served.extensions["banjian_hall"]
    training = TrainingHall(hall, hall.clock)
    about = {"departments": ("approval_bureau",), "place": "一楼大厅东侧" + "食品经营窗口旁边" * 5}
    hall.run(SetUpWindow(by=SYSTEM, number="A0512", **about))
    days = {"starts_on": training.today, "ends_on": training.today + timedelta(days=9)}
    hall.run(Announce(by=SYSTEM, title="标题" * 15, content="停电检修" * 50, **days))
    for _case in range(8):
        case = catering.to_approval(training)
        catering.grant(training, case)
        catering.certify(training, case)
    publish(hall, noticed_and_handed_over())
    for _notice in range(3):
        said = {"days": 5, "content": "拟准予。", "place": "涧池镇人民政府门前公告栏和所在村的村务公开栏" * 4}
        training.reviewer.complete(training.file_case("noticed"), "notice", **said)


@pytest.mark.parametrize("viewport", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize(("theme", "language"), [("dark", "zh"), ("light", "en")])
def test_full_pages_fit_and_axe_finds_nothing(visit, full, viewport, theme, language):
    screen = visit(viewport)
    for name in ("figures", "ready-1", "announcements-1", "notices-1", "chart-small_catering_permit-1"):
        page = screen.open(f"/hall/{name}?theme={theme}&lang={language}")
        assert name in page.url, "nothing to show"
        assert page.evaluate(CUT_OFF) == [], name
        assert screen.violations() == [], name
        assert page.evaluate("getComputedStyle(document.querySelector('main')).animationName") == "none"
    assert screen.complaints == []


# What letters measure on the screen, after style sheet and scale.
GLYPHS = """() => [...document.querySelectorAll('.chart-view text')]
  .filter(one => getComputedStyle(one).display !== 'none')
  .map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"""
SMALLEST = 32


@pytest.mark.parametrize("viewport", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_charts_are_read_from_four_metres(visit, served, viewport):
    # Its views show the smallest letters of all matters.
    folder = load_folder(next(path for path in folders() if path.name == "individual_business_registration"))
    publish(served.extensions["banjian_hall"], Bundle.of(folder.key, folder.files))
    screen, seen = visit(viewport), 0
    shape = "&shape=portrait" if viewport is PORTRAIT else ""
    page = screen.open(f"/hall/chart-{folder.key}-1?theme=dark{shape}")
    assert screen.violations() == []
    while f"chart-{folder.key}" in page.url:
        glyphs = page.evaluate(GLYPHS)
        assert glyphs
        assert min(glyphs) >= SMALLEST, page.url
        assert page.evaluate(CUT_OFF) == [], page.url
        seen += 1
        page = screen.open(page.get_attribute("#screen", "data-next"))
    assert seen >= 5
    assert screen.complaints == []


@dataclass
class Door:
    """A server that can be killed and started again at the same address."""

    app: Any
    port: int = 0
    server: Any = None

    def open(self) -> str:
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def wait_for_a_turn(page: Page) -> None:
    """Let the time of the page pass until it shows another page than now."""
    page.evaluate("document.getElementById('screen').dataset.mark = 'old'")
    for _try in range(40):
        page.clock.run_for(5_000)
        page.wait_for_timeout(25)
        if not page.locator("#screen[data-mark]").count():
            return
    pytest.fail("the screen stands still")


def test_it_turns_by_itself_and_outlives_its_server(visit, served):
    door = Door(served)
    screen = visit(LANDSCAPE)
    screen.base_url = door.open()
    screen.page.clock.install()
    page = screen.open("/hall")
    nodes = "document.querySelectorAll('*').length"
    first = page.evaluate(nodes)
    for _turn in range(MOST_TURNS):
        wait_for_a_turn(page)
        if "/hall/figures" in page.url:
            break
    assert page.evaluate(nodes) == first, "pages are replaced, not added"
    assert page.evaluate("history.length") <= 2

    door.close()
    for _try in range(8):
        page.clock.run_for(20_000)
        page.wait_for_timeout(25)
    expect(page.locator("#stale")).to_contain_text(page.locator("#as-of").inner_text())
    expect(page.locator("h1")).to_be_visible()

    door.open()
    wait_for_a_turn(page)
    assert page.locator("#stale").inner_text() == ""
    door.close()


def test_whoever_stands_there_holds_and_turns_the_page(visit):
    screen = visit(LANDSCAPE)
    page = screen.open("/hall?theme=light")
    page.keyboard.press(" ")
    page.wait_for_url("**still=1**")
    assert page.locator("#hold").inner_text() == "继续"
    page.locator("#hold").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#hold")).to_have_text("暂停")
    assert page.evaluate("document.activeElement.id") == "hold"
    page.keyboard.press("ArrowRight")
    expect(page.locator("#hold")).to_have_text("暂停")
    assert "theme=light" in page.url
    assert screen.complaints == []


def test_without_a_script_it_still_turns(visit):
    screen = visit(LANDSCAPE, java_script_enabled=False)
    page = screen.open("/hall")
    assert page.locator("#next").is_visible()
    assert page.locator("h1").is_visible()
