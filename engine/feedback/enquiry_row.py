"""One enquiry inside a command: its row, locked, who may do what with it, and its history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select, update

from engine.actor import Actor
from engine.clock import HALL_ZONE
from engine.errors import Conflict, NotAllowed, NotFound
from engine.feedback.enquiry_sight import may_see
from engine.feedback.lights import About
from engine.store.base import table_of
from engine.store.enquiries import Enquiry, EnquiryEntry
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

SERIES = "ZX"
WAITING, HELD, ANSWERED = "waiting", "held", "answered"
STATUSES = (WAITING, HELD, ANSWERED)
ACTS: dict[str, Text] = {
    "received": zh("收到咨询"),
    "taken": zh("登记为首问责任人"),
    "offered": zh("提出移交"),
    "handed_over": zh("接收移交"),
    "declined": zh("不接收移交"),
    "kept": zh("收回移交"),
    "extended": zh("延期答复"),
    "overdue": zh("逾期未答复，亮黄牌"),
    "answered": zh("答复"),
    "published": zh("公开问答"),
    "unpublished": zh("撤下公开的问答"),
}
enquiry_table, _entry = table_of(Enquiry), table_of(EnquiryEntry)


def locked_enquiry(uow: UnitOfWork, by: Actor, enquiry_id: str) -> Any:
    """Return the row of an enquiry that ``by`` may see, locked until the command ends; raises NotFound."""
    row = uow.execute(select(enquiry_table).where(enquiry_table.c.id == enquiry_id).with_for_update()).first()
    if row is None or not (by.is_system or may_see(uow, by, row, uow.today)):
        raise NotFound(zh("没有找到这件咨询。"))
    return row


def require_owner(by: Actor, row: Any) -> None:
    """Raise NotAllowed, naming the rule, unless ``by`` answers for the enquiry."""
    if row.status == WAITING:
        raise NotAllowed(zh("首问负责制：请先登记为首问责任人，再答复咨询 {number}。", number=row.number))
    if row.owner_id != by.person_id:
        raise NotAllowed(
            zh(
                "首问负责制：咨询 {number} 由首问责任人{who}负责到底；移交并被接收以前，其他人不能答复、结束。",
                number=row.number,
                who=row.owner_name,
            )
        )


def require_unanswered(uow: UnitOfWork, row: Any) -> None:
    """Raise Conflict, saying who did it and when, where the enquiry was answered."""
    if row.status == ANSWERED:
        raise conflict(uow, row)


def conflict(uow: UnitOfWork, row: Any) -> Conflict:
    """Return what to raise where somebody was first: who did what last, and when."""
    mine = select(_entry).where(_entry.c.enquiry_id == row.id).order_by(_entry.c.seq.desc()).limit(1)
    last = uow.execute(mine).one()
    return Conflict(
        zh(
            "咨询 {number} 已由{who}于 {at}{what}，请刷新页面查看。",
            number=row.number,
            who=last.actor_name,
            at=f"{last.at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}",
            what=ACTS[last.act],
        )
    )


def note(uow: UnitOfWork, row_id: str, number: str, act: str, by: Actor, said: str = "") -> None:
    """Append an act to the history of the enquiry and to the trail of the office."""
    last = uow.execute(select(func.max(_entry.c.seq)).where(_entry.c.enquiry_id == row_id)).scalar() or 0
    row = {"enquiry_id": row_id, "seq": last + 1, "at": uow.now, "on": uow.today, "act": act}
    uow.execute(insert(_entry), row | {"actor_id": by.person_id, "actor_name": by.name, "said": said})
    uow.note_office_act(f"enquiry_{act}", by, number, said=said)


def change(uow: UnitOfWork, row_id: str, **values: Any) -> None:
    """Write what changed of an enquiry."""
    counted = {"version": enquiry_table.c.version + 1}
    uow.execute(update(enquiry_table).where(enquiry_table.c.id == row_id).values(**values, **counted))


def about(row: Any) -> About:
    """Return what lights and notices of the enquiry are about."""
    return About("enquiry", row.id, row.number)
