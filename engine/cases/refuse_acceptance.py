"""Refuse to accept an application (不予受理; 行政许可法 第三十二条第一款第一、二项)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import local_issuer
from engine.cases.case_clocks import stop_clocks
from engine.cases.official_documents import issue_document
from engine.cases.remedies import remedy_fields
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden, Invalid
from engine.text import zh


def refuse_acceptance(
    case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor
) -> Sequence[str]:
    """End the case with a refusal that gives reason, article and remedies (EM-06)."""
    if case.row["status"] != "received":
        raise Forbidden(zh("本件当前不能作出不予受理决定。"))
    if not values.get("reason") or not values.get("basis"):
        raise Invalid(zh("不予受理必须写明理由和法律依据。"))
    stop_clocks(case, "intake", "supplement_wait")
    case.row["status"] = case.row["outcome"] = "not_accepted"
    number = issue_document(
        case,
        "acceptance_refusal",
        by,
        {
            "reason": values["reason"],
            "basis": values["basis"],
            "refer_to": values.get("refer_to", ""),
            **remedy_fields(case),
        },
        local_issuer(case, task),
    )
    return (number,)
