"""Problems as lines and as JSON."""

from __future__ import annotations

from engine.bpmn.checks.problem import Problem


def format_problem(problem: Problem) -> str:
    """Return one line: ``file: element: rule: message``; warnings say so, a path follows."""
    message = " ".join(str(problem.message).split())
    if problem.severity == "warning":
        message = f"（提醒）{message}"
    if problem.path:
        message += f"（路径：{' → '.join(problem.path)}）"
    return f"{problem.file or '-'}: {problem.element or '-'}: {problem.rule}: {message}"


def as_json(problem: Problem) -> dict[str, object]:
    """Return the problem as plain values."""
    return {
        "file": problem.file,
        "element": problem.element,
        "rule": problem.rule,
        "severity": problem.severity,
        "message": str(problem.message),
        "path": list(problem.path),
    }
