"""Decisions on licences as everybody may read them (行政许可法 第四十条; 优化营商环境): no personal data.

A decision stands here from the day on which it is made, well within the seven working days that rules on openness give.
What is decided about benefits and registrations is no licence and stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from engine.decision_words import LICENCE
from engine.law.masking import mask_applicant
from engine.queries.keyset import PAGE, beyond, cursor
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.cases import Case
from engine.store.documents import Document

if TYPE_CHECKING:
    from engine.hall import Hall

RESULTS = {
    "grant_decision": "granted",
    "partial_decision": "partly_granted",
    "refusal_decision": "refused",
    "renewal_by_silence": "granted",
}
"""Kinds of paper that decide on a licence, and what each decides."""
_document, _case = table_of(Document).c, table_of(Case).c


@dataclass(frozen=True)
class OpenFilters:
    """Which decisions: by a part of the number, the key of a matter, and a month written 2026-03; empty for all."""

    number: str = ""
    matter: str = ""
    month: str = ""


@dataclass(frozen=True)
class OpenDecision:
    """One decision; ``applicant`` is masked where it may be a person."""

    id: str
    number: str
    matter: str
    applicant: str
    authority: str
    decided_on: date
    result: str


@dataclass(frozen=True)
class MonthOfMatter:
    """How many decisions a matter had in a month, and the working days from acceptance to decision in tenths."""

    matter: str
    name: str
    month: str
    decisions: int
    tenths: int | None
    promised: int | None


def licences(hall: Hall, connection: Connection) -> dict[str, int | None]:
    """Return the hashes of all published versions that grant licences, with the working days that each promises."""
    found: dict[str, int | None] = {}
    for sha256 in connection.execute(select(PublishedBundle.sha256)).scalars().all():
        facts = hall.bundle(connection, sha256).facts
        if facts.item_type.value == LICENCE:
            promised = facts.limits.promised
            found[sha256] = promised.value.days if promised is not None else None
    return found


def open_decisions(
    hall: Hall, connection: Connection, filters: OpenFilters, after: str | None
) -> tuple[tuple[OpenDecision, ...], str | None, int]:
    """Return a page of decisions, the newest first, the mark of the next page or none, and how many there are."""
    wanted = _wanted(hall, connection, filters)
    total = connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    from_here = _beyond(after)
    if from_here is not None:
        wanted = wanted.where(from_here)
    ordered = wanted.order_by(_document.issued_at.desc(), _document.id.desc()).limit(PAGE + 1)
    rows = connection.execute(ordered).all()
    mark = cursor(rows[PAGE - 1].issued_at, rows[PAGE - 1].id) if len(rows) > PAGE else None
    return tuple(_line(row) for row in rows[:PAGE]), mark, total


def every_open_decision(hall: Hall, connection: Connection, filters: OpenFilters) -> Iterator[OpenDecision]:
    """Yield all decisions, the newest first."""
    wanted = _wanted(hall, connection, filters).order_by(_document.issued_at.desc(), _document.id.desc())
    for row in connection.execute(wanted.execution_options(yield_per=500)):
        yield _line(row)


def days_used(hall: Hall, connection: Connection, first: date, last: date) -> tuple[MonthOfMatter, ...]:
    """Count decisions and days by matter and month from ``first`` to ``last``, the newest month first.

    Days are all working days after that of acceptance, also those that do not count in the limit.
    """
    promises = licences(hall, connection)
    rows = connection.execute(
        select(_case.matter_key, _case.matter_name, _case.bundle_sha256, _case.accepted_on, _document.issued_on,
               func.count().label("times"))
        .join(Case, _case.id == _document.case_id)
        .where(_document.kind.in_(RESULTS), _document.issued_on.between(first, last),
               _case.bundle_sha256.in_(promises))
        .group_by(_case.matter_key, _case.matter_name, _case.bundle_sha256, _case.accepted_on, _document.issued_on)
        .order_by(_document.issued_on)
    )  # fmt: skip
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault((f"{row.issued_on:%Y-%m}", row.matter_key), {"times": 0, "dated": 0, "days": 0})
        one["times"] += row.times
        one["name"], one["promised"] = row.matter_name, promises[row.bundle_sha256]
        if row.accepted_on is not None:
            one["dated"] += row.times
            one["days"] += row.times * hall.calendar.workdays_between(row.accepted_on, row.issued_on)
    return tuple(
        MonthOfMatter(
            matter,
            one["name"],
            month,
            one["times"],
            one["days"] * 10 // one["dated"] if one["dated"] else None,
            one["promised"],
        )
        for (month, matter), one in sorted(found.items(), reverse=True)
    )


def _wanted(hall: Hall, connection: Connection, filters: OpenFilters) -> Any:
    wanted = (
        select(_document.id, _document.number, _document.kind, _document.authority, _document.issued_on,
               _document.issued_at, _case.matter_name, _case.applicant_name)
        .join(Case, _case.id == _document.case_id)
        .where(_document.kind.in_(RESULTS), _case.bundle_sha256.in_(licences(hall, connection)))
    )  # fmt: skip
    if filters.number:
        wanted = wanted.where(_document.number.contains(filters.number, autoescape=True))
    if filters.matter:
        wanted = wanted.where(_case.matter_key == filters.matter)
    if filters.month:
        begins = date.fromisoformat(f"{filters.month}-01")
        ends = date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
        wanted = wanted.where(_document.issued_on >= begins, _document.issued_on < ends)
    return wanted


def _beyond(after: str | None) -> Any:
    return beyond(_document.issued_at, _document.id, after, newest_first=True)


def _line(row: Any) -> OpenDecision:
    who = mask_applicant(row.applicant_name)
    return OpenDecision(row.id, row.number, row.matter_name, who, row.authority, row.issued_on, RESULTS[row.kind])
