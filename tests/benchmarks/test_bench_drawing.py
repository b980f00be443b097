"""The benchmark of drawing: every figure is there, for a chart of 60 nodes."""

from __future__ import annotations

import orjson
import pytest

from webapp.cli import run


def test_every_figure_of_a_chart_is_there(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "drawing", "--rounds", "1"]) == 0
    found = orjson.loads(capfd.readouterr().out)
    assert found["nodes"] == 60
    for orientation in ("tb", "lr"):
        assert found[f"{orientation}_own_ms"] > 0
        assert found[f"{orientation}_neato_ms"] > 0
        assert found[f"{orientation}_ratio"] > 1
