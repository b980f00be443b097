"""What every decision does to the clocks, whichever way it goes."""

from __future__ import annotations

from engine.actor import SYSTEM
from engine.cases.case_clocks import start_clock, stop_clocks
from engine.cases.clock_basis import basis_of
from engine.cases.consultation_row import require_no_consultation
from engine.cases.hearing_row import require_no_hearing
from engine.cases.level_clocks import LEVEL
from engine.cases.renewals import RENEWAL
from engine.cases.running_pauses import end_with_case, require_no_pause
from engine.cases.watched_acts import watch_decision
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden
from engine.text import zh


def decide(case: WorkingCase, outcome: str) -> None:
    """See that a decision is lawful now, and date it."""
    if case.row["status"] != "accepted":
        raise Forbidden(zh("本件当前不能作出决定：只有已受理、尚未决定的办件可以决定。"))
    require_no_consultation(case)
    require_no_hearing(case)
    require_no_pause(case)
    watch_decision(case)
    date_decision(case, outcome)


def date_decision(case: WorkingCase, outcome: str) -> None:
    """Date the decision today: pauses end, the decision clocks stop, and that of delivery starts (第四十四条)."""
    end_with_case(case, SYSTEM)
    case.row["status"], case.row["outcome"] = "decided", outcome
    case.row["decided_on"] = case.uow.today
    stop_clocks(case, "statutory", "promised", LEVEL, RENEWAL)
    delivery = case.bundle.facts.limits.delivery.value
    basis = basis_of(case.bundle.facts, "第四十四条", case.bundle.facts.limits.delivery)
    start_clock(case, "delivery", case.uow.today, delivery.days, unit=delivery.unit, basis=basis)
