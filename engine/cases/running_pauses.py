"""The pauses of a case under its lock: begun with a notice, ended with a result, all ended where the case ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from engine.actor import Actor
from engine.cases.reckon_clocks import reckon
from engine.errors import Forbidden
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.clocks import CaseClock, ClockExtension, ClockPause
from engine.text import zh

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

SPECIAL_PROCEDURE, SUSPENSION = "special_procedure", "suspension"
PAUSING_STAGES = frozenset({"review", "approval"})
"""The stages between acceptance and decision: whoever has a step of them may begin and end a pause."""
_clock, _pause, _extension = table_of(CaseClock), table_of(ClockPause), table_of(ClockExtension)


def running_pauses(case: WorkingCase) -> list[dict[str, Any]]:
    """Return the pauses that have not ended, the first one first."""
    wanted = select(_pause).where(_pause.c.case_id == case.id, _pause.c.ended_on.is_(None))
    return [dict(row) for row in case.uow.execute(wanted.order_by(_pause.c.started_on, _pause.c.id)).mappings()]


def require_no_pause(case: WorkingCase) -> None:
    """Raise Forbidden while a pause runs: what it waits for is not in, so nothing can be decided."""
    for pause in running_pauses(case):
        said = {"name": pause["name"], "day": pause["started_on"].isoformat(), "basis": pause["basis"]}
        if pause["kind"] == SUSPENSION:
            raise Forbidden(zh("本件自{day}起中止办理（{name}，{basis}），恢复办理之前不能作出决定。", **said))
        raise Forbidden(
            zh("{name}自{day}起进行，结果尚未登记，不能作出决定。请先登记结果、恢复计时（{basis}）。", **said)
        )


def require_not_suspended(case: WorkingCase) -> None:
    """Raise Forbidden while the case is suspended by statute: no step of it may be done."""
    if case.row["paused_since"] is None:
        return
    for pause in running_pauses(case):
        if pause["kind"] == SUSPENSION:
            said = {"name": pause["name"], "day": pause["started_on"].isoformat(), "basis": pause["basis"]}
            raise Forbidden(zh("本件自{day}起中止办理（{name}，{basis}），恢复办理之前不能办理。", **said))


def begin_pause(case: WorkingCase, task: Mapping[str, Any], by: Actor, **about: Any) -> dict[str, Any]:
    """Write a pause that begins today and reckon the clocks; return its row.

    ``about``: kind, cause, name, basis, days_told, cap, cap_unit. Its notice is written after, since it tells the days
    that come of it; the caller sets its number with ``number_pause``.
    """
    uow = case.uow
    row = {
        "id": new_id(uow.now),
        "case_id": case.id,
        "started_on": uow.today,
        "department": task["department"],
        "document": "",
        "started_at": uow.now,
        "started_by": by.person_id,
        "started_by_name": by.name,
        **about,
    }
    uow.execute(insert(_pause), row)
    reckon(case)
    return row


def number_pause(case: WorkingCase, pause_id: str, number: str) -> None:
    """Keep the number of the notice that told the applicant of a pause."""
    case.uow.execute(update(_pause).where(_pause.c.id == pause_id).values(document=number))


def finish_pause(case: WorkingCase, pause_id: str, by: Actor) -> dict[str, list[str]]:
    """End a pause today, the last day that it takes out, and let the clocks run again; return what moved."""
    uow = case.uow
    ended = {"ended_on": uow.today, "ended_at": uow.now, "ended_by": by.person_id, "ended_by_name": by.name}
    uow.execute(update(_pause).where(_pause.c.id == pause_id).values(**ended))
    return reckon(case)


def end_with_case(case: WorkingCase, by: Actor) -> None:
    """End all that runs or is proposed for a case that is decided or ends: nothing of it waits any more."""
    uow = case.uow
    lapsed = update(_extension).where(_extension.c.case_id == case.id, _extension.c.status == "proposed")
    uow.execute(lapsed.values(status="lapsed", decided_on=uow.today, decided_at=uow.now))
    for pause in running_pauses(case):
        finish_pause(case, pause["id"], by)


def clock_row(case: WorkingCase, kind: str) -> Any:
    """Return the row of a running clock, or None."""
    own = select(_clock).where(_clock.c.case_id == case.id, _clock.c.kind == kind, _clock.c.stopped_on.is_(None))
    return case.uow.execute(own).first()
