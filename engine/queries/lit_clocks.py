"""Which limits of running cases are red or yellow on a day, as conditions for queries.

Every list and every figure of supervision asks through these, so that a figure is the length of its list.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, select

from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task

_case, _clock, _task = table_of(Case).c, table_of(CaseClock).c, table_of(Task).c
# What the hall owes the applicant, and a lower level the higher one; the wait for a supplement is the applicant's time.
OWED = ("intake", "statutory", "promised", "joint", "renewal", "level", "delivery")


def owed(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for a running clock of what the hall owes."""
    return and_(_clock.stopped_on.is_(None), _clock.kind.in_(OWED), *conditions)


def lit(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for such a clock that can have a light.

    One that stands still has none, but what was late before it began to stand still stays red.
    """
    return owed(not_(_stands(_clock)), *conditions)


def is_red(today: date) -> ColumnElement[bool]:
    """Return the condition for a clock whose last day has passed."""
    return _clock.due_on < today


def is_yellow(today: date) -> ColumnElement[bool]:
    """Return the condition for a clock that warns, and has not passed."""
    return and_(_clock.due_on >= today, _clock.yellow_on <= today)


def turns_yellow(first: date, last: date, today: date) -> ColumnElement[bool]:
    """Return the condition for a clock that begins to warn on one of the days from ``first`` to ``last``."""
    return and_(_clock.due_on >= today, _clock.yellow_on.between(first, last))


def case_has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for a case one of whose clocks can have a light and fulfils ``condition``."""
    return exists(select(_clock.id).where(lit(_clock.case_id == _case.id, condition)))


def case_has_step(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for a case with an open step that fulfils the conditions."""
    return exists(select(_task.id).where(_task.case_id == _case.id, _task.status == "open", *conditions))


def step_is_late(today: date) -> ColumnElement[bool]:
    """Return the condition for a step over its own limit."""
    return and_(_task.due_on < today, not_(_stands(_task)))


def _stands(table: Any) -> ColumnElement[bool]:
    return and_(table.paused_since.is_not(None), table.paused_since <= table.due_on)
