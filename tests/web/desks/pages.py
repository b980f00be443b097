"""A person's browser for the desks: it reads the forms that pages show, and presses their buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import html
from werkzeug.test import TestResponse

Fields = list[tuple[str, Any]]


@dataclass
class Page:
    """What came back: its status, its readable text, and its forms."""

    browser: Browser
    path: str
    response: TestResponse

    def __post_init__(self) -> None:
        self.status = self.response.status_code
        self.source = self.response.text if "text/html" in self.response.content_type else ""
        self.document = html.fromstring(self.source) if self.source else None
        self.text = re.sub(r"\s+", " ", self.document.text_content()) if self.document is not None else ""

    def button(self, text: str, nth: int = 0) -> Any:
        """Return a button by the beginning of what it says; those for the Enter key are passed over."""
        found = [one for one in self.document.xpath("//button[not(@aria-hidden)]") if said(one).startswith(text)]
        assert len(found) > nth, f"no button {text!r} among {[said(one) for one in self.document.xpath('//button')]}"
        return found[nth]

    def press(self, text: str, nth: int = 0, drop: tuple[str, ...] = (), **changes: Any) -> Page:
        """Fill in ``changes`` (dots in names as ``__``), press a button, and return the page it leads to."""
        path, fields = self.asked(text, nth, drop, **changes)
        return self.browser.post(path, fields)

    def asked(self, text: str, nth: int = 0, drop: tuple[str, ...] = (), **changes: Any) -> tuple[str, Fields]:
        """Return the address and the fields that pressing a button would send."""
        button = self.button(text, nth)
        form = next(button.iterancestors("form"))
        given = {name.replace("__", "."): value for name, value in changes.items()}
        fields = [(name, value) for name, value in controls(form) if name not in given and name not in drop]
        for name, value in given.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        if button.get("name"):
            fields.append((button.get("name"), button.get("value", "")))
        action = button.get("formaction") or form.get("action") or self.path
        return (self.path if action.startswith("#") else action), fields

    def follow(self, text: str) -> Page:
        """Go where the first link leads that begins with this text."""
        found = [one for one in self.document.xpath("//a[@href]") if said(one).startswith(text)]
        assert found, f"no link {text!r}"
        return self.browser.open(found[0].get("href"))

    def links(self) -> list[str]:
        """Return where the links lead."""
        return [one.get("href") for one in self.document.xpath("//a[@href]")]


def said(button: Any) -> str:
    return re.sub(r"\s+", " ", button.text_content()).strip()


def controls(form: Any) -> Fields:
    """Return what a browser would send of a form as it stands."""
    fields: Fields = []
    for one in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        name = one.get("name")
        if one.tag == "textarea":
            fields.append((name, (one.text or "").removeprefix("\n")))
        elif one.tag == "select":
            chosen = one.xpath("./option[@selected]") or one.xpath("./option")[:1]
            fields += [(name, option.get("value", "")) for option in chosen]
        elif one.get("type") in ("radio", "checkbox"):
            fields += [(name, one.get("value", "on"))] if one.get("checked") is not None else []
        elif one.get("type") != "file":
            fields.append((name, one.get("value", "")))
    return fields


class Browser:
    """One person at a desk, logged in."""

    def __init__(self, visitor: Any, login: str) -> None:
        self.visitor = visitor
        self.login = login

    def open(self, path: str) -> Page:
        """Go to an address, over redirects; log in first, or again after a night."""
        response = self.visitor.get(path, follow_redirects=True)
        if response.request.path == "/login":
            assert self.visitor.log_in(self.login, shown=response.text).status_code == 302
            response = self.visitor.get(path, follow_redirects=True)
        return Page(self, response.request.full_path.rstrip("?"), response)

    def post(self, path: str, fields: Fields) -> Page:
        """Send a form, and go where the answer leads."""
        data: dict[str, list[Any]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        where = self.visitor.where
        response = self.visitor.client.post(path, data=data, environ_base=where, follow_redirects=True)
        return Page(self, response.request.full_path.rstrip("?"), response)
