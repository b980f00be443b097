"""The light of a task or case in a list, computed at the moment of looking."""

from __future__ import annotations

from datetime import date

from engine.law.calendar import Calendar


def light_of(due_on: date | None, yellow_on: date | None, day: date) -> str:
    """Return none, green, yellow or red for something due on ``due_on``, as of ``day``."""
    if due_on is None:
        return "none"
    if day > due_on:
        return "red"
    return "yellow" if yellow_on is not None and day >= yellow_on else "green"


def days_left(calendar: Calendar, due_on: date | None, day: date) -> int | None:
    """Return the working days from ``day`` (not counted) to the due day; below zero when it has passed."""
    return None if due_on is None else calendar.workdays_between(day, due_on)
