"""The ratings of a case, and lists of ratings: for who looks after them all, for a department those of its work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from engine.actor import Actor
from engine.clock import HALL_ZONE
from engine.feedback.ratable import AGAIN, FIRST, POOR, is_ratable, looks_after_ratings, served_at
from engine.feedback.rectification_row import CLOSED
from engine.hall import Hall
from engine.law.masking import mask_name, mask_text
from engine.queries.case_file import case_key
from engine.queries.keyset import PAGE, beyond, cursor
from engine.queries.rectifications import opened_text
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.people import Department
from engine.store.ratings import Rating, Rectification

LISTS = ("counted", "satisfied", "poor", "again", "excluded", "unrated")
_rating, _case, _one = table_of(Rating).c, table_of(Case).c, table_of(Rectification).c
_department = table_of(Department).c


@dataclass(frozen=True)
class RatingLine:
    """One rating as the hall reads it: numbers in the text masked, its sheet where it was poor."""

    id: str
    case_id: str
    case_number: str
    matter_name: str
    department_name: str
    window: str | None
    level: int
    channel: str
    is_named: bool
    tags: tuple[str, ...]
    text: str
    round: int
    rated_at: datetime
    recorded_by: str
    excluded_on: date | None
    rectification_id: str | None
    sheet: str


@dataclass(frozen=True)
class UnratedLine:
    """A service that is over and was not rated; the applicant masked."""

    case_id: str
    case_number: str
    matter_name: str
    department_name: str
    applicant: str
    served_at: datetime


@dataclass(frozen=True)
class RatingFilters:
    """Which ratings: one of LISTS, from day to day, and of which department, window, matter or month (2026-03)."""

    what: str = "counted"
    first: date | None = None
    last: date | None = None
    department: str = ""
    window: str = ""
    matter: str = ""
    month: str = ""


@dataclass(frozen=True)
class RatingPage:
    """One page, newest first, of ratings or of services without one; ``total`` is the whole list."""

    rows: tuple[RatingLine, ...]
    unrated: tuple[UnratedLine, ...]
    total: int
    after: str | None


@dataclass(frozen=True)
class OwnRating:
    """What the page of a case says of its rating: what was said, and whether there may be a rating now."""

    ratings: tuple[RatingLine, ...]
    may_rate: bool
    is_second: bool
    """Whether it would be the one after a poor rating was put right."""


def ratings_of_case(hall: Hall, connection: Connection, case: Mapping[str, Any]) -> OwnRating:
    """Return the ratings of a case, oldest first; who may see the case is for the caller to know."""
    found = connection.execute(_lines().where(_rating.case_id == case["id"]).order_by(_rating.round)).mappings().all()
    ratable = connection.execute(select(_case.id).where(_case.id == case["id"], is_ratable())).first() is not None
    closed = select(_one.id).where(_one.case_id == case["id"], _one.status == CLOSED)
    again = len(found) == FIRST and connection.execute(closed).first() is not None
    return OwnRating(tuple(_line(hall, dict(row)) for row in found), ratable and (not found or again), again)


def ratings(
    hall: Hall, connection: Connection, by: Actor, filters: RatingFilters, after: str | None = None
) -> RatingPage:
    """Return a page of the ratings that ``by`` may see: all of them, or those of the departments they work in."""
    if filters.what == "unrated":
        return _unrated(connection, by, filters, after)
    wanted = (*counted(filters), *_visible(by, _rating.department))
    total = connection.execute(select(func.count(_rating.id)).where(*wanted)).scalar_one()
    query = _lines().where(*wanted)
    if (condition := beyond(_rating.rated_at, _rating.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    ordered = query.order_by(_rating.rated_at.desc(), _rating.id.desc()).limit(PAGE + 1)
    found = connection.execute(ordered).mappings().all()
    rows = tuple(_line(hall, dict(row)) for row in found[:PAGE])
    return RatingPage(rows, (), total, cursor(rows[-1].rated_at, rows[-1].id) if len(found) > PAGE else None)


def every_rating(hall: Hall, connection: Connection, by: Actor, filters: RatingFilters) -> Iterator[Any]:
    """Yield all rows of that list, ratings or services without one."""
    after: str | None = ""
    while after is not None:
        page = ratings(hall, connection, by, filters, after)
        yield from page.rows or page.unrated
        after = page.after


def counted(filters: RatingFilters) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the ratings of a list: a service counts once, by its first rating, unless excluded."""
    first, last = span(filters)
    found = [_rating.rated_on >= first] if first else []
    found += [_rating.rated_on <= last] if last else []
    found += [_rating.department == filters.department] if filters.department else []
    found += [_rating.window == filters.window] if filters.window else []
    found += [_rating.matter_key == filters.matter] if filters.matter else []
    stands = (_rating.round == FIRST, _rating.excluded_on.is_(None))
    what: dict[str, tuple[ColumnElement[bool], ...]] = {
        "counted": stands,
        "satisfied": (*stands, _rating.level.not_in(POOR)),
        "poor": (*stands, _rating.level.in_(POOR)),
        "again": (_rating.round == AGAIN,),
        "excluded": (_rating.excluded_on.is_not(None),),
    }
    return (*found, *what.get(filters.what, stands))


