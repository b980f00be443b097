"""How satisfied applicants are, by department, window, matter and month: counts, and nothing of any person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from engine.clock import HALL_ZONE
from engine.feedback.ratable import LEVELS, POOR, served_at
from engine.queries.names import department_names, matter_names
from engine.queries.ratings import RatingFilters, counted, without_rating
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.ratings import Rating

BY = ("department", "window", "matter", "month")
"""What may be counted by; each is a field of RatingFilters, which a ``code`` goes into."""
FEWEST = 5
"""Below so many ratings the public is shown no share: it would tell what single people said."""
_rating, _case = table_of(Rating).c, table_of(Case).c


@dataclass(frozen=True)
class Satisfaction:
    """One department, window, matter or month: ratings by level, and services without one (none where unknown)."""

    code: str
    name: str
    levels: dict[int, int]
    unrated: int | None

    @property
    def rated(self) -> int:
        return sum(self.levels.values())

    @property
    def satisfied(self) -> int:
        return sum(count for level, count in self.levels.items() if level not in POOR)

    @property
    def poor(self) -> int:
        return self.rated - self.satisfied

    @property
    def permille(self) -> int | None:
        """The share of the levels 1 to 3, rounded down, so that 1000 is said only of all."""
        return None if not self.rated else self.satisfied * 1000 // self.rated


def satisfaction(
    connection: Connection, what: str, filters: RatingFilters
) -> tuple[Satisfaction, tuple[Satisfaction, ...]]:
    """Return the whole and the lines by ``what`` (one of BY) of the period and place that ``filters`` name."""
    filters = replace(filters, what="counted")
    levels = _levels(connection, what, filters)
    unrated = _unrated(connection, what, filters)
    names = _names(connection, what)
    codes = sorted({*levels, *unrated}, reverse=what == "month")
    unknown = what == "window"
    lines = tuple(
        Satisfaction(code, names.get(code, code), levels.get(code, {}), None if unknown else unrated.get(code, 0))
        for code in codes
        if not (unknown and not levels.get(code))
    )
    total = {level: sum(found.get(level, 0) for found in levels.values()) for level in LEVELS}
    whole = Satisfaction("", "", total, sum(unrated.values()))
    if what != "month":
        lines = tuple(sorted(lines, key=lambda one: (-one.rated, one.name)))
    return whole, lines


def _levels(connection: Connection, what: str, filters: RatingFilters) -> dict[str, dict[int, int]]:
    place: Any = {
        "department": _rating.department,
        "matter": _rating.matter_key,
        "window": func.coalesce(_rating.window, ""),
        "month": _rating.rated_on,
    }[what]
    query = select(place.label("code"), _rating.level, func.count().label("many")).where(*counted(filters))
    found: dict[str, dict[int, int]] = {}
    for row in connection.execute(query.group_by(place, _rating.level)):
        code = f"{row.code:%Y-%m}" if isinstance(row.code, date) else row.code
        levels = found.setdefault(code, {})
        levels[row.level] = levels.get(row.level, 0) + row.many
    return found


def _unrated(connection: Connection, what: str, filters: RatingFilters) -> dict[str, int]:
    if filters.window:
        return {}
    if what == "month":
        months: dict[str, int] = {}
        for moment in connection.execute(select(served_at().label("at")).where(*without_rating(filters))).scalars():
            code = f"{moment.astimezone(HALL_ZONE):%Y-%m}"
            months[code] = months.get(code, 0) + 1
        return months
    place: Any = {"department": _case.department, "matter": _case.matter_key}.get(what)
    if place is None:
        return {"": connection.execute(select(func.count(_case.id)).where(*without_rating(filters))).scalar_one()}
    query = select(place.label("code"), func.count().label("many")).where(*without_rating(filters)).group_by(place)
    return {row.code: row.many for row in connection.execute(query)}


def _names(connection: Connection, what: str) -> dict[str, str]:
    if what == "department":
        return department_names(connection)
    if what == "matter":
        return {one.key: one.name for one in matter_names(connection)}
    return {}
