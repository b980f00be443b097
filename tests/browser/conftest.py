"""Chromium before a hall that is served as in production; every page's console and policy reports are kept."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import ARGUMENTS, CHROMIUM, DESKTOP, Visit
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from support.training import publish
from werkzeug.serving import make_server

from engine.actor import SYSTEM
from engine.bundle import Bundle
from engine.clock import MachineClock
from engine.hall import Hall
from engine.store.schema import upgrade
from processes import registry
from webapp import create_app
from webapp.accounts import passwords
from webapp.config import Settings
from webapp.training_hall.people import PreparePeople
from webapp.training_hall.windows import OpenWindows

# Milliseconds to wait for what a page is to show; a busy machine may need more than the usual five seconds.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; make setup-test installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def quick_passwords() -> Iterator[None]:
    """Hash with little work: a story signs in a dozen people, and none of them is to be guessed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "METHOD", "scrypt:1024:8:1")
        yield


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a training hall without cases: everybody in it, all its matters and windows."""
    data = tmp_path_factory.mktemp("county")
    hall = Hall(f"sqlite:///{data / 'hall.db'}", data, training=True)
    upgrade(hall.database)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "METHOD", "scrypt:1024:8:1")
        hall.run(PreparePeople(by=SYSTEM))
    for folder in map(registry.load_folder, registry.folders()):
        publish(hall, Bundle.of(folder.key, folder.files))
    hall.run(OpenWindows(by=SYSTEM))
    hall.close()
    return data


@pytest.fixture(scope="module")
def served(county: Path, quick_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The application with its address as ``base_url``; one hall for the tests of a module."""
    data = tmp_path_factory.mktemp("browser")
    shutil.copytree(county / "keys", data / "keys")
    shutil.copy(county / "hall.db", data / "hall.db")
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
