"""Completions over HTTP with one worker process, against the floor over HTTP, in interleaved rounds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode

from engine.benchmark.answer_form import answer
from engine.benchmark.casework import Times, file_cases, open_tasks
from engine.benchmark.fresh_hall import PEOPLE, fresh_hall
from engine.benchmark.matters import PEER7, peer7
from engine.hall import Hall
from webapp.benchmark.browser import ENCODED, Browser
from webapp.benchmark.servers import BARE, PAGES, server

Entered = Mapping[str, Sequence[str]]


def http_cost(url: str | None, rounds: int, cases: int) -> dict[str, float]:
    """Return ``http_share_of_floor`` and the milliseconds of one completion on each side."""
    matter = peer7()
    with fresh_hall(url, matter) as hall, ExitStack() as stack:
        entered = matter.forms["answer"].entered(answer())
        pages = stack.enter_context(server(PAGES, hall))
        bare = stack.enter_context(closing(Bare(stack.enter_context(server(BARE, hall)), entered)))
        browsers = {actor.person_id: stack.enter_context(Browser.of(hall, actor, pages)) for actor in PEOPLE.values()}
        desk = Desk(hall, browsers, entered)
        _round(desk, bare, 2)
        measured = [_round(desk, bare, cases) for _ in range(rounds)]
    return {
        "http_share_of_floor": median(sum(floor.wall) / sum(ours.wall) for ours, floor in measured),
        "http_ms": median(ours.wall_median for ours, _ in measured) * 1000,
        "http_floor_ms": median(floor.wall_median for _, floor in measured) * 1000,
    }


class Desk:
    """People who open the page of each task and send its form."""

    def __init__(self, hall: Hall, browsers: dict[str | None, Browser], entered: Entered) -> None:
        self.hall = hall
        self._browsers = browsers
        self._entered = dict(entered)

    def complete(self, cases: list[str], element: str, times: Times) -> None:
        """Complete the task of ``element`` in each case; only the sending of the forms is measured."""
        filled = []
        self._reconnect()
        for task in open_tasks(self.hall, cases, element).values():
            browser, path = self._browsers[task.holder.person_id], f"/tasks/{task.id}"
            fields = browser.form(path, "opinion") | self._entered
            filled.append((browser, path, urlencode(fields, doseq=True).encode()))
        self._reconnect()
        for browser, path, form in filled:
            times.measure(lambda: browser.send(path, form))  # noqa: B023 - called before the next turn

    def _reconnect(self) -> None:
        for browser in self._browsers.values():
            browser.reconnect()


class Bare:
    """The floor behind its own server."""

    def __init__(self, port: int, entered: Entered) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._form = urlencode(entered, doseq=True).encode()

    def expect(self, hall: Hall, cases: list[str]) -> None:
        """Announce fresh cases."""
        self.reconnect()
        firsts = {case: task.id for case, task in open_tasks(hall, cases, PEER7[0]).items()}
        self._send("/cases", json.dumps(firsts).encode(), {"Content-Type": "application/json"})

    def reconnect(self) -> None:
        """Open a new connection."""
        self.close()
        self._connection.connect()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def complete(self, case: str, number: int) -> None:
        """Play one step of a case."""
        self._send(f"/cases/{case}/{number}", self._form, ENCODED)

    def _send(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        self._connection.request("POST", path, body, headers)
        response = self._connection.getresponse()
        text = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}\n{text.decode()[:2000]}")


def _round(desk: Desk, bare: Bare, count: int) -> tuple[Times, Times]:
    ours, floor = Times(), Times()
    cases, others = (file_cases(desk.hall, "peer7", count) for _ in range(2))
    bare.expect(desk.hall, others)
    for number, element in enumerate(PEER7):
        desk.complete(cases, element, ours)
        bare.reconnect()
        for case in others:
            floor.measure(lambda: bare.complete(case, number))  # noqa: B023
    return ours, floor
