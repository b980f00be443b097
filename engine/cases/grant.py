"""Grant the licence (准予行政许可; 行政许可法 第三十八条第一款)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import local_issuer
from engine.cases.decide import decide
from engine.cases.joint_decisions import require_summary
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.law.joint import GRANT


def grant(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Date the decision, stop the decision clocks, start the one of delivery, and write the decision.

    A joint case is granted only where every branch that the applicant chose has consented.
    """
    require_summary(case, GRANT)
    decide(case, "granted")
    fields = {
        "opinion": values.get("opinion", ""),
        "result": case.bundle.facts.result.name.value,
        "basis": [law.title.value for law in case.bundle.facts.legal_basis],
    }
    return (issue_document(case, "grant_decision", by, fields, local_issuer(case, task)),)
