"""Supervision orders: for supervisors all of them, for a department those that it answers for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.queries.keyset import PAGE, beyond, cursor
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.orders import OrderEntry, OverrunExplanation, SupervisionOrder
from engine.store.people import Department
from engine.supervision.answering import HEADS, SUPERVISOR, answers_for
from engine.supervision.order_row import OVER, OWES_AN_ANSWER

_order, _entry, _case = (table_of(one).c for one in (SupervisionOrder, OrderEntry, Case))
_department, _explanation = table_of(Department).c, table_of(OverrunExplanation).c
TABS = ("open", "red", "answered", "over")


@dataclass(frozen=True)
class OrderLine:
    """One order in a list; ``light`` is red when its answer is overdue, stopped when it is over, else green."""

    id: str
    number: str
    case_id: str | None
    case_number: str
    matter_name: str
    department: str
    department_name: str
    rule: str
    demand: str
    answer_by: date
    status: str
    light: str
    issued_at: datetime
    issued_by: str


@dataclass(frozen=True)
class OrderAct:
    """One act on an order: who did it when, what they said, and until when an answer was owed after it."""

    act: str
    at: datetime
    who: str
    said: str
    answer_by: date | None


@dataclass(frozen=True)
class Order:
    """One order with its history; whether the reader supervises, and whether they answer for the department."""

    line: OrderLine
    acts: tuple[OrderAct, ...]
    supervises: bool
    answers: bool


@dataclass(frozen=True)
class OrderPage:
    """One page, newest first; ``counts`` by tab; ``after`` asks for the next page."""

    rows: tuple[OrderLine, ...]
    counts: dict[str, int]
    after: str | None


@dataclass(frozen=True)
class Explanation:
    """What the public is told of a limit that was passed."""

    case_id: str
    case_number: str
    matter_name: str
    department_name: str
    kind: str
    due_on: date
    text: str
    expected_on: date | None
    published_on: date
    decided_on: date | None


def all_orders(
    connection: Connection, by: Actor, today: date, tab: str = "", department: str = "", after: str | None = None
) -> OrderPage:
    """Return a page of all orders, or of one tab or department; raises NotFound for whoever is no supervisor."""
    if not by.holds(SUPERVISOR):
        raise NotFound
    own = (_order.department == department,) if department else ()
    return _page(connection, today, tab, after, *own)


def every_order(
    connection: Connection, by: Actor, today: date, tab: str = "", department: str = ""
) -> Iterator[OrderLine]:
    """Yield all rows of that list; raises NotFound for whoever is no supervisor."""
    after: str | None = ""
    while after is not None:
        page = all_orders(connection, by, today, tab, department, after)
        yield from page.rows
        after = page.after


def own_orders(connection: Connection, by: Actor, today: date, tab: str = "", after: str | None = None) -> OrderPage:
    """Return a page of the orders to departments that ``by`` answers for."""
    held = {one.department for one in by.holdings}
    below = {one.department for one in by.holdings if one.post in HEADS}
    asked = select(_order.department).distinct().join(Department, _department.code == _order.department)
    near = asked.where(_department.code.in_(held) | _department.parent.in_(below))
    mine = [one for one in connection.execute(near).scalars() if answers_for(connection, by, one, today)]
    return _page(connection, today, tab, after, _order.department.in_(mine))


def order(connection: Connection, by: Actor, order_id: str, today: date) -> Order:
    """Return one order; raises NotFound for whoever neither supervises nor answers for its department."""
    row = connection.execute(_lines().where(_order.id == order_id)).first()
    answers = row is not None and answers_for(connection, by, row.department, today)
    if row is None or not (answers or by.holds(SUPERVISOR)):
        raise NotFound
    entries = connection.execute(select(table_of(OrderEntry)).where(_entry.order_id == order_id).order_by(_entry.seq))
    acts = tuple(OrderAct(one.act, one.at, one.actor_name, one.said, one.answer_by) for one in entries)
    return Order(_line(row, today), acts, by.holds(SUPERVISOR), answers)


def orders_of_case(connection: Connection, case_id: str, today: date) -> tuple[OrderLine, ...]:
    """Return the orders about a case, newest first; who may see the case is for the caller to know."""
    rows = connection.execute(_lines().where(_order.case_id == case_id).order_by(_order.issued_at.desc()))
    return tuple(_line(row, today) for row in rows)


def explanation_of(connection: Connection, case_id: str) -> Explanation | None:
    """Return what the public is told of a case's overrun, if anything."""
    row = connection.execute(_explanations().where(_explanation.case_id == case_id)).first()
    return None if row is None else _explained(row)


def explanations(connection: Connection, after: str | None = None) -> tuple[tuple[Explanation, ...], str | None]:
    """Return a page of all explanations, newest first, and what asks for the next page."""
    query = _explanations()
    if (condition := beyond(_explanation.written_at, _explanation.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    ordered = query.order_by(_explanation.written_at.desc(), _explanation.id.desc()).limit(PAGE + 1)
    found = connection.execute(ordered).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    rows = tuple(_explained(row) for row in found[:PAGE])
    return rows, cursor(last.written_at, last.id) if last is not None else None


def _explanations() -> Any:
    names = (_case.number, _case.matter_name, _case.decided_on, _department.name.label("department_name"))
    return (
        select(table_of(OverrunExplanation), *names)
        .join(Case, _case.id == _explanation.case_id)
        .outerjoin(Department, _department.code == _explanation.department)
        .where(_explanation.replaced_at.is_(None))
    )


def _explained(row: Any) -> Explanation:
    return Explanation(
        row.case_id,
        row.number,
        row.matter_name,
        row.department_name or "",
        row.kind,
        row.due_on,
        row.text,
        row.expected_on,
        row.published_on,
        row.decided_on,
    )


def _page(connection: Connection, today: date, tab: str, after: str | None, *conditions: Any) -> OrderPage:
    tabs = {
        "open": _order.status.not_in(OVER),
        "red": _order.status.in_(OWES_AN_ANSWER) & (_order.answer_by < today),
        "answered": _order.status == "answered",
        "over": _order.status.in_(OVER),
    }
    counts = {
        name: connection.execute(select(func.count(_order.id)).where(one, *conditions)).scalar_one()
        for name, one in tabs.items()
    }
    query = _lines().where(*conditions, *((tabs[tab],) if tab in tabs else ()))
    if (condition := beyond(_order.issued_at, _order.id, after, newest_first=True)) is not None:
        query = query.where(condition)
    found = connection.execute(query.order_by(_order.issued_at.desc(), _order.id.desc()).limit(PAGE + 1)).all()
    rows = tuple(_line(row, today) for row in found[:PAGE])
    return OrderPage(rows, counts, cursor(rows[-1].issued_at, rows[-1].id) if len(found) > PAGE else None)


def _lines() -> Any:
    names = (_case.number.label("case_number"), _case.matter_name, _department.name.label("department_name"))
    return (
        select(table_of(SupervisionOrder), *names)
        .outerjoin(Case, _case.id == _order.case_id)
        .outerjoin(Department, _department.code == _order.department)
    )


def _line(row: Any, today: date) -> OrderLine:
    late = row.status in OWES_AN_ANSWER and today > row.answer_by
    return OrderLine(
        row.id,
        row.number,
        row.case_id,
        row.case_number or "",
        row.matter_name or "",
        row.department,
        row.department_name or row.department,
        row.rule,
        row.demand,
        row.answer_by,
        row.status,
        "red" if late else "stopped" if row.status in OVER else "green",
        row.issued_at,
        row.issued_by,
    )
