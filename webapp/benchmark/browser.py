"""A browser with one open connection and a session: it reads a page's form and sends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self

from engine.actor import Actor
from engine.hall import Hall
from webapp.accounts.access import COOKIE
from webapp.accounts.sessions import OpenSession, hash_token, new_token

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_FORM = re.compile(r"<form[^>]* method=\"post\"[^>]*>.*?</form>", re.DOTALL)
ENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


class Browser:
    """Sends requests as one member of staff."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies: SimpleCookie = SimpleCookie({COOKIE: token})

    @classmethod
    def of(cls, hall: Hall, person: Actor, port: int) -> Self:
        """Return a browser in which ``person`` is logged in to the pages of ``hall`` at ``port``."""
        token = new_token()
        hall.run(
            OpenSession(
                by=person,
                person_id=str(person.person_id),
                login=str(person.person_id),
                token_hash=hash_token(token),
                address="127.0.0.1",
                browser="benchmark",
            )
        )
        return cls(port, token)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: object, trace: TracebackType | None) -> None:
        self._connection.close()

    def reconnect(self) -> None:
        """Open a new connection: the server closes one on which nothing was asked for a while."""
        self._connection.close()
        self._connection.connect()

    def form(self, path: str, having: str) -> dict[str, str]:
        """Return the hidden fields of the form on a page that has a field of the name ``having``."""
        response, text = self._ask("GET", path)
        for name, cookie in SimpleCookie(response.headers.get("Set-Cookie", "")).items():
            self._cookies[name] = cookie.value
        found = next((one for one in _FORM.findall(text) if f'name="{having}"' in one), None)
        if response.status != 200 or found is None:
            raise RuntimeError(f"{path}: {response.status}, no form")
        return dict(_HIDDEN.findall(found))

    def send(self, path: str, form: bytes) -> None:
        """Send an encoded form; raises RuntimeError unless it was taken and the answer leads to the next page.

        What the page would say next is not kept: nobody reads it.
        """
        response, text = self._ask("POST", path, form, ENCODED)
        if response.status != 302:
            raise RuntimeError(f"{path}: {response.status}\n{text[:2000]}")

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[HTTPResponse, str]:
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self._cookies.items())
        self._connection.request(method, path, body, {"Cookie": cookies, **(headers or {})})
        response = self._connection.getresponse()
        return response, response.read().decode()
