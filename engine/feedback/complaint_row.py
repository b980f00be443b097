"""One complaint inside a command: its row, locked, who may do what with it, and its history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select, update

from engine.actor import Actor
from engine.cases.official_documents import next_number
from engine.clock import HALL_ZONE
from engine.errors import Conflict, NotAllowed, NotFound
from engine.feedback.complaint_sight import deciders_of, handlers_of, may_see
from engine.feedback.contents import seal
from engine.feedback.lights import About
from engine.store.base import table_of
from engine.store.complaints import Complaint, ComplaintEntry
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

SERIES = "TS"
RECEIVED, ACCEPTED, REFUSED, ANSWERED, CLOSED = "received", "accepted", "refused", "answered", "closed"
STATUSES = (RECEIVED, ACCEPTED, REFUSED, ANSWERED, CLOSED)
ACTS: dict[str, Text] = {
    "received": zh("收到投诉"),
    "accepted": zh("受理投诉"),
    "refused": zh("不予受理投诉"),
    "assigned": zh("改派承办部门"),
    "looked_into": zh("记录调查情况"),
    "extended": zh("延期答复投诉"),
    "overdue": zh("逾期，亮红牌"),
    "answered": zh("答复投诉"),
    "closed": zh("办结投诉"),
}
PAPERS: dict[str, Text] = {
    "accepted": zh("投诉受理告知书"),
    "refused": zh("投诉不予受理告知书"),
    "answered": zh("投诉答复书"),
}
_PAPER_SERIES = {"accepted": "诉受", "refused": "诉不受", "answered": "诉复"}
complaint_table, _entry = table_of(Complaint), table_of(ComplaintEntry)


def locked_complaint(uow: UnitOfWork, by: Actor, complaint_id: str) -> Any:
    """Return the row of a complaint that ``by`` may see, locked until the command ends; raises NotFound."""
    row = uow.execute(select(complaint_table).where(complaint_table.c.id == complaint_id).with_for_update()).first()
    # Who filed it has shown its query code.
    known = by.is_system or by.case_id == complaint_id
    if row is None or not (known or may_see(uow, by, row, uow.today)):
        raise NotFound(zh("没有找到这件投诉。"))
    return row


def require_decider(uow: UnitOfWork, by: Actor, row: Any) -> None:
    """Raise NotAllowed unless ``by`` decides on complaints and this one is not about them."""
    if by.person_id not in deciders_of(uow, row.id, uow.today):
        raise NotAllowed(zh("投诉由评价投诉专员决定是否受理、交谁承办；被投诉的人除外。"))


def require_handler(uow: UnitOfWork, by: Actor, row: Any) -> None:
    """Raise NotAllowed unless ``by`` looks into the complaint or decides on it."""
    if by.person_id in handlers_of(uow, row.id, row.department, uow.today):
        return
    if by.person_id not in deciders_of(uow, row.id, uow.today):
        raise NotAllowed(zh("投诉由承办部门调查、答复；被投诉的人除外。"))


def require_status(uow: UnitOfWork, row: Any, *wanted: str) -> None:
    """Raise Conflict, saying who did what last and when, unless the status is one of ``wanted``."""
    if row.status in wanted:
        return
    last = uow.execute(select(_entry).where(_entry.c.complaint_id == row.id).order_by(_entry.c.seq.desc()).limit(1))
    one = last.one()
    raise Conflict(
        zh(
            "投诉 {number} 已由{who}于 {at}{what}，现在不能这样办，请刷新页面查看。",
            number=row.number,
            who=one.actor_name,
            at=f"{one.at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}",
            what=ACTS[one.act],
        )
    )


def note(uow: UnitOfWork, row_id: str, number: str, act: str, by: Actor, said: str = "", **public: Any) -> None:
    """Append an act to the history of the complaint and, without what was said, to the trail of the office."""
    last = uow.execute(select(func.max(_entry.c.seq)).where(_entry.c.complaint_id == row_id)).scalar() or 0
    row = {"complaint_id": row_id, "seq": last + 1, "at": uow.now, "on": uow.today, "act": act}
    sealed = seal(uow.hall.key, {"said": said}) if said else None
    uow.execute(insert(_entry), row | {"actor_id": by.person_id, "actor_name": by.name, "sealed_said": sealed})
    uow.note_office_act(f"complaint_{act}", by, number, **public)


def change(uow: UnitOfWork, row_id: str, **values: Any) -> None:
    """Write what changed of a complaint."""
    counted = {"version": complaint_table.c.version + 1}
    uow.execute(update(complaint_table).where(complaint_table.c.id == row_id).values(**values, **counted))


def number_paper(uow: UnitOfWork, act: str) -> str:
    """Return the next number of the notice or the answer that an act gives to who complained."""
    series, year = _PAPER_SERIES[act], uow.today.year
    return f"{series}〔{year}〕{next_number(uow, series, year):05d}号"


def about(row: Any) -> About:
    """Return what lights and notices of the complaint are about."""
    return About("complaint", row.id, row.number)
