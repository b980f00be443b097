"""Withdraw a question to another department (撤回征求意见), with the reason; question and reason stay on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.actor import Actor
from engine.cases.ask_department import ASKING_STAGES
from engine.cases.case_clocks import stop_clock_about
from engine.cases.consultation_row import LONGEST, consultation_table, lock_consultation, require_open
from engine.cases.consulted import ASKED, CONSULTATION, RECEIVED, WITHDRAWN, consulted_people
from engine.cases.sight import may_see
from engine.command import Command
from engine.errors import NotAllowed, NotFound
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.sealing import seal_values
from engine.store.base import table_of
from engine.store.reads import Reads
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_task = table_of(Task).c


@dataclass(frozen=True, kw_only=True)
class WithdrawConsultation(Command):
    """Take the question back before it is answered: who asked it, or who reviews or decides the case now.

    The decision then rests on no answer of that department, and the trail tells why.
    """

    consultation_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, row = lock_consultation(uow, self.consultation_id)
        if not may_withdraw(uow, self.by, case.id, row.asked_by, row.asking):
            if may_see(uow.connection, self.by, case.id, case.row["department"]):
                raise NotAllowed(zh("征求意见由发函的人或者现在审核、审批本件的人撤回。"))
            raise NotFound
        require_open(case, row, ASKED, RECEIVED)
        reason = required_text(self.reason, "withdrawal", zh("请写明撤回的原因。"), LONGEST)
        stop_clock_about(case, CONSULTATION, row.id)
        ended = {"status": WITHDRAWN, "ended_on": uow.today, "ended_at": uow.now, "ended_by_name": self.by.name}
        own = update(consultation_table).where(consultation_table.c.id == row.id)
        uow.execute(own.values(**ended, sealed_reason=seal_values(case.key, reason)[0]))
        said = {"department": row.asking, "detail": {"number": row.document}, "values": {"reason": reason}}
        case.record("consultation_withdrawn", self.by, **said)
        told = zh("征求意见函 {number} 已撤回，不需要答复。", number=row.document)
        tell(uow, consulted_people(uow, row.asked, uow.today), "consultation", told)
        case.save()
        return {"case_id": case.id, "consultation_id": row.id}


def may_withdraw(rows: Reads, by: Actor, case_id: str, asked_by: str, asking: str) -> bool:
    """Tell whether ``by`` asked, or has the post of an open step of review or approval in the asking department."""
    if by.kind != "staff":
        return False
    if by.person_id == asked_by:
        return True
    steps = select(_task.post).where(
        _task.case_id == case_id,
        _task.status == "open",
        _task.stage.in_(ASKING_STAGES),
        _task.department == asking,
    )
    return any(by.holds(post, asking) for post in rows.execute(steps).scalars())
