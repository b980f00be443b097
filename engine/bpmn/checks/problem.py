"""What the checker says: rules, what a rule found, and the problem that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.text import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """Something wrong with a file; ``path`` are the element ids that lead to it. An error forbids publishing."""

    file: str
    element: str
    rule: str
    message: Text
    severity: Severity
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What a rule found in one process."""

    rule: Rule
    element: str
    message: Text
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule. ``house`` rules are ours, not BPMN's or the engine's: a lenient check leaves them out.

    ``lenient`` is the severity in a lenient check where it differs.
    """

    id: str
    severity: Severity = "error"
    house: bool = False
    lenient: Severity | None = None

    def at(self, element: str, message: Text, path: tuple[str, ...] = ()) -> Finding:
        """Return a finding of this rule."""
        return Finding(self, element, message, path)

    def severity_in(self, *, lenient: bool) -> Severity:
        """Return how bad a finding is."""
        return self.lenient if lenient and self.lenient else self.severity
