"""Chromium before a hall that is served as in production; every page's console and policy reports are kept."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import ARGUMENTS, CHROMIUM, DESKTOP, Visit
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from engine.clock import MachineClock
from webapp import create_app
from webapp.config import Settings


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed; make setup-test installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The application with its address as ``base_url``; one hall for the tests of a module."""
    data = tmp_path_factory.mktemp("browser")
    shutil.copytree(sqlite_template / "keys", data / "keys")
    shutil.copy(sqlite_template / "hall.db", data / "hall.db")
    app = create_app(Settings(f"sqlite:///{data / 'hall.db'}", data, mode="training"), MachineClock())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    app.base_url = f"http://127.0.0.1:{server.server_port}"
    yield app
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["banjian_hall"].close()


@pytest.fixture
def visit(browser: Browser, served: Any) -> Iterator[Callable[..., Visit]]:
    """Make browsers: ``visit(PHONE)``, ``visit(java_script_enabled=False)``."""
    contexts: list[BrowserContext] = []

    def make(viewport: dict[str, int] = DESKTOP, **options: Any) -> Visit:
        context = browser.new_context(viewport=viewport, locale="zh-CN", reduced_motion="reduce", **options)
        contexts.append(context)
        visit = Visit(context.new_page(), served.base_url)
        visit.page.on("console", lambda message: message.type == "error" and visit.complaints.append(message.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        return visit

    yield make
    for context in contexts:
        context.close()
