"""Accept an application (受理; 行政许可法 第三十二条第一款第五项)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import local_issuer
from engine.cases.case_clocks import start_clock, stop_clocks
from engine.cases.clock_basis import basis_of
from engine.cases.level_clocks import begin_level
from engine.cases.official_documents import issue_document
from engine.cases.renewals import start_renewal_clock
from engine.cases.running_pauses import clock_row
from engine.cases.watched_acts import watch_acceptance
from engine.cases.working_case import WorkingCase
from engine.clock import legal_day
from engine.errors import Forbidden
from engine.law.acceptance import decision_origin
from engine.text import zh


def accept(
    case: WorkingCase,
    task: Mapping[str, Any],
    values: Mapping[str, Any],
    by: Actor,
    accepted_on: date | None = None,
) -> Sequence[str]:
    """Date the acceptance, start the decision clocks and write the acceptance notice.

    ``accepted_on`` is the day that the law gives where it is not today: the day of receipt for an
    acceptance by silence (第三十二条第一款第四项).
    """
    if case.row["status"] != "received":
        raise Forbidden(zh("本件当前不能受理：只有收件后尚未受理的办件可以受理。"))
    accepted_on = accepted_on or case.uow.today
    limits = case.bundle.facts.limits
    # The hall's time to answer began when the last of what is needed was received: with a supplement, on its day.
    intake = clock_row(case, "intake")
    received = legal_day(case.row["received_at"]) if intake is None else intake.origin
    origin = decision_origin(limits.clock_origin.value, received=received, accepted=accepted_on)
    stop_clocks(case, "intake", "supplement_wait")
    statutory, promised = limits.statutory.value, limits.promised.value
    basis = basis_of(case.bundle.facts, "第四十二条", limits.statutory)
    clock = start_clock(case, "statutory", origin, statutory.days, unit=statutory.unit, basis=basis)
    case.row["statutory_due"] = clock["due_on"]
    clock = start_clock(case, "promised", origin, promised.days, unit=promised.unit, basis="承诺办结时限")
    case.row["promised_due"], case.row["promised_yellow_on"] = clock["due_on"], clock["yellow_on"]
    begin_level(case, task["level"] or "", origin)
    case.row["status"], case.row["accepted_on"] = "accepted", accepted_on
    number = issue_document(
        case,
        "acceptance_notice",
        by,
        {
            "accepted_on": accepted_on.isoformat(),
            "deemed": accepted_on != case.uow.today,
            "statutory_days": statutory.days,
            "promised_days": promised.days,
            "statutory_due": case.row["statutory_due"].isoformat(),
            "promised_due": case.row["promised_due"].isoformat(),
            "special_procedures": [one.name.value for one in case.bundle.facts.special_procedures],
            "charged": case.bundle.facts.fee.charged.value,
        },
        local_issuer(case, task),
    )
    start_renewal_clock(case)
    if not by.is_system:
        watch_acceptance(case, task)
    return (number,)
