"""A chart that is kept, over HTTP with one worker process, against a page with nothing on it but its frame."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from statistics import median
from time import perf_counter

from engine.benchmark.fresh_hall import fresh_hall
from processes.publishing import bundle_of
from processes.registry import HERE, load_folder
from webapp.benchmark.servers import PAGES, server

MATTER = "open_restaurant"
EMPTY, PICTURE, PAGE = "/login", f"/matters/{MATTER}/chart.svg", f"/matters/{MATTER}/charts"


def chart_rate(url: str | None = None, *, rounds: int = 5, requests: int = 200) -> dict[str, float]:
    """Return how often a second a kept picture and its page are had, as shares of the rate of an empty page.

    Keys: ``picture_share_of_empty``, ``page_share_of_empty``, and ``empty_ms``, ``picture_ms``, ``page_ms``, the
    milliseconds of one request. Each is the median of interleaved rounds.
    """
    bundle = bundle_of(load_folder(HERE / MATTER))
    with fresh_hall(url, bundle) as hall, server(PAGES, hall) as port:
        paths = (EMPTY, PICTURE, PAGE)
        for path in paths:
            seconds_each(port, path, 10)
        measured = [[seconds_each(port, path, requests) for path in paths] for _ in range(rounds)]
    empty, picture, page = zip(*measured, strict=True)
    return {
        "picture_share_of_empty": median(e / p for e, p in zip(empty, picture, strict=True)),
        "page_share_of_empty": median(e / p for e, p in zip(empty, page, strict=True)),
        "empty_ms": median(empty) * 1000,
        "picture_ms": median(picture) * 1000,
        "page_ms": median(page) * 1000,
    }


def seconds_each(port: int, path: str, requests: int) -> float:
    """Return the seconds that one request takes on an open connection; raises RuntimeError at any answer but 200."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.connect()
        began = perf_counter()
        for _ in range(requests):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{path}: {response.status}")
        return (perf_counter() - began) / requests
