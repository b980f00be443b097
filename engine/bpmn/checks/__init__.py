"""Judge a process before it is published: what is wrong, where, and what to do about it; see docs/checks.md."""

from __future__ import annotations

from engine.bpmn.checks.checker import FAMILIES, RULES, check, check_bytes
from engine.bpmn.checks.problem import Problem, Rule, Severity
from engine.bpmn.checks.report import as_json, format_problem

__all__ = [
    "FAMILIES",
    "RULES",
    "Problem",
    "Rule",
    "Severity",
    "as_json",
    "check",
    "check_bytes",
    "format_problem",
]
