"""A screen of the hall as tests see it: the pages of one whole round."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html
from support.training import TrainingHall

MOST_PAGES = 200


@pytest.fixture
def training(hall, clock) -> TrainingHall:
    return TrainingHall(hall, clock)


@pytest.fixture
def one_round(client) -> Callable[..., dict[str, str]]:
    """Return the sources of all pages by their addresses, as a screen turns them from ``start`` on."""

    def turn(start: str = "/hall/figures") -> dict[str, str]:
        pages: dict[str, str] = {}
        address = start
        while address not in pages:
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert len(pages) < MOST_PAGES
            pages[address] = answer.text
            address = html.fromstring(answer.text).get_element_by_id("screen").get("data-next")
        return pages

    return turn
