"""The levels of authorities (层级): which stands above which, and which one decides in a matter."""

from __future__ import annotations

from collections.abc import Mapping

from engine.posts import LEVELS
from engine.steps import TOWN, StepFacts

ORDER = tuple(LEVELS)
"""The lowest first."""


def height(level: str) -> int:
    """Return how high a level stands; a village, which is no authority, acts for its town; -1 for an unknown one."""
    return max(ORDER.index(level), ORDER.index(TOWN)) if level in ORDER else -1


def top_level(steps: Mapping[str, StepFacts]) -> str:
    """Return the highest level that decides in a process, empty where it names none."""
    deciding = [step.level for step in steps.values() if step.stage == "approval" and step.post]
    return max(deciding, key=height, default="")


def is_accepted_below(steps: Mapping[str, StepFacts]) -> bool:
    """Tell whether a level below the deciding one takes in applications, so that it reviews first (第四十三条)."""
    top = height(top_level(steps))
    return any(step.stage == "acceptance" and step.post and 0 <= height(step.level) < top for step in steps.values())
