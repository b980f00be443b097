"""The limit of a lower level that reviews before a higher one decides (行政许可法 第四十三条).

下级行政机关应当自其受理行政许可申请之日起二十日内审查完毕. Three questions that the article leaves open are settled so:

* A level's limit begins with its own acceptance. For the level that takes in the application that is the acceptance
  (or its receipt, where the matter counts from there). For one in between it is the day on which the level below hands
  the case to it: everything needed comes with it (第三十五条), and not signing for it must win no time.
* A case that is sent back down is not accepted again, so there are no new twenty days: the lower level goes on with
  the days that it had left, from the day on which it has the case again. The days at the higher level are not its own.
* A level that only lends a hand to a higher one which accepted the case (核查、公示) has no such limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.bundle import Bundle
from engine.cases.case_clocks import start_clock, stop_clocks
from engine.cases.clock_basis import LICENCE_LAW, basis_of
from engine.cases.clock_facts import facts_of, standstill_of
from engine.cases.reckon_clocks import reckon
from engine.decision_words import LICENCE
from engine.guide import LevelLimit, Limit
from engine.law.clocks import used
from engine.law.kinds import KINDS
from engine.levels import ORDER, height, is_accepted_below, top_level
from engine.store.base import table_of
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

LEVEL = "level"
ARTICLE_43 = "第四十三条"
TWENTY = KINDS[LEVEL].limit or 20
GOES_ON = "，退回后接续计算"
_clock, _task = table_of(CaseClock), table_of(Task)


def begin_level(case: WorkingCase, level: str, origin: date) -> None:
    """Start the limit of the level that has accepted the application, where a higher one may decide it."""
    if 0 <= height(level) < height(top_level(case.bundle.steps)):
        _start(case, ORDER[height(level)], origin, ())


def follow_levels(case: WorkingCase) -> None:
    """Stop the limit of a level that has sent the case up, and start that of the level that has it now.

    The rows of open tasks are up to date. A case that no level below the deciding one accepted has nothing to follow.
    """
    if case.row["status"] != "accepted" or not is_accepted_below(case.bundle.steps):
        return
    ran = level_clocks(case.uow, case.id)
    now = level_in_hand(ran, open_levels(case.uow, case.id))
    if now is None:
        return
    stop_clocks(case, LEVEL)
    if height(now) < height(top_level(case.bundle.steps)):
        _start(case, now, case.uow.today, [row for row in ran if row.about == now])


def level_clocks(rows: Any, case_id: str) -> Sequence[Any]:
    """Return the rows of a case's level limits, the first one first."""
    wanted = select(_clock).where(_clock.c.case_id == case_id, _clock.c.kind == LEVEL)
    found: Sequence[Any] = rows.execute(wanted.order_by(_clock.c.created_at, _clock.c.id)).all()
    return found


def open_levels(rows: Any, case_id: str) -> frozenset[str]:
    """Return the levels that have an open step of a case."""
    wanted = select(_task.c.level).where(_task.c.case_id == case_id, _task.c.status == "open").distinct()
    return frozenset(rows.execute(wanted).scalars())


def level_in_hand(ran: Sequence[Any], has_steps: frozenset[str]) -> str | None:
    """Return the level to which the case has passed, None while it stays where it was.

    ``ran`` are the level limits so far, ``has_steps`` the levels with an open step. It has gone up when no level
    below has a step any more, and back down when only a level that it came through has any.
    """
    heights = sorted(height(level) for level in has_steps if height(level) >= 0)
    if not ran or not heights:
        return None
    running = [height(row.about) for row in ran if row.stopped_on is None]
    if running and heights[0] > max(running):
        return ORDER[heights[0]]
    passed = [height(row.about) for row in ran]
    is_below = not running or heights[-1] < max(running)
    return ORDER[heights[-1]] if is_below and min(passed) <= heights[-1] <= max(passed) else None


def limit_of(bundle: Bundle, level: str) -> tuple[Limit, str]:
    """Return the limit of a level and what it rests on: what the matter says, else the article."""
    facts = bundle.facts
    own: LevelLimit | None = next((one for one in facts.limits.levels if one.level == level), None)
    like = f"{LICENCE_LAW} {ARTICLE_43}" if facts.item_type.value == LICENCE else f"参照{LICENCE_LAW} {ARTICLE_43}"
    if own is None:
        return Limit(TWENTY), like
    verified = own.limit.verified or facts.item_type.value == LICENCE
    return own.limit.value, basis_of(facts, ARTICLE_43, own.limit) if verified else like


def _start(case: WorkingCase, level: str, origin: date, before: Sequence[Any]) -> None:
    """Start the limit of ``level``, with the days that its limits ``before`` have left."""
    limit, basis = limit_of(case.bundle, level)
    days, unit = limit.days, limit.unit
    if before:
        days, unit, basis = _left(case, before[-1]), before[-1].unit, basis + GOES_ON
    start_clock(case, LEVEL, origin, days, unit=unit, basis=basis[:120], about=level)
    if case.row["paused_since"] is not None:
        reckon(case)


def _left(case: WorkingCase, row: Any) -> int:
    uow = case.uow
    facts = facts_of(row, standstill_of(uow.connection, case.id, uow.calendar, uow.today))
    return max(0, facts.total - used(facts, uow.calendar, row.stopped_on))
