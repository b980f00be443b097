"""A web server whose processes are killed, and people who send forms to it until they hear an answer."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import time
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from careless import unit_of_work
from flask import Flask
from restless import FUNCTIONS, KEY
from victims import PROCESSES, Line, Place, live

from engine.hall import Hall
from webapp import create_app
from webapp.accounts.access import COOKIE
from webapp.accounts.sessions import OpenSession, hash_token
from webapp.cli.web import options_for, serve
from webapp.config import Settings

WEB_WORKERS = 3
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class WebServer:
    """gunicorn with its worker processes."""

    def __init__(self, place: Place) -> None:
        self.place = place
        # Made ready once, else the processes of the server would spend their short lives on it.
        self._app = _application(place)
        self._app.test_client().get("/inbox", headers={"Cookie": f"{COOKIE}={session_token(0)}"})
        hall: Hall = self._app.extensions["banjian_hall"]
        with hall.reading() as connection:
            hall.current_bundle(connection, KEY)
        hall.close()
        self._start()

    def wait(self) -> None:
        """Wait until the pages are served."""
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.place.port), 1).close()
            except OSError:
                time.sleep(0.01)
            else:
                return

    def kill(self, chance: random.Random) -> None:
        """Kill a worker; now and then the server with all of them, and start another."""
        workers = self._workers()
        if workers and chance.random() < 0.9:
            os.kill(chance.choice(workers), signal.SIGKILL)
        else:
            self.kill_all()
            self._start()

    def kill_all(self) -> None:
        """Kill the server and all its workers."""
        assert self._process.exitcode is None, "the web server ended by itself"
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.join(30)

    def _start(self) -> None:
        self._process = PROCESSES.Process(target=_serve_pages, args=(self.place, self._app))
        self._process.start()
        # Until it has a group of its own it cannot be killed with its workers.
        while os.getpgid(self._process.pid) != self._process.pid:
            time.sleep(0.01)

    def _workers(self) -> list[int]:
        pid = self._process.pid
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(one) for one in file.read().split()]


def _serve_pages(place: Place, app: Flask) -> None:
    os.setpgid(0, 0)
    options = options_for(f"127.0.0.1:{place.port}", WEB_WORKERS) | {"loglevel": "critical"}
    serve(options, lambda: app)


def _application(place: Place) -> Flask:
    app = create_app(Settings(place.url, place.data, mode="training", secret="a" * 40))
    hall = app.extensions["banjian_hall"]
    hall.functions = {KEY: FUNCTIONS}
    hall._unit_of_work = unit_of_work(place.careless)
    return app


def session_token(number: int) -> str:
    return f"session-of-person-{number}"


def open_session(hall: Hall, by: Any, number: int) -> None:
    """Log a person in."""
    token = hash_token(session_token(number))
    who = {"person_id": by.person_id, "login": by.person_id, "address": "127.0.0.1", "browser": "chaos"}
    hall.run(OpenSession(by=by, token_hash=token, **who))


def visit(number: int, place: Place) -> None:
    """File, claim, complete and withdraw at random through the pages, for ever."""
    visitor = Visitor(number, place)
    live(number, place, place.hall(), visitor.send)


class Visitor:
    """A person at a browser, who sends a form again until an answer comes."""

    def __init__(self, number: int, place: Place) -> None:
        self._place = place
        self._cookies = {COOKIE: session_token(number)}
        self._csrf = ""

    def send(self, line: Line) -> Line:
        """Send the form that ``line`` tells of, and tell what was answered."""
        path, fields = _form(line)
        while True:
            try:
                if not self._csrf:
                    self._open_page()
                status, where, text = self._ask("POST", path, fields | {"csrf_token": self._csrf})
            except (OSError, HTTPException):
                # The process that was asked is dead. Whether it had done it nobody knows.
                time.sleep(0.05)
                continue
            if status == 302:
                return {"what": "done", "where": where}
            if status != 503:
                title = re.sub(r"\s+", " ", " ".join(re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)))
                return {"what": "refused", "status": status, "why": title}
            time.sleep(0.1)

    def _open_page(self) -> None:
        status, where, text = self._ask("GET", "/inbox", {})
        found = _TOKEN.search(text)
        if status == 200 and found:
            self._csrf = found[1]
        elif status != 503:
            raise AssertionError(f"/inbox: {status} {where}")

    def _ask(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self._place.port, timeout=30)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, urlencode(fields).encode() if fields else None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if method == "GET":
            for given in response.headers.get_all("Set-Cookie", []):
                name, _, value = given.partition(";")[0].partition("=")
                self._cookies[name] = value
        return response.status, response.headers.get("Location", ""), text


def _form(line: Line) -> tuple[str, dict[str, str]]:
    """Return the address and the fields of the form that a line of the journal tells of."""
    key = {"_key": line["key"]}
    match line["kind"]:
        case "file":
            return f"/intake/new/{KEY}", key | {"_act": "submit", "applicant_name": "王小明"}
        case "claim":
            return "/inbox/claim", key | {"only": line["task"]}
        case "withdraw":
            return f"/cases/{line['case']}/withdrawal", key | {"reason": "不办了"}
    return f"/tasks/{line['task']}", key | {"_act": "submit", "result": line["result"]}
