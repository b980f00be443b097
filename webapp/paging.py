"""Pages of a list: which page is asked for, and the addresses of the others."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Flask, request

PER_PAGE = 20


def init_app(app: Flask) -> None:
    """Give templates what the ``pagination`` macro needs."""
    app.jinja_env.globals.update(page_address=page_address, page_numbers=page_numbers)


def asked_page() -> int:
    """Return the page that ``?page=`` asks for, from 1; nonsense is the first page."""
    wish = request.args.get("page", "1")
    return max(1, int(wish)) if wish.isdecimal() and len(wish) < 7 else 1


def page_count(total: int, per_page: int = PER_PAGE) -> int:
    """Return how many pages ``total`` rows fill, at least 1."""
    return max(1, -(-total // per_page))


def page_address(page: int) -> str:
    """Return the address of another page of this list, with its filters."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in ("page", "lang")]
    return f"{request.path}?{urlencode([*kept, ('page', page)])}"


def page_numbers(page: int, pages: int) -> Iterator[int | None]:
    """Yield the page numbers to offer around ``page``; none stands for a gap."""
    before = 0
    for number in sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)}):
        if number - before > 1:
            yield None
        yield number
        before = number
