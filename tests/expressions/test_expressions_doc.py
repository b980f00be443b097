from __future__ import annotations

import re
from pathlib import Path

from engine.bpmn.expressions import FUNCTIONS

DOC = Path(__file__).parents[2] / "docs" / "expressions.md"


def test_every_function_is_documented_and_no_other() -> None:
    section = DOC.read_text(encoding="utf-8").split("## Functions")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`(\w+)\(", row)}
    assert documented == {*FUNCTIONS, "given"}
