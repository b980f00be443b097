"""One consultation inside a command: its row under the lock of its case, and what must hold before an act on it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from engine.actor import Actor
from engine.cases.consulted import ANSWERED, ASKED, LAPSED, OPEN, RECEIVED, WITHDRAWN, consulted_offices
from engine.cases.sight import may_see
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.errors import Conflict, Forbidden, NotAllowed, NotFound
from engine.store.base import table_of
from engine.store.consultations import Consultation
from engine.store.people import Department
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST = 1000
BASIS = "国发〔1999〕9号"
consultation_table = table_of(Consultation)
_table, _department = consultation_table.c, table_of(Department).c


def lock_consultation(uow: UnitOfWork, consultation_id: str) -> tuple[WorkingCase, Any]:
    """Return the case, locked, and the row of the consultation as it is under that lock; raises NotFound."""
    case_id = uow.execute(select(_table.case_id).where(_table.id == consultation_id)).scalar()
    if case_id is None:
        raise NotFound
    case = WorkingCase.lock(uow, case_id)
    return case, uow.execute(select(consultation_table).where(_table.id == consultation_id)).one()


def require_asked(case: WorkingCase, row: Any, by: Actor) -> None:
    """Raise unless ``by`` answers for the asked department.

    Who sees the case is told who answers (NotAllowed); for others there is no such consultation (NotFound).
    """
    if row.asked in consulted_offices(by):
        return
    if may_see(case.uow.connection, by, case.id, case.row["department"]):
        raise NotAllowed(zh("征求意见函由{department}的负责人、审核人或者承办人签收和答复。",
                            department=office_name(case.uow, row.asked)))  # fmt: skip
    raise NotFound


def require_open(case: WorkingCase, row: Any, *wanted: str) -> None:
    """Raise Conflict, saying what became of it, by whom and when, unless its status is one of ``wanted``."""
    if case.row["closed_at"] is not None:
        raise Conflict(zh("本件已经结束，不再征求意见。"))
    if row.status in wanted:
        return
    who, at = row.ended_by_name or row.received_by_name, row.ended_at or row.received_at
    what = {ANSWERED: "答复", WITHDRAWN: "撤回", RECEIVED: "签收", LAPSED: "终止", ASKED: "发出"}[row.status]
    raise Conflict(
        zh(
            "征求意见函 {number} 已由{who}于{at}{what}，请刷新页面查看。",
            number=row.document,
            who=who or "系统",
            at=f"{at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}" if at else "",
            what=what,
        )
    )


def require_no_consultation(case: WorkingCase) -> None:
    """Raise Forbidden while another department is asked: its silence is no consent, and no answer is passed over.

    Who decides without the answer first withdraws the question, which stays on record with the reason.
    """
    open_ = select(_table.document, _table.asked).where(_table.case_id == case.id, _table.status.in_(OPEN))
    row = case.uow.execute(open_.order_by(_table.id).limit(1)).first()
    if row is None:
        return
    said = {"department": office_name(case.uow, row.asked), "number": row.document}
    raise Forbidden(
        zh("正在向{department}征求意见（{number}），尚未答复。不答复不视为同意：请等待复函，"
           "或者写明原因撤回征求意见，再作出决定。", **said)
    )  # fmt: skip


def lapse_consultations(case: WorkingCase) -> None:
    """End what is still asked about a case that ends without a decision."""
    open_ = update(consultation_table).where(_table.case_id == case.id, _table.status.in_(OPEN))
    case.uow.execute(open_.values(status=LAPSED, ended_on=case.uow.today, ended_at=case.uow.now))


def office_name(uow: UnitOfWork, code: str) -> str:
    """Return the name of a department."""
    return uow.execute(select(_department.name).where(_department.code == code)).scalar() or code
