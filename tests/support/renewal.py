"""The renewal of a small catering permit in tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from support.played_matters import PlayedMatter
from support.training import TrainingHall

KEY = "small_catering_renewal"
MATERIALS = ("old_licence", "operator_id", "health_certificates", "unchanged_statement")


def matter(training: TrainingHall) -> PlayedMatter:
    """Publish the matter in the hall and return it."""
    return PlayedMatter(training, KEY)


def file_application(renewal: PlayedMatter, ends_on: date, **changes: Any) -> str:
    """Ask for the renewal of a licence that is valid to ``ends_on``; return the id of the case."""
    return renewal.file(MATERIALS, ends_on=ends_on.isoformat(), **changes)


def accept(training: TrainingHall, case: str) -> None:
    training.clerk.complete(case, "acceptance", result="accept", checked=list(MATERIALS))
