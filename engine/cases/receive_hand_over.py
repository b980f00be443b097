"""Sign for a case that another level or office has handed over (签收): the slip with its date, and what came along.

行政许可法 第三十五条: what the lower authority sent up is there, and nobody may ask the applicant for it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from engine.actor import Actor
from engine.cases.consultation_row import office_name
from engine.cases.hand_over import hands_over
from engine.cases.sight import may_see
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.command import Command
from engine.errors import Conflict, NotAllowed, NotFound
from engine.store.base import table_of
from engine.store.hand_overs import HandOver
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_over, _task = table_of(HandOver), table_of(Task).c


@dataclass(frozen=True, kw_only=True)
class ReceiveHandOver(Command):
    """Sign for a hand-over that waits for one's office; whoever there has or could take a step of the case may.

    Claiming or completing such a step signs too, so that nobody works on what was never received. It moves no limit.
    Raises Conflict, saying by whom and when, where it was signed for.
    """

    hand_over_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case_id = uow.execute(select(_over.c.case_id).where(_over.c.id == self.hand_over_id)).scalar()
        if case_id is None:
            raise NotFound
        case = WorkingCase.lock(uow, case_id)
        row = uow.execute(select(_over).where(_over.c.id == self.hand_over_id)).one()
        if not may_receive(uow.connection, self.by, case.id, row.to_department):
            if not may_see(uow.connection, self.by, case.id, case.row["department"]):
                raise NotFound
            name = office_name(uow, row.to_department)
            raise NotAllowed(zh("移交单由{department}承办本件的人员签收。", department=name))
        if row.received_at is not None:
            said = {"number": row.document, "who": row.received_by_name}
            at = f"{row.received_at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"
            raise Conflict(zh("移交单 {number} 已由{who}于{at}签收，请刷新页面查看。", at=at, **said))
        receive_waiting(case, row.to_department, self.by)
        case.save()
        return {"case_id": case.id, "hand_over_id": row.id}


def may_receive(connection: Connection, by: Actor, case_id: str, department: str) -> bool:
    """Tell whether ``by`` has an open step of the case in the department, or could take one."""
    open_ = (_task.case_id == case_id, _task.status == "open", _task.department == department)
    rows = connection.execute(select(_task.post, _task.assignee_id).where(*open_)).all()
    return any(row.assignee_id == by.person_id or by.holds(row.post, department) for row in rows)


def receive_waiting(case: WorkingCase, department: str, by: Actor) -> None:
    """Sign now for everything of the case that waits for the department; nothing where nothing does."""
    if not hands_over(case.bundle.steps):
        return
    uow = case.uow
    waits = (_over.c.case_id == case.id, _over.c.to_department == department, _over.c.received_at.is_(None))
    signed: dict[str, Any] = {"received_at": uow.now, "received_on": uow.today}
    signed |= {"received_by": by.person_id, "received_by_name": by.name}
    rows = uow.execute(
        update(_over).where(*waits).values(**signed).returning(_over.c.document, _over.c.materials)
    ).all()
    for row in sorted(rows):
        detail = {"number": row.document, "materials": row.materials}
        case.record("hand_over_received", by, department=department, detail=detail)
