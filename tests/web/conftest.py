"""A training hall of its own for each test: a real database file, invented people, a clock that stands still."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import update
from werkzeug.routing import Rule

from engine.actor import SYSTEM
from engine.clock import FixedClock
from engine.command import Command
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork
from webapp import create_app
from webapp.accounts import passwords
from webapp.config import Settings
from webapp.training_hall.people import population

PASSWORD = population()["password"]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash with little work: what is tested is who may in, not how long a guess takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "METHOD", "scrypt:1024:8:1")
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Let the applications of a run share the code that builds addresses: to write it takes most of their start."""
    made: dict[tuple[object, ...], Any] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        defaults = frozenset((rule.defaults or {}).items())
        key = (rule.host, rule.subdomain, rule.rule, defaults, append_unknown)
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session")
def web_template(sqlite_template: Path, quick_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that each test gets a copy of."""
    data = tmp_path_factory.mktemp("web")
    shutil.copytree(sqlite_template / "keys", data / "keys")
    shutil.copy(sqlite_template / "hall.db", data / "hall.db")
    hall = Hall(f"sqlite:///{data / 'hall.db'}", data, training=True)
    hall.run(ShareHash(by=SYSTEM, password_hash=passwords.hash_password(PASSWORD)))
    hall.close()
    data.chmod(0o750)
    return data


@dataclass(frozen=True, kw_only=True)
class ShareHash(Command):
    """Give everybody the same quickly made hash."""

    password_hash: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        uow.execute(update(table_of(Person)).values(password_hash=self.password_hash))
        return {}


@pytest.fixture
def settings(web_template: Path, tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    shutil.copytree(web_template, data)
    return Settings(f"sqlite:///{data / 'hall.db'}", data, mode="training")


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all the applications of a run: compiling takes longer than most tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def app(settings: Settings, clock: FixedClock, compiled_pages: FileSystemBytecodeCache) -> Iterator[Flask]:
    app = create_app(settings, clock)
    app.jinja_env.bytecode_cache = compiled_pages
    yield app
    app.extensions["banjian_hall"].close()


@pytest.fixture
def hall(app: Flask) -> Hall:
    """The hall behind the pages; ``training`` has its people."""
    return app.extensions["banjian_hall"]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class Visitor:
    """A browser with a person before it; forms are sent with the token of their page."""

    def __init__(self, app: Flask, address: str = "10.0.0.1") -> None:
        self.client = app.test_client()
        self.where = {"REMOTE_ADDR": address}

    def get(self, path: str, **more):
        return self.client.get(path, environ_base=self.where, **more)

    def post(self, path: str, data: dict, page: str | None = None, shown: str | None = None, **more):
        """Send a form as it stands on ``page`` (the same address unless told), or in ``shown``, a page read before."""
        found = TOKEN.search(self.get(page or path).text if shown is None else shown)
        token = {"csrf_token": found.group(1)} if found else {}
        return self.client.post(path, data={**token, **data}, environ_base=self.where, **more)

    def log_in(self, login: str, password: str = PASSWORD, **more):
        return self.post("/login", {"login": login, "password": password}, **more)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def another_visitor(app: Flask):
    """Make further browsers, each at an address of its own unless told."""
    count = iter(range(2, 250))

    def make(address: str | None = None) -> Visitor:
        return Visitor(app, address or f"10.0.0.{next(count)}")

    return make
