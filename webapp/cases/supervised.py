"""What supervision has to say on the page of a case: its orders, and the public explanation of an overrun."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Connection

from engine.actor import Actor
from engine.hall import Hall
from engine.queries.case_file import CaseFile
from engine.queries.orders import Explanation, OrderLine, explanation_of, orders_of_case
from engine.supervision.answering import SUPERVISOR, answers_for
from engine.supervision.explain_overrun import PUBLIC_LIMITS

ORDER_STATUSES: dict[str, tuple[LazyString, str]] = {
    "issued": (_l("待签收"), "yellow"),
    "received": (_l("待答复"), "yellow"),
    "answered": (_l("待审阅"), "blue"),
    "accepted": (_l("已认可，整改中"), "blue"),
    "closed": (_l("已办结"), "green"),
    "withdrawn": (_l("已撤销"), "plain"),
}


@dataclass(frozen=True)
class Supervised:
    """For one reader: the orders they may see, what everybody is told, and what they may do about it."""

    case_id: str
    orders: tuple[OrderLine, ...]
    explanation: Explanation | None
    supervises: bool
    may_order: bool
    may_explain: bool
    sees_rectifications: bool
    """Whether the reader supervises, or answers for the department that was rated."""
    statuses: dict[str, tuple[LazyString, str]]


def supervised(hall: Hall, connection: Connection, by: Actor, file: CaseFile) -> Supervised:
    """Return it for the page of a case, which ``by`` may see."""
    today, case = hall.today(connection), file.case
    answers = answers_for(connection, by, case["department"], today)
    supervises = by.holds(SUPERVISOR)
    late = any(one.kind in PUBLIC_LIMITS and one.light == "red" for one in file.clocks)
    orders = orders_of_case(connection, case["id"], today) if supervises or answers else ()
    explained = explanation_of(connection, case["id"])
    return Supervised(
        case["id"], orders, explained, supervises, supervises, answers and late, supervises or answers, ORDER_STATUSES
    )
