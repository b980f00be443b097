"""Who answers for a department to the supervisor: those who head it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding, held_on
from engine.store.reads import Reads

HEADS = ("authority_head", "approver")
"""The posts that head a department. Where nobody holds one, whoever holds any post in it answers."""
SUPERVISOR = "supervisor"
_held, _person, _department = table_of(PostHolding).c, table_of(Person).c, table_of(Department).c


def who_answers(rows: Reads, department: str, today: Any) -> frozenset[str]:
    """Return the ids of those who answer for the department: its heads, else its parent's, else all in it."""
    parent = rows.execute(select(_department.parent).where(_department.code == department)).scalar()
    for one in (department, parent):
        if one is not None and (found := _holders(rows, today, _held.department == one, _held.post.in_(HEADS))):
            return found
    return _holders(rows, today, _held.department == department)


def answers_for(rows: Reads, by: Actor, department: str, today: Any) -> bool:
    """Tell whether ``by`` answers for the department."""
    return by.kind == "staff" and by.person_id in who_answers(rows, department, today)


def supervisors(rows: Reads, today: Any) -> frozenset[str]:
    """Return the ids of all supervisors."""
    return _holders(rows, today, _held.post == SUPERVISOR)


def _holders(rows: Reads, today: Any, *conditions: Any) -> frozenset[str]:
    wanted = select(_held.person_id).join(Person, _person.id == _held.person_id)
    return frozenset(rows.execute(wanted.where(held_on(today), *conditions)).scalars())
