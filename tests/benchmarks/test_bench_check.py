"""The benchmark of checking: every figure is there, for processes of 60 nodes that have no error."""

from __future__ import annotations

import orjson
import pytest

from engine.benchmark.checking import sixty_nodes
from engine.bpmn.read import read
from webapp.cli import run


def test_every_figure_of_a_check_is_there(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "check", "--rounds", "1"]) == 0
    found = orjson.loads(capfd.readouterr().out)
    for shape in ("blocks", "crossing"):
        assert found[f"{shape}_errors"] == 0
        assert found[f"{shape}_check_ms"] < 2_000  # feels immediate even on a slow machine
        assert found[f"{shape}_ratio"] > 0


@pytest.mark.parametrize("again", [True, False])
def test_they_have_sixty_nodes_and_their_events(again: bool) -> None:
    assert len(read(sixty_nodes(again=again)).main.elements) == 62
