"""How the screens say days and times, and what a screen does with a refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import Response, request
from flask_babel import format_date

from engine.clock import HALL_ZONE
from webapp.hall import blueprint
from webapp.hall.wishes import Wishes

TRY_AGAIN = 10


@blueprint.context_processor
def words_of_the_screens() -> dict[str, Callable[..., str]]:
    """Return what the templates of the screens call."""
    return {"weekday": weekday, "clock_time": clock_time}


@blueprint.after_request
def come_back(response: Response) -> Response:
    """Let a screen that got a refusal try again by itself: nobody stands there to reload it."""
    if response.status_code >= 400:
        start = "touch" if (request.endpoint or "").startswith("hall.touch") else "screen"
        address = Wishes.of_request().but(language="zh").address(f"hall.{start}")
        response.headers["Refresh"] = f"{TRY_AGAIN};url={address}"
    return response


def weekday(day: date) -> str:
    """Return the name of the day of the week."""
    return str(format_date(day, "EEEE"))


def clock_time(at: datetime) -> str:
    """Return hours and minutes in the hall."""
    return f"{at.astimezone(HALL_ZONE):%H:%M}"
