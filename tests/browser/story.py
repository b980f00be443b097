"""A case from filing to closing in Chromium: everybody has a browser, and every page they pass is looked at."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from browsing import DESKTOP, PHONE, Visit
from playwright.sync_api import Page

from engine.clock import MachineClock, legal_day

PICTURES = os.environ.get("BANJIAN_PICTURES", "")
SCAN = b"%PDF-1.4 a scan"
PUBLIC = "public"


class Story:
    """The people of the hall, each with a browser at ``viewport``; the applicant has a phone.

    ``subject`` is what the case goes by in the lists. With ``BANJIAN_PICTURES=folder`` every page that is passed
    is kept there as a picture.
    """

    def __init__(
        self, visit: Callable[..., Visit], viewport: dict[str, int] = DESKTOP, name: str = "", subject: str = ""
    ) -> None:
        self.visit, self.viewport, self.name, self.subject = visit, viewport, name, subject
        self.people: dict[str, Visit] = {}
        self.pictures = self.days_ahead = 0
        self.looked_at: set[str] = set()

    def person(self, login: str) -> Visit:
        """Return somebody's browser, signed in through the page for that."""
        if login not in self.people:
            self.people[login] = self.visit(self.viewport)
            self.people[login].log_in(login)
        return self.people[login]

    def open(self, login: str, path: str) -> Page:
        """Open a page; who is not signed in yet is sent to the page for that first."""
        if login in self.people:
            page = self.people[login].open(path)
        else:
            self.people[login] = self.visit(self.viewport)
            page = self.people[login].log_in(login, path)
        self.look(login)
        return page

    def look(self, login: str) -> None:
        """See that nothing sticks out and nothing complains, and let axe look where it has not."""
        person = self.people[login]
        path = person.page.url.partition("//")[2].partition("/")[2]
        name = re.sub(r"\W+", "_", re.sub(r"[0-9a-f]{32}|\d{19}", "", path))
        if PICTURES:
            self.pictures += 1
            folder = Path(PICTURES) / (self.name or "story")
            folder.mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=str(folder / f"{self.pictures:02d}-{login}-{name}.png"), full_page=True)
        assert person.fits(), person.page.url
        # Axe takes a second a page; what it finds does not depend on the width.
        if name not in self.looked_at and self._is_for_axe(login, name):
            assert person.violations() == [], person.page.url
        self.looked_at.add(name)
        assert [one for one in person.complaints if "422" not in one] == []

    def _is_for_axe(self, login: str, name: str) -> bool:
        """Tell whether no other test asks axe about a page: one story asks about the desks, one test about guides."""
        if login == PUBLIC:
            return not name.startswith("matters_")
        return self.viewport is DESKTOP and not self.name

    @property
    def today(self) -> str:
        """The day that it is in the hall."""
        return legal_day(MachineClock().now() + timedelta(days=self.days_ahead)).isoformat()

    # Staff.

    def take(self, login: str, subject: str = "", step: str = "") -> Page:
        """Claim the step about ``subject`` from the inbox; return the page of the task."""
        page = self.open(login, "/inbox?tab=claimable")
        page.click(f"{self._row(subject, step)} button:has-text('签收')")
        page.wait_for_url("**/tasks/*")
        self.look(login)
        return page

    def resume(self, login: str, subject: str = "", step: str = "") -> Page:
        """Open a step that is this person's own already."""
        page = self.open(login, "/inbox?tab=mine")
        page.click(f"{self._row(subject, step)} a:has-text('办理')")
        page.wait_for_url("**/tasks/*")
        self.look(login)
        return page

    def start(self, login: str, desk: str, button: str, subject: str = "") -> Page:
        """Take the case up at the intake or the delivery desk."""
        page = self.open(login, desk)
        page.click(f"{self._row(subject)} >> :is(a, button):has-text('{button}')")
        page.wait_for_url("**/tasks/*")
        self.look(login)
        return page

    def submit(self, login: str) -> Page:
        page = self.people[login].page
        with page.expect_navigation():
            page.click("main p.actions button:has-text('提交')")
        self.look(login)
        return page

    def does(self, login: str, step: str, **answer: Any) -> Page:
        """Claim a step, answer it and submit; return what is said then."""
        return self.answers(login, self.take(login, step=step), step, **answer)

    def answers(self, login: str, page: Page, step: str, **answer: Any) -> Page:
        """Fill in the form of a step whose page is open, and submit it."""
        fill_in(page, answer)
        page = self.submit(login)
        assert f"“{step}”已办理" in page.inner_text("main"), page.inner_text("main")[:400]
        return page

    def _row(self, subject: str = "", step: str = "") -> str:
        return f"tr:has-text('{subject or self.subject}')" + (f":has(td:has-text('{step}'))" if step else "")

    def posts(self, login: str, path: str, **values: str) -> tuple[int, str]:
        """Send what no button of this person's pages sends; return the status and the text of the answer."""
        person, page = self.person(login), self.person(login).page
        token = page.locator("[name=csrf_token]").first.input_value()
        form = {"csrf_token": token, "_key": secrets.token_hex(16), **values}
        answer = page.request.post(person.base_url + path, form=form)
        return answer.status, re.sub(r"<[^>]*>", "", answer.text())

    def status(self, login: str, path: str) -> int:
        """Return the status of a page that is not for this person."""
        person = self.person(login)
        return person.page.request.get(person.base_url + path).status

    def prints(self, login: str, link: str) -> bytes:
        """Return the paper behind a link of the page that is open."""
        page = self.people[login].page
        answer = page.request.get(page.locator(f"main a:has-text('{link}')").first.evaluate("(one) => one.href"))
        assert answer.ok, answer.status
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()

    # The applicant.

    @property
    def applicant(self) -> Page:
        """The page of the applicant, who has a phone and no account."""
        if PUBLIC not in self.people:
            self.people[PUBLIC] = self.visit(PHONE)
        return self.people[PUBLIC].page

    def applicant_opens(self, path: str) -> Page:
        page = self.applicant
        self.people[PUBLIC].open(path)
        self.look(PUBLIC)
        return page

    def applicant_goes(self, text: str) -> Page:
        """Press a button or follow a link of the applicant's page, and look at where it leads."""
        page = self.applicant
        with page.expect_navigation():
            page.click(f"main >> :is(a, button):not([aria-hidden]):has-text('{text}') >> nth=0")
        self.look(PUBLIC)
        return page

    def applicant_files(self, matter: str, values: Mapping[str, Any]) -> str:
        """Read the guide, fill in, check and file on the phone; return the number of the case."""
        self.applicant_opens(f"/matters/{matter}")
        page = self.applicant_goes("开始申请")
        fill_in(page, values)
        self.applicant_goes("下一步：核对")
        assert page.locator("#error-summary").count() == 0, page.inner_text("#error-summary")
        self.applicant_goes("确认提交")
        found = re.search(r"/progress/(\d{19})/receipt", page.url)
        assert found, page.url
        return found.group(1)

    def applicant_follows(self, number: str) -> Page:
        """Look again at how far the case is."""
        return self.applicant_opens(f"/progress/{number}")


