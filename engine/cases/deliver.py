"""Deliver the result and keep the signed receipt (送达; 行政许可法 第四十四条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.cases.case_bills import local_issuer, require_paid
from engine.cases.case_clocks import stop_clocks
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.store.base import table_of
from engine.store.documents import Document

SERVED = (
    "branch_refusal",
    "grant_decision",
    "partial_decision",
    "refusal_decision",
    "renewal_by_silence",
    "certificate",
)
"""The kinds of document that this delivery serves; others are handed over at the window at once."""
_KNOWN = (
    "mode",
    "receiver",
    "relation",
    "receiver_id_number",
    "tracking_no",
    "address",
    "note",
    "signed_on",
)


def deliver(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Stop the delivery clock and write the delivery receipt (送达回证): what was served, to whom and how."""
    require_paid(case)
    stop_clocks(case, "delivery")
    fields = {name: values[name] for name in _KNOWN if values.get(name)}
    document = table_of(Document).c
    rows = case.uow.execute(
        select(document.kind, document.title, document.number)
        .where(document.case_id == case.id, document.kind.in_(SERVED))
        .order_by(document.seq)
    )
    fields["served"] = [{"kind": row.kind, "title": row.title, "number": row.number} for row in rows]
    return (issue_document(case, "delivery_receipt", by, fields, local_issuer(case, task)),)
