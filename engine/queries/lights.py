"""The light of a task or case in a list, computed at the moment of looking."""

from __future__ import annotations

from datetime import date

from engine.law.calendar import Calendar

PAUSED = "paused"


def light_of(
    due_on: date | None,
    yellow_on: date | None,
    day: date,
    paused_since: date | None = None,
    red_on: date | None = None,
) -> str:
    """Return none, green, yellow, red or paused for something due on ``due_on``, as of ``day``.

    It is red once it is late; a step, which has a ``red_on``, once it is late by as much again (EM-05). What was late
    before it began to stand still stays so.
    """
    if due_on is None:
        return "none"
    if paused_since is not None and paused_since <= due_on:
        return PAUSED
    if day > due_on if red_on is None else day >= red_on:
        return "red"
    return "yellow" if yellow_on is not None and day >= yellow_on else "green"


def days_left(calendar: Calendar, due_on: date | None, day: date) -> int | None:
    """Return the working days from ``day`` (not counted) to the due day; below zero when it has passed."""
    return None if due_on is None else calendar.workdays_between(day, due_on)
