"""The day on which something happened, where its form has a field for it: a paper signed for, a visit made.

What happens outside the hall is entered later. The trail keeps both, the day that is said and the moment of the
entry, so that entering afterwards (补录, 电子监察 EM-13) can be seen and counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.law.calendar import Calendar

DAYS = ("signed_on", "checked_on", "handed_on", "received_on", "notified_on", "answered_on", "paid_on", "happened_on")
"""Fields of forms that hold the day of what is entered; a planned day, or one of a certificate, has another name."""


def days_late(calendar: Calendar, happened: date, entered: date) -> int:
    """Return how many working days after it happened something was entered; too many are 补录 (EM-13)."""
    return calendar.workdays_between(happened, entered)


def happened_on(values: Mapping[str, Any]) -> date | None:
    """Return the day that an answer gives for what it tells of, none where it gives none."""
    for name in DAYS:
        said = values.get(name)
        if isinstance(said, str):
            try:
                return date.fromisoformat(said)
            except ValueError:
                continue
    return None
