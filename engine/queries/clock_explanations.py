"""Why a limit of a case ends when it does, line by line: for pages, the applicant and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.cases.clock_facts import facts_of, pauses_of, standstill
from engine.cases.days import clock_days
from engine.law.clocks import depends_on_provisional
from engine.law.counting import Counting
from engine.law.explain import UNIT_NAMES, Line, explain
from engine.law.kinds import KINDS
from engine.law.pauses import ARTICLE_45
from engine.store.base import table_of
from engine.store.clocks import CaseClock

if TYPE_CHECKING:
    from engine.hall import Hall

DECISION = ("promised", "statutory")
_clock = table_of(CaseClock)


@dataclass(frozen=True)
class ClockExplanation:
    """One clock of a case with all that its due day follows from; ``lines`` go from its origin on.

    ``forecast`` tells that ``due_on`` is what the applicant was told, since the clock stands still.
    """

    kind: str
    basis: str
    origin: date
    unit: str
    limit: int
    extension: int
    due_on: date
    paused_since: date | None
    forecast: bool
    stopped_on: date | None
    lines: tuple[Line, ...]
    provisional: bool
    calendar: str


def explain_clocks(
    hall: Hall, connection: Connection, case_id: str, kind: str | None = None
) -> tuple[ClockExplanation, ...]:
    """Return the clocks of a case, or those of one kind, the oldest first; the reader's sight is seen to before."""
    counting, today = hall.in_force(connection).counting, hall.today(connection)
    wanted = select(_clock).where(_clock.c.case_id == case_id).order_by(_clock.c.id)
    if kind is not None:
        wanted = wanted.where(_clock.c.kind == kind)
    pauses = pauses_of(connection, case_id)
    return tuple(_explained(row, pauses, counting, today) for row in connection.execute(wanted).all())


def _explained(row: Any, pauses: list[Any], counting: Counting, today: date) -> ClockExplanation:
    calendar = counting.calendar
    still = standstill(pauses, calendar, today)
    facts = facts_of(row, still)
    days = clock_days(counting, facts, still)
    if days.paused_since is None:
        # Passed before the pause began: it is told as what it is, late.
        facts = replace(facts, paused_since=None)
    bases = "、".join(dict.fromkeys(f"{one.name}，{one.basis}" for one in pauses if one.ended_on is None))
    return ClockExplanation(
        row.kind,
        row.basis,
        row.origin,
        row.unit,
        row.limit,
        row.extension,
        days.due_on,
        days.paused_since,
        days.paused_since is not None and still.expected is not None,
        row.stopped_on,
        explain(facts, calendar, _causes(pauses), bases or ARTICLE_45),
        depends_on_provisional(facts, calendar),
        calendar.version,
    )


def _causes(pauses: list[Any]) -> Mapping[tuple[date, date], str]:
    return {(one.started_on, one.ended_on): f"{one.name}，{one.basis}" for one in pauses if one.ended_on is not None}


def in_chinese(one: ClockExplanation) -> list[str]:
    """Return the explanation as lines of Chinese text, the result last."""
    unit = UNIT_NAMES[one.unit]
    limit = f"{one.limit}{unit}" + (f"，延长{one.extension}{unit}" if one.extension else "")
    name = KINDS[one.kind].name if one.kind in KINDS else one.kind
    lines = [f"{name}：自{one.origin}起{limit}（{one.basis}）", *(f"  {line}" for line in one.lines)]
    if one.paused_since is not None:
        end = f"，预计截止日 {one.due_on}" if one.forecast else "，恢复之前不能确定截止日"
        lines.append(f"  自{one.paused_since}起暂停计时{end}")
    else:
        lines.append(f"  截止日 {one.due_on}" + (f"，{one.stopped_on}停止计时" if one.stopped_on else ""))
    if one.provisional:
        lines.append("  注意：期间涉及尚未公布放假安排的年度，日期为暂定。")
    return lines
