"""Receive a letter that asks for an opinion (签收征求意见函): from then on nobody can say that it was not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from engine.cases.consultation_row import consultation_table, lock_consultation, require_asked, require_open
from engine.cases.consulted import ASKED, RECEIVED
from engine.command import Command
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ReceiveConsultation(Command):
    """Note that the asked department has the letter; the day for its answer stays."""

    consultation_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_consultation(uow, self.consultation_id)
        require_asked(case, row, self.by)
        require_open(case, row, ASKED)
        got = {"status": RECEIVED, "received_at": uow.now, "received_by_name": self.by.name}
        uow.execute(update(consultation_table).where(consultation_table.c.id == row.id).values(**got))
        case.record("consultation_received", self.by, department=row.asked, detail={"number": row.document})
        case.save()
        return {"case_id": case.id, "consultation_id": row.id}
