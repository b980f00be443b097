"""Complete the case: make out the result (办结; 行政许可法 第三十九条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import require_paid
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden
from engine.text import zh


def complete(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Date the completion; where the licence was granted, in part at least, write the certificate.

    A later step that completes something else, a receipt for what is owed to the treasury, leaves the date as it is.
    """
    if case.row["status"] not in ("decided", "completed"):
        raise Forbidden(zh("本件尚未作出决定，不能办结。"))
    require_paid(case)
    case.row["status"] = "completed"
    case.row["completed_at"] = case.row["completed_at"] or case.uow.legal_now
    if case.row["outcome"] not in ("granted", "partly_granted") or not values.get("certificate_no"):
        return ()
    fields = {name: values[name] for name in ("certificate_no", "valid_from", "valid_to", "scope") if values.get(name)}
    return (issue_document(case, "certificate", by, fields),)
