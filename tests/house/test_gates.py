"""Style, layers and types, checked with the rest so that one summary tells all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ["engine", "processes", "forms", "diagrams", "webapp", "tests"]


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        pytest.param("ruff", ["check", *CODE], id="style"),
        pytest.param("ruff", ["format", "--check", *CODE], id="format"),
        pytest.param("lint-imports", ["--no-cache"], id="layers"),
        pytest.param("mypy", [], id="types"),
    ],
)
def test_gate(program: str, arguments: list[str]):
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{program} {' '.join(arguments)}\n{done.stdout}{done.stderr}"
