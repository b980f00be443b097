"""A person's browser for the tests: what it opens, what it complains of, what axe finds."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from webapp.training_hall.people import population

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
PASSWORD = population()["password"]


@dataclass
class Visit:
    """One person's browser; ``complaints`` are console errors and reports of the content security policy."""

    page: Page
    base_url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.base_url + path)
        return self.page

    def log_in(self, login: str, path: str = "/desk") -> Page:
        """Sign in on the page that everybody is sent to who is not, and be where one wanted to go."""
        self.open(path)
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self.page

    def fits(self) -> bool:
        """Tell whether nothing sticks out at the side of the page that is being opened, or is open."""
        self.page.wait_for_load_state()
        self.page.wait_for_selector("body")
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def violations(self) -> list[str]:
        """Return what axe finds serious or critical, as ``rule: place``."""
        self.page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
        locale = json.loads((AXE / "locales" / "zh_CN.json").read_text(encoding="utf-8"))
        found = self.page.evaluate("(locale) => { axe.configure({locale}); return axe.run(); }", locale)
        return [
            f"{one['id']}: {node['target'][0]} {one['help']}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
