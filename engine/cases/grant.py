"""Grant what was asked for (准予; 行政许可法 第三十八条第一款, or the law of the registration or benefit)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import local_issuer
from engine.cases.decide import decide
from engine.cases.hearing_row import minutes_of
from engine.cases.in_turn import require_turn
from engine.cases.joint_decisions import require_summary
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.law.fees import in_words
from engine.law.joint import GRANT


def grant(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Date the decision, stop the decision clocks, start the one of delivery, and write the decision.

    A joint case is granted only where every branch that the applicant chose has consented.
    """
    require_summary(case, GRANT)
    require_turn(case)
    decide(case, "granted")
    fields: dict[str, Any] = {
        "opinion": values.get("opinion", ""),
        "result": case.bundle.facts.result.name.value,
        "basis": [law.title.value for law in case.bundle.facts.legal_basis],
        "hearings": minutes_of(case),
    }
    amount = values.get("amount")
    if case.bundle.facts.item_type.value == "payment" and isinstance(amount, int):
        fields |= {"amount_fen": amount, "amount_in_words": in_words(amount)}
    return (issue_document(case, "grant_decision", by, fields, local_issuer(case, task)),)