def without_rating(filters: RatingFilters) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for services that are over and were not rated."""
    first, last = span(filters)
    found = [is_ratable(), ~exists(select(_rating.id).where(_rating.case_id == _case.id))]
    found += served_between(first, last)
    found += [_case.department == filters.department] if filters.department else []
    found += [_case.matter_key == filters.matter] if filters.matter else []
    return tuple(found)


def served_between(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """Return the conditions for services whose result was there on a day from ``first`` to ``last``."""
    found: list[ColumnElement[bool]] = []
    found += [served_at() >= _beginning(first)] if first else []
    found += [served_at() < _beginning(last + timedelta(days=1))] if last else []
    return found


def span(filters: RatingFilters) -> tuple[date | None, date | None]:
    """Return the first and the last day of the list: the month's where one is named, within those that were given."""
    if not filters.month:
        return filters.first, filters.last
    year, month = (int(part) for part in filters.month.split("-"))
    begins = date(year, month, 1)
    ends = (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return max(begins, filters.first or begins), min(ends, filters.last or ends)


def _unrated(connection: Connection, by: Actor, filters: RatingFilters, after: str | None) -> RatingPage:
    wanted = (*without_rating(filters), *_visible(by, _case.department))
    total = connection.execute(select(func.count(_case.id)).where(*wanted)).scalar_one()
    at = served_at().label("served_at")
    columns = (_case.id, _case.number, _case.matter_name, _case.applicant_name, at, _department.name)
    query = select(*columns).outerjoin(Department, _department.code == _case.department).where(*wanted)
    if (condition := beyond(served_at(), _case.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(served_at().desc(), _case.id.desc()).limit(PAGE + 1)).all()
    rows = tuple(
        UnratedLine(row.id, row.number, row.matter_name, row.name or "", mask_name(row.applicant_name), row.served_at)
        for row in found[:PAGE]
    )
    return RatingPage((), rows, total, cursor(rows[-1].served_at, rows[-1].case_id) if len(found) > PAGE else None)


def _visible(by: Actor, department: Any) -> tuple[ColumnElement[bool], ...]:
    if looks_after_ratings(by):
        return ()
    return (department.in_(sorted({held.department for held in by.holdings})),)


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), HALL_ZONE)


def _lines() -> Any:
    more = (
        _case.number.label("case_number"), _case.matter_name, _case.sealing_key, _department.name.label("office"),
        _one.id.label("rectification_id"), _one.document.label("sheet"),
    )  # fmt: skip
    return (
        select(table_of(Rating), *more)
        .join(Case, _case.id == _rating.case_id)
        .outerjoin(Department, _department.code == _rating.department)
        .outerjoin(Rectification, and_(_one.rating_id == _rating.id))
    )


def _line(hall: Hall, row: Mapping[str, Any]) -> RatingLine:
    return RatingLine(
        id=row["id"],
        case_id=row["case_id"],
        case_number=row["case_number"],
        matter_name=row["matter_name"],
        department_name=row["office"] or row["department"],
        window=row["window"],
        level=row["level"],
        channel=row["channel"],
        is_named=row["is_named"],
        tags=tuple(row["tags"]),
        text=mask_text(opened_text(case_key(hall, row), row["sealed_text"])),
        round=row["round"],
        rated_at=row["rated_at"],
        recorded_by=row["recorded_by_name"],
        excluded_on=row["excluded_on"],
        rectification_id=row["rectification_id"],
        sheet=row["sheet"] or "",
    )
