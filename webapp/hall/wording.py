"""How the screens say days and times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask_babel import format_date

from engine.clock import HALL_ZONE
from webapp.hall import blueprint


@blueprint.context_processor
def words_of_the_screens() -> dict[str, Callable[..., str]]:
    """Return what the templates of the screens call."""
    return {"weekday": weekday, "clock_time": clock_time}


def weekday(day: date) -> str:
    """Return the name of the day of the week."""
    return str(format_date(day, "EEEE"))


def clock_time(at: datetime) -> str:
    """Return hours and minutes in the hall."""
    return f"{at.astimezone(HALL_ZONE):%H:%M}"
