"""Members of the public before the portal, over the hall that pages are served from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "desks"))

from pages import Browser, Page

from engine.query_code import query_code


@pytest.fixture
def somebody(another_visitor) -> Callable[..., Browser]:
    """Make browsers that nobody has logged in to; each at an address of its own unless told."""
    return lambda address=None: Browser(another_visitor(address), "")


@pytest.fixture
def public(somebody) -> Browser:
    """The browser of one member of the public."""
    return somebody()


@pytest.fixture
def followed(public, hall, training) -> Callable[..., Page]:
    """Return a page of the portal that follows a case filed by somebody else's hand."""

    def follow(case, browser=public):
        number = training.clerk.file(case).case["number"]
        page = browser.open("/progress").press("查询", number=number, code=query_code(hall.key, case))
        assert page.path == f"/progress/{number}"
        return page

    return follow


@pytest.fixture
def at(another_visitor) -> Callable[[str], Browser]:
    """Return the browser of a member of staff by login."""
    return lambda login: Browser(another_visitor(), login)
