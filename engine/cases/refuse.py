"""Refuse what was asked for (不予; 行政许可法 第三十八条第二款, or the law of the registration or benefit)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import local_issuer
from engine.cases.decide import decide
from engine.cases.hearing_row import minutes_of
from engine.cases.joint_decisions import require_summary
from engine.cases.official_documents import issue_document
from engine.cases.remedies import remedy_fields
from engine.cases.working_case import WorkingCase
from engine.errors import Invalid
from engine.law.joint import REFUSE
from engine.text import zh


def refuse(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Write a refusal with facts, reasons, articles and remedies; without them it is none (EM-06)."""
    if not values.get("reason") or not values.get("basis"):
        raise Invalid(zh("作出不予的决定，必须说明理由和法律依据。"))
    require_summary(case, REFUSE)
    decide(case, "refused")
    fields = {
        "opinion": values.get("opinion", ""),
        "reason": values["reason"],
        "basis": values["basis"],
        "hearings": minutes_of(case),
        **remedy_fields(case),
    }
    return (issue_document(case, "refusal_decision", by, fields, local_issuer(case, task)),)
