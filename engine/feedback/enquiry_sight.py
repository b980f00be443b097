"""Who may see an enquiry, and who of them sees whose it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from engine.actor import Actor
from engine.store.base import table_of
from engine.store.enquiries import Enquiry, EnquiryEntry
from engine.store.reads import Reads
from engine.supervision.answering import SUPERVISOR, who_answers

OFFICER = "feedback_officer"
"""评价投诉专员: looks after what people say of the hall and ask of it."""
TAKERS = frozenset({"window_clerk", OFFICER})
"""Who may take an enquiry that came online, and so becomes the one who answers for it."""
RECORDERS = TAKERS | {"village_agent"}
"""Who records what is asked at a window or by telephone."""
SEE_ALL = frozenset({OFFICER, SUPERVISOR})
_table, _entry = table_of(Enquiry).c, table_of(EnquiryEntry).c


def visible_to(rows: Reads, by: Actor, today: date) -> ColumnElement[bool]:
    """Return the condition for the enquiries that ``by`` may see.

    One's own, those one had to do with, those offered to oneself or one's department, those of departments that one
    answers for, and for TAKERS those that nobody has taken.
    """
    if by.kind != "staff":
        return false()
    if by.posts & SEE_ALL:
        return true()
    held = {one.department for one in by.holdings}
    headed = [one for one in held if by.person_id in who_answers(rows, one, today)]
    conditions: list[ColumnElement[bool]] = [
        _table.owner_id == by.person_id,
        _table.offered_person == by.person_id,
        _table.offered_department.in_(held),
        _table.owner_department.in_(headed),
        _table.id.in_(select(_entry.enquiry_id).where(_entry.actor_id == by.person_id)),
    ]
    if by.posts & TAKERS:
        conditions.append(_table.status == "waiting")
    return or_(*conditions)


def may_see(rows: Reads, by: Actor, row: Any, today: date) -> bool:
    """Tell whether ``by`` may see the enquiry ``row``."""
    seen = select(_table.id).where(_table.id == row.id, visible_to(rows, by, today))
    return rows.execute(seen).first() is not None


def sees_who(by: Actor) -> bool:
    """Tell whether names and telephones are shown in full; who only supervises sees them masked."""
    return not by.holds(SUPERVISOR) or by.holds(OFFICER)


def may_accept(by: Actor, row: Any) -> bool:
    """Tell whether the enquiry is offered to ``by``, or to a department in which they hold a post."""
    if by.kind != "staff" or by.person_id == row.owner_id:
        return False
    if row.offered_person:
        return bool(row.offered_person == by.person_id)
    return bool(row.offered_department) and any(one.department == row.offered_department for one in by.holdings)
