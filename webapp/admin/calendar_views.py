"""The calendar in force, to be read: what is off, what is worked, and what is provisional."""

from __future__ import annotations

import calendar as weeks
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request
from flask_babel import get_locale

from engine.errors import NotFound
from engine.law.calendar import Calendar
from engine.queries.calendar_versions import progress
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, KEEPER, blueprint
from webapp.installation import current_hall


@dataclass(frozen=True)
class DayCell:
    """A day of a month; ``kind`` is work, rest, holiday or worked, ``name`` the holiday's."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday to Sunday; none for days of its neighbours."""

    number: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    workdays: int


@blueprint.get("/admin/calendar")
@post_required(ADMINISTRATOR, KEEPER)
def calendar() -> Any:
    """Show one year."""
    hall = current_hall()
    with hall.reading() as connection:
        today, left = hall.today(connection), progress(hall, connection)
    known = {year.year: year for year in hall.calendar.years}
    wish = request.args.get("year", "")
    number = int(wish) if wish.isascii() and wish.isdigit() and len(wish) == 4 else today.year
    if number not in known:
        raise NotFound
    # Years that nobody asks about yet are counted by, but not offered.
    offered = {one: year for one, year in known.items() if one <= max(today.year, number) + 1}
    months = [month_of(hall.calendar, number, month) for month in range(1, 13)]
    locale = get_locale()
    names = locale.days["stand-alone"]["narrow"] if locale else {}
    about = {"year": known[number], "years": offered, "months": months, "weekdays": names}
    return render_template("admin/calendar.html", today=today, progress=left, **about)


def month_of(calendar: Calendar, year: int, month: int) -> Month:
    """Return the days of a month with what the calendar says of each."""
    names = {day: name for one in calendar.years for day, name in one.off}
    worked = {day for one in calendar.years for day in one.worked}

    def cell(day: date) -> DayCell | None:
        if day.month != month:
            return None
        kind = "holiday" if day in names else "worked" if day in worked else ""
        return DayCell(day, kind or ("work" if calendar.is_workday(day) else "rest"), names.get(day, ""))

    rows = tuple(tuple(cell(day) for day in week) for week in weeks.Calendar().monthdatescalendar(year, month))
    count = sum(one is not None and one.kind in ("work", "worked") for row in rows for one in row)
    return Month(month, rows, count)
