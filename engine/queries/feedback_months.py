"""Month by month: how many enquiries and complaints came, and how many were answered in time, late and not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from engine.actor import Actor
from engine.queries.supervision import require_supervisor
from engine.store.base import table_of
from engine.store.complaints import Complaint
from engine.store.enquiries import Enquiry

MONTHS = 12
_enquiry, _complaint = table_of(Enquiry).c, table_of(Complaint).c


@dataclass(frozen=True)
class Figures:
    """Of what came in one month: what was answered in time and late, and what is unanswered, of that the overdue."""

    received: int = 0
    in_time: int = 0
    late: int = 0
    unanswered: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Month:
    """The month from ``first``; figures by register."""

    first: date
    by_register: Mapping[str, Figures]


def feedback_months(connection: Connection, by: Actor, today: date, months: int = MONTHS) -> tuple[Month, ...]:
    """Return the last months, this one first; raises NotFound for whoever is no supervisor."""
    require_supervisor(by)
    firsts = [_months_before(today, back) for back in range(months)]
    since = (firsts[-1], today)
    registers = {
        "enquiries": _by_month(connection, _enquiry, _enquiry.answered_on, _enquiry.due_on, *since),
        "complaints": _by_month(connection, _complaint, _complaint.done_on, _complaint.due_on, *since),
    }
    return tuple(
        Month(first, {name: found.get(first, Figures()) for name, found in registers.items()}) for first in firsts
    )


def _months_before(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)


def _by_month(
    connection: Connection, table: Any, answered_on: Any, due_on: Any, first: date, today: date
) -> dict[date, Figures]:
    """Return the figures by the first day of the month; read by day, which both databases group alike."""

    def how_many(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    unanswered = answered_on.is_(None)
    rows = connection.execute(
        select(
            table.received_on,
            func.count(),
            how_many(answered_on <= due_on),
            how_many(answered_on > due_on),
            how_many(unanswered),
            how_many(and_(unanswered, due_on < today)),
        )
        .where(table.received_on >= first)
        .group_by(table.received_on)
    )
    sums: dict[date, list[int]] = {}
    for day, *numbers in rows:
        so_far = sums.setdefault(day.replace(day=1), [0] * len(numbers))
        sums[day.replace(day=1)] = [one + more for one, more in zip(so_far, numbers, strict=True)]
    return {month: Figures(*numbers) for month, numbers in sums.items()}
