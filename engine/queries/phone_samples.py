"""Samples of services whose applicants are called: what was drawn, how, and how far the calls are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, case, func, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.feedback.ratable import looks_after_ratings
from engine.hall import Hall
from engine.law.masking import mask_name, mask_text
from engine.queries.case_file import case_key
from engine.queries.rectifications import opened_text
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.people import Department
from engine.store.phone_samples import PhoneSample, SampledService

_sample, _one, _case = table_of(PhoneSample).c, table_of(SampledService).c, table_of(Case).c
_department = table_of(Department).c
MOST_SHOWN = 100


@dataclass(frozen=True)
class SampleLine:
    """One sample: how it was drawn, and how many of it were reached so far."""

    id: str
    seed: str
    first: date
    last: date
    department_name: str
    permille: int | None
    size: int
    population: int
    population_sha256: str
    drawn_at: datetime
    drawn_by: str
    reached: int
    unreached: int


@dataclass(frozen=True)
class SampledLine:
    """One service of a sample, in the order drawn; the applicant masked."""

    place: int
    case_id: str
    case_number: str
    matter_name: str
    department_name: str
    applicant: str
    status: str
    calls: int
    level: int | None
    answers: dict[str, str]
    note: str
    called_at: datetime | None
    called_by: str


def phone_samples(connection: Connection, by: Actor) -> tuple[SampleLine, ...]:
    """Return the newest samples; raises NotFound for who does not look after ratings."""
    if not looks_after_ratings(by):
        raise NotFound
    rows = connection.execute(_samples().order_by(_sample.drawn_at.desc()).limit(MOST_SHOWN))
    return tuple(_line(row) for row in rows)


def phone_sample(
    hall: Hall, connection: Connection, by: Actor, sample_id: str
) -> tuple[SampleLine, tuple[SampledLine, ...]]:
    """Return a sample with its services; raises NotFound."""
    row = connection.execute(_samples().where(_sample.id == sample_id)).first()
    if row is None or not looks_after_ratings(by):
        raise NotFound
    more = (_case.number, _case.matter_name, _case.applicant_name, _case.sealing_key, _department.name.label("office"))
    query = (
        select(table_of(SampledService), *more)
        .join(Case, _case.id == _one.case_id)
        .outerjoin(Department, _department.code == _case.department)
        .where(_one.sample_id == sample_id)
        .order_by(_one.place)
    )
    lines = tuple(
        SampledLine(
            one["place"],
            one["case_id"],
            one["number"],
            one["matter_name"],
            one["office"] or "",
            mask_name(one["applicant_name"]),
            one["status"],
            one["calls"],
            one["level"],
            dict(one["answers"] or {}),
            mask_text(opened_text(case_key(hall, dict(one)), one["sealed_note"])),
            one["called_at"],
            one["called_by_name"],
        )
        for one in connection.execute(query).mappings()
    )
    return _line(row), lines


def _samples() -> Any:
    def those(status: str) -> Any:
        return (
            select(func.sum(case((_one.status == status, 1), else_=0)))
            .where(_one.sample_id == _sample.id)
            .scalar_subquery()
        )

    counts = (those("reached").label("reached"), those("unreached").label("unreached"))
    return select(table_of(PhoneSample), _department.name.label("office"), *counts).outerjoin(
        Department, _department.code == _sample.department
    )


def _line(row: Any) -> SampleLine:
    return SampleLine(
        row.id,
        row.seed,
        row.first,
        row.last,
        row.office or "",
        row.permille,
        row.size,
        row.population,
        row.population_sha256,
        row.drawn_at,
        row.drawn_by_name,
        row.reached or 0,
        row.unreached or 0,
    )
