"""Sweep: supervision orders whose answer is overdue turn red, the oldest first."""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.orders import SupervisionOrder
from engine.supervision.overdue_order import TurnOrderRed

log = logging.getLogger(__name__)
_order = table_of(SupervisionOrder).c


def turn_overdue_orders_red(hall: Hall, owner: str) -> str:
    """Turn each in a transaction of its own; whoever comes second finds nothing left to do."""
    with hall.reading() as connection:
        due = select(_order.id).where(_order.next_light_on <= hall.today(connection)).order_by(_order.next_light_on)
        orders = connection.execute(due).scalars().all()
    raised = failed = 0
    for order_id in orders:
        try:
            raised += hall.run(TurnOrderRed(by=SYSTEM, order_id=order_id))["raised"]
        except Exception:
            log.exception("order %s could not be turned red", order_id)
            failed += 1
    return f"raised {raised}, failed {failed}"
