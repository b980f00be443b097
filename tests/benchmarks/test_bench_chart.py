"""The benchmark of kept charts at a small size: every page it asks for is there, and every figure."""

from __future__ import annotations

from webapp.benchmark.charts import chart_rate


def test_picture_and_page_are_measured_against_an_empty_page() -> None:
    found = chart_rate(rounds=1, requests=3)
    assert set(found) == {"picture_share_of_empty", "page_share_of_empty", "empty_ms", "picture_ms", "page_ms"}
    assert all(figure > 0 for figure in found.values())
