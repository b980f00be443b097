"""The time of a special procedure under the lock of its case: how it begins and ends, whichever act brings it about.

行政许可法 第四十五条: the time needed is told in writing; what is left of a cap is what earlier pauses did not use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.cases.clock_facts import last_by_cap
from engine.cases.official_documents import issue_document
from engine.cases.running_pauses import SPECIAL_PROCEDURE, begin_pause, finish_pause, number_pause
from engine.cases.working_case import WorkingCase
from engine.law.calendar import Calendar
from engine.law.pauses import MatterCause
from engine.store.base import table_of
from engine.store.clocks import ClockPause

_pause = table_of(ClockPause)


def begin_excluded_time(
    case: WorkingCase, where: Mapping[str, Any], by: Actor, cause: MatterCause, days: int, reason: str, cap: int | None
) -> tuple[str, str]:
    """Stop the clocks from today for a lawful cause and tell the applicant; return the id of the pause and the number.

    ``where`` is what the trail keeps of the act, with its department; ``days`` are working days.
    """
    uow = case.uow
    about = {"kind": SPECIAL_PROCEDURE, "cause": cause.key, "name": cause.name, "basis": cause.basis}
    row = begin_pause(case, where, by, **about, days_told=days, cap=cap, cap_unit=cause.cap_unit)
    fields = {
        "cause": cause.name,
        "basis": cause.basis,
        "days": days,
        "reason": reason,
        "until": uow.calendar.add_workdays(uow.today, days).isoformat(),
        "statutory_due": case.row["statutory_due"].isoformat(),
        "promised_due": case.row["promised_due"].isoformat(),
    }
    detail = {"cause": cause.key, "name": cause.name, "basis": cause.basis, "days": days}
    case.record("pause_started", by, **where, detail=detail, values={"reason": reason})
    number = issue_document(case, "special_procedure_notice", by, fields)
    number_pause(case, row["id"], number)
    return row["id"], number


def end_excluded_time(case: WorkingCase, pause: Mapping[str, Any], by: Actor, result: str) -> None:
    """Record the result of a running special procedure today, and let the clocks run again."""
    moved = finish_pause(case, pause["id"], by)
    days = case.uow.calendar.workdays_between(pause["started_on"], case.uow.today)
    detail = {"cause": pause["cause"], "name": pause["name"], "days": days, "moved": moved}
    case.record("pause_ended", by, department=pause["department"], detail=detail, values={"result": result})


def left_of_cap(case: WorkingCase, cause: MatterCause) -> int | None:
    """Return how much of its cap earlier pauses of the cause have left; None where nothing caps it."""
    if cause.cap is None:
        return None
    wanted = select(_pause).where(
        _pause.c.case_id == case.id, _pause.c.cause == cause.key, _pause.c.ended_on.is_not(None)
    )
    calendar = case.uow.calendar
    return cause.cap - sum(_taken_out(row, calendar) for row in case.uow.execute(wanted).all())


def _taken_out(row: Any, calendar: Calendar) -> int:
    last = min(day for day in (row.ended_on, last_by_cap(row, calendar)) if day is not None)
    if row.cap_unit == "calendar":
        days: int = (last - row.started_on).days
        return days
    return calendar.workdays_between(row.started_on, last)
