"""Members of the public before the portal, over the hall that pages are served from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "desks"))

from pages import Browser


@pytest.fixture
def somebody(another_visitor) -> Callable[..., Browser]:
    """Make browsers that nobody has logged in to; each at an address of its own unless told."""
    return lambda address=None: Browser(another_visitor(address), "")


@pytest.fixture
def public(somebody) -> Browser:
    """The browser of one member of the public."""
    return somebody()
