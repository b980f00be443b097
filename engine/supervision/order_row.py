"""One supervision order inside a command: its row, locked, what must hold before an act on it, and its history."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from engine.actor import Actor
from engine.clock import HALL_ZONE
from engine.errors import Conflict, NotAllowed, NotFound
from engine.store.base import table_of
from engine.store.orders import OrderEntry, SupervisionOrder
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import SUPERVISOR, answers_for
from engine.text import Text, zh

ISSUED, RECEIVED, ANSWERED, ACCEPTED, CLOSED, WITHDRAWN = (
    "issued",
    "received",
    "answered",
    "accepted",
    "closed",
    "withdrawn",
)
STATUSES = (ISSUED, RECEIVED, ANSWERED, ACCEPTED, CLOSED, WITHDRAWN)
OWES_AN_ANSWER = frozenset({ISSUED, RECEIVED})
OVER = frozenset({CLOSED, WITHDRAWN})
ACTS: dict[str, Text] = {
    ISSUED: zh("发出"),
    RECEIVED: zh("签收"),
    ANSWERED: zh("答复"),
    ACCEPTED: zh("认可答复"),
    "returned": zh("退回重报"),
    CLOSED: zh("办结"),
    WITHDRAWN: zh("撤销"),
    "overdue": zh("逾期未答复，亮红牌"),
}
LONGEST_DEMAND, LONGEST_ANSWER = 1000, 2000
WANTED = zh("请填写内容。")
order_table, _entry = table_of(SupervisionOrder), table_of(OrderEntry)


def locked_order(uow: UnitOfWork, order_id: str) -> Any:
    """Return the row of an order, locked until the command ends; raises NotFound."""
    row = uow.execute(select(order_table).where(order_table.c.id == order_id).with_for_update()).first()
    if row is None:
        raise NotFound(zh("没有找到这份督办单。"))
    return row


def require_supervisor(by: Actor) -> None:
    """Raise NotFound, as for a page that does not exist, for whoever does not supervise."""
    if not by.holds(SUPERVISOR):
        raise NotFound


def require_answerer(uow: UnitOfWork, by: Actor, row: Any) -> None:
    """Raise Refused unless ``by`` answers for the department that the order went to."""
    if not answers_for(uow, by, row.department, uow.today):
        if by.holds(SUPERVISOR):
            raise NotAllowed(zh("督办单由收到它的部门签收和答复。"))
        raise NotFound(zh("没有找到这份督办单。"))


def require_status(uow: UnitOfWork, row: Any, *wanted: str) -> None:
    """Raise Conflict, saying who did what last and when, unless the status of the order is one of ``wanted``."""
    if row.status in wanted:
        return
    last = uow.execute(select(_entry).where(_entry.c.order_id == row.id).order_by(_entry.c.seq.desc()).limit(1)).one()
    raise Conflict(
        zh(
            "督办单 {number} 已由{who}于 {at}{what}，请刷新页面查看。",
            number=row.number,
            who=last.actor_name,
            at=f"{last.at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}",
            what=str(ACTS[last.act]),
        )
    )


def note(uow: UnitOfWork, order_id: str, act: str, by: Actor, said: str = "", answer_by: date | None = None) -> None:
    """Append an act to the history of the order."""
    last = uow.execute(select(func.max(_entry.c.seq)).where(_entry.c.order_id == order_id)).scalar() or 0
    row = {"order_id": order_id, "seq": last + 1, "at": uow.now, "on": uow.today, "act": act}
    who = {"actor_id": by.person_id, "actor_name": by.name}
    uow.execute(insert(_entry), row | who | {"said": said, "answer_by": answer_by})


def change(uow: UnitOfWork, row: Any, **values: Any) -> None:
    """Write what changed of an order."""
    counted = {"version": order_table.c.version + 1}
    uow.execute(update(order_table).where(order_table.c.id == row.id).values(**values, **counted))