def fill_in(page: Page, values: Mapping[str, Any]) -> None:
    """Fill in fields by name, in the given order: one choice or several, rows of a list, parts of a group.

    A list of mappings is rows, which are added as needed; a mapping is a group; bytes are a file to hand in. People
    are chosen by their names.
    """
    for name, value in values.items():
        _fill(page, name, value)


def _fill(page: Page, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for inner, one in value.items():
            _fill(page, f"{name}.{inner}", one)
        return
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        for index, row in enumerate(value):
            if not page.locator(f"[name^='{name}.{index}.']").count():
                with page.expect_navigation():
                    page.click(f"#f-{name} > button:has-text('增加一项')")
            _fill(page, f"{name}.{index}", row)
        return
    field = page.locator(f"main [name='{name}']").first
    kind = field.evaluate("(one) => one.type")
    if kind in ("radio", "checkbox"):
        for one in value if isinstance(value, list) else [value]:
            said = str(one).lower() if isinstance(one, bool) else one
            by_value = page.locator(f"main [name='{name}'][value='{said}']")
            by_words = page.locator(f"main .choice:has([name='{name}']) label:text-is('{said}')")
            by_value.or_(by_words).check()
    elif kind == "file":
        field.set_input_files({"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": value})
    elif kind == "select-one":
        field.select_option(str(value))
    else:
        field.fill(str(value))
