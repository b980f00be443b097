"""Reading back what an earlier document of a case said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.cases.working_case import WorkingCase
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.documents import Document


def fields_of_latest(case: WorkingCase, kind: str) -> dict[str, Any] | None:
    """Return the fields of the newest document of ``kind``, or None where there is none yet."""
    document = table_of(Document).c
    sealed = case.uow.execute(
        select(document.sealed_fields)
        .where(document.case_id == case.id, document.kind == kind)
        .order_by(document.seq.desc())
        .limit(1)
    ).scalar()
    if sealed is None:
        return None
    fields = unseal_values(case.key, sealed)[0]
    assert isinstance(fields, dict)
    return fields
