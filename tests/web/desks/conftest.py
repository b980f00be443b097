"""People at their desks, over the hall that pages are served from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pages import Browser


@pytest.fixture
def at(another_visitor) -> Callable[[str], Browser]:
    """Return the browser of a person by login; the same one each time."""
    browsers: dict[str, Browser] = {}

    def sit(login: str) -> Browser:
        if login not in browsers:
            browsers[login] = Browser(another_visitor(), login)
        return browsers[login]

    return sit


@pytest.fixture
def clerk(at):
    return at("chuangkou")


@pytest.fixture
def reviewer(at):
    return at("shenhe")
