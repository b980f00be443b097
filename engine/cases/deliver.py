"""Deliver the result and keep the signed receipt (送达; 行政许可法 第四十四条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_clocks import stop_clocks
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase


def deliver(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Stop the delivery clock and write the delivery receipt (送达回证) with who received it and how."""
    stop_clocks(case, "delivery")
    known = ("mode", "receiver", "relation", "tracking_no", "address", "note", "signed_on")
    fields = {name: values[name] for name in known if values.get(name)}
    return (issue_document(case, "delivery_receipt", by, fields),)
