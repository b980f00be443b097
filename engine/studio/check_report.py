"""The report of the gate as it is kept with an approved version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.bpmn.checks import Problem, as_json


def report_of(sha256: str, problems: Iterable[Problem]) -> dict[str, Any]:
    """Return what the gate said of the content with this hash, as plain values.

    ``template`` and ``params`` are there so that the message can be read in another language later.
    """
    return {"sha256": sha256, "problems": [_said(problem) for problem in problems]}


def errors_in(report: dict[str, Any]) -> int:
    """Return how many problems of a report forbid publishing."""
    return sum(problem["severity"] == "error" for problem in report["problems"])


def _said(problem: Problem) -> dict[str, Any]:
    params = {name: value if isinstance(value, int) else str(value) for name, value in problem.message.params.items()}
    return as_json(problem) | {"template": problem.message.template, "params": params}
