"""The remedies that a refusal must name."""

from __future__ import annotations

from typing import Any

from engine.cases.working_case import WorkingCase
from engine.law.remedies import remedies


def remedy_fields(case: WorkingCase) -> dict[str, Any]:
    """Return the paragraph on reconsideration and suit (行政许可法 第三十八条第二款) for a document."""
    said = case.bundle.facts.remedies
    return {"remedies": remedies(said.reconsideration_body.value, said.court.value)}
