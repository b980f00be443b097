"""Dates that may still move, since no notice has arranged a year they depend on: marked wherever they are shown."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from engine.clock import legal_day
from webapp.installation import current_hall


def init_app(app: Flask) -> None:
    """Give templates what the ``tentative`` macro needs."""
    app.add_template_global(provisional_year)


def provisional_year(day: date | None, since: date | datetime | None = None) -> int | None:
    """Return the first provisional year between ``since`` (``day`` itself unless told) and ``day``, or None."""
    if day is None:
        return None
    first = legal_day(since) if isinstance(since, datetime) else since or day
    years = current_hall().calendar.years
    return next((one.year for one in years if one.provisional and first.year <= one.year <= day.year), None)
