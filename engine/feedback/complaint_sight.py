"""Who has to do with a complaint: who decides, who looks into it, who only sees it, and from whom it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from engine.actor import Actor
from engine.feedback.enquiry_sight import OFFICER, SEE_ALL
from engine.store.base import table_of
from engine.store.complaints import Complaint, ComplaintTarget
from engine.store.people import Person, PostHolding, held_on
from engine.store.reads import Reads
from engine.supervision.answering import supervisors, who_answers

_table, _target = table_of(Complaint).c, table_of(ComplaintTarget).c
_held, _person = table_of(PostHolding).c, table_of(Person).c


def targets_of(rows: Reads, complaint_id: str) -> frozenset[str]:
    """Return the ids of those whom the complaint is about."""
    wanted = select(_target.person_id).where(_target.complaint_id == complaint_id)
    return frozenset(rows.execute(wanted).scalars())


def deciders_of(rows: Reads, complaint_id: str, today: date) -> frozenset[str]:
    """Return who decides on the complaint: officers whom it is not about; where there is none, such supervisors."""
    wanted = select(_held.person_id).join(Person, _person.id == _held.person_id)
    officers = frozenset(rows.execute(wanted.where(_held.post == OFFICER, held_on(today))).scalars())
    about = targets_of(rows, complaint_id)
    return (officers - about) or (supervisors(rows, today) - about)


def handlers_of(rows: Reads, complaint_id: str, department: str, today: date) -> frozenset[str]:
    """Return who would look into it in a department: its heads, else all in it, but nobody whom it is about."""
    about = targets_of(rows, complaint_id)
    heads = who_answers(rows, department, today) - about
    if heads or not department:
        return heads
    wanted = select(_held.person_id).join(Person, _person.id == _held.person_id)
    return frozenset(rows.execute(wanted.where(_held.department == department, held_on(today))).scalars()) - about


def visible_to(rows: Reads, by: Actor, today: date) -> ColumnElement[bool]:
    """Return the condition for the complaints that ``by`` may see.

    For whom it is about there is none, whatever posts they hold. Else officers and supervisors see all, others those
    that they look into or wrote down.
    """
    if by.kind != "staff":
        return false()
    about_me = exists().where(_target.complaint_id == _table.id, _target.person_id == by.person_id)
    if by.posts & SEE_ALL:
        return ~about_me & true()
    return ~about_me & or_(_table.recorded_by == by.person_id, *_handled_by(rows, by, today))


def _handled_by(rows: Reads, by: Actor, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for place in sorted({one.department for one in by.holdings}):
        heads = who_answers(rows, place, today)
        here = _table.department == place
        if by.person_id in heads:
            found.append(here)
            continue
        # Where it is about every head of the department, all the others of it may look into it.
        all_heads = [exists().where(_target.complaint_id == _table.id, _target.person_id == one) for one in heads]
        if all_heads:
            found.append(and_(here, *all_heads))
    return found


def may_see(rows: Reads, by: Actor, row: Any, today: date) -> bool:
    """Tell whether ``by`` may see the complaint ``row``."""
    seen = select(_table.id).where(_table.id == row.id, visible_to(rows, by, today))
    return rows.execute(seen).first() is not None
