"""Close a cashier's day (日结): totals by channel are fixed, and nothing on the list is voided any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from engine.cases.cash_days import CHANNELS, change_day, lock_day, require_cashier
from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid
from engine.store.base import table_of
from engine.store.bills import Payment
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

_payment = table_of(Payment).c


@dataclass(frozen=True, kw_only=True)
class CloseCashDay(Command):
    """The cashier has counted the till of ``day`` and found what the list says; ``seen`` is its version then.

    What is paid later on the same day goes on the list of the next working day.
    """

    day: date
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        till = require_cashier(self.by)
        if self.day > uow.today:
            raise Invalid(zh("{day}还没有到，不能日结。", day=self.day.isoformat()))
        row = lock_day(uow, till, self.by.name, self.day)
        if row["closed_at"] is not None:
            raise Conflict(zh("{day}已经日结。", day=self.day.isoformat()))
        if self.seen is not None and self.seen != row["version"]:
            raise Conflict(zh("您核对之后又有新的收款或者作废，请刷新页面重新核对，再办理日结。"))
        alive = dict.fromkeys(CHANNELS, 0)
        payments = voided = 0
        found = uow.execute(
            select(
                _payment.channel,
                _payment.voided_at.is_(None).label("alive"),
                func.count().label("payments"),
                func.sum(_payment.amount_fen).label("fen"),
            )
            .where(_payment.cash_day_id == row["id"])
            .group_by(_payment.channel, _payment.voided_at.is_(None))
        )
        for one in found:
            if one.alive:
                alive[one.channel] += int(one.fen)
                payments += one.payments
            else:
                voided += one.payments
        if not payments and not voided and self.day != uow.today:
            raise Forbidden(zh("{day}没有收款，不需要日结。", day=self.day.isoformat()))
        sums = {f"{channel}_fen": alive[channel] for channel in CHANNELS}
        total_fen = sum(alive.values())
        change_day(uow, row, closed_at=uow.now, payments=payments, voided=voided, total_fen=total_fen, **sums)
        uow.note_office_act("close_cash_day", self.by, self.day.isoformat(), payments=payments, total_fen=total_fen)
        return {"day": self.day.isoformat(), "payments": payments, "voided": voided, "total_fen": total_fen, **sums}
