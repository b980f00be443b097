"""The day list of a till: which one a payment goes on, under the lock that its closing takes too."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update

from engine.actor import Actor
from engine.errors import NotAllowed
from engine.ids import new_id
from engine.store.base import table_of, upsert_into
from engine.store.bills import CashDay
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

CASHIER, FEE_HALL, ONLINE = "cashier", "fee_hall", "online"
CHANNELS = ("cash", "card", "scan")
_day = table_of(CashDay)


def require_cashier(by: Actor) -> str:
    """Return the id of a cashier of the fee hall; raises NotAllowed, naming the rule, for anybody else."""
    if by.kind != "staff" or by.person_id is None or not by.holds(CASHIER, FEE_HALL):
        raise NotAllowed(
            zh("收缴分离：缴费只能在收费大厅办理，请由收费大厅的收费员收款。（依据：{basis}）",
               basis="汉政办发〔2019〕69号")
        )  # fmt: skip
    return by.person_id


def lock_day(uow: UnitOfWork, till: str, name: str, day: date) -> dict[str, Any]:
    """Return the list of that till and day, locked; begun where there is none."""
    begun = {"id": new_id(uow.now), "till": till, "cashier_name": name, "day": day, "version": 1}
    uow.execute(upsert_into(uow.connection, CashDay).on_conflict_do_nothing(), begun)
    wanted = select(_day).where(_day.c.till == till, _day.c.day == day).with_for_update()
    return dict(uow.execute(wanted).mappings().one())


def lock_open_day(uow: UnitOfWork, till: str, name: str) -> dict[str, Any]:
    """Return the list that a payment of today goes on, locked: today's, or once it is closed the next working day's."""
    day = uow.today
    while (row := lock_day(uow, till, name, day))["closed_at"] is not None:
        day = uow.calendar.add_workdays(day, 1)
    return row


def change_day(uow: UnitOfWork, row: dict[str, Any], **changes: Any) -> None:
    """Write that the list changed, so that nobody closes one that they have not seen."""
    uow.execute(update(_day).where(_day.c.id == row["id"]).values(**changes, version=row["version"] + 1))
