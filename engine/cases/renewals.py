"""The end of the licence that a case asks to renew, as its application states it (行政许可法 第五十条)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engine.bpmn.checks.decisions import SILENCE
from engine.cases.case_clocks import start_clock
from engine.clock import legal_day
from engine.law.renewal import DECIDE_BY, asked_in_time

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

RENEWAL = "renewal"
"""The kind of clock that ends with the old licence."""
BY_SILENCE = SILENCE
"""The message by which a flow learns that silence has granted: it leaves whatever step it stood at."""


def licence_ends_on(case: WorkingCase) -> date | None:
    """Return the last day of the licence that is to be renewed; none where the matter is no renewal by silence."""
    facts = case.bundle.facts
    if not facts.silence_grants.value or facts.renewal is None:
        return None
    said: Any = case.view.read(("application",)).get("application")
    for part in facts.renewal.ends_on.value.split("."):
        said = said.get(part) if isinstance(said, dict) else None
    return date.fromisoformat(said) if isinstance(said, str) and said else None


def start_renewal_clock(case: WorkingCase) -> None:
    """Count to the end of the old licence where it was asked in time; later applications go on as any other."""
    ends_on = licence_ends_on(case)
    if ends_on is None or not asked_in_time(legal_day(case.row["received_at"]), ends_on):
        return
    days = (ends_on - case.uow.today).days
    if days > 0:
        start_clock(case, RENEWAL, case.uow.today, days, unit="calendar", basis=DECIDE_BY, count_start_day=False)
