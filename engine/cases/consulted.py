"""Who answers for a department that is asked for its opinion, and may look at the case for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from engine.actor import Actor
from engine.store.base import table_of
from engine.store.consultations import Consultation
from engine.store.people import Person, PostHolding, held_on
from engine.store.reads import Reads

CONSULTATION = "consultation"
ASKED, RECEIVED, ANSWERED, WITHDRAWN, LAPSED = "asked", "received", "answered", "withdrawn", "lapsed"
OPEN = frozenset({ASKED, RECEIVED})
SEEN_BY_ASKED = OPEN | {ANSWERED}
"""Once it is withdrawn or lapsed, the case is none of the asked department's business."""
ANSWERERS = ("authority_head", "approver", "reviewer", "handler")
"""The posts that speak for a department in another one's case."""
_asked = table_of(Consultation).c
_held, _person = table_of(PostHolding).c, table_of(Person).c


def consulted_offices(by: Actor) -> list[str]:
    """Return the departments for which ``by`` answers consultations."""
    if by.kind != "staff":
        return []
    return sorted({held.department for held in by.holdings if held.post in ANSWERERS})


def was_consulted(rows: Reads, by: Actor, case_id: str) -> bool:
    """Tell whether a department for which ``by`` answers is, or was to the end, asked about the case."""
    offices = consulted_offices(by)
    if not offices:
        return False
    asked = (_asked.case_id == bindparam("case"), _asked.asked.in_(offices), _asked.status.in_(SEEN_BY_ASKED))
    return rows.execute(select(_asked.id).where(*asked).limit(1), {"case": case_id}).first() is not None


def lent_materials(rows: Reads, by: Actor, case_id: str) -> frozenset[str]:
    """Return the materials that were sent along with the letters to the departments for which ``by`` answers."""
    asked = (_asked.case_id == case_id, _asked.asked.in_(consulted_offices(by)), _asked.status.in_(SEEN_BY_ASKED))
    letters = rows.execute(select(_asked.materials).where(*asked)).scalars()
    return frozenset(material for materials in letters for material in materials)


def consulted_people(rows: Reads, department: str, today: Any) -> set[str]:
    """Return the ids of those who may answer for the department."""
    wanted = select(_held.person_id).where(_held.department == department, *_current(today))
    return set(rows.execute(wanted.join(Person, _person.id == _held.person_id)).scalars())


def answering_departments(rows: Reads, today: Any) -> frozenset[str]:
    """Return the departments in which somebody may answer: no other one can be asked."""
    wanted = select(_held.department).distinct().join(Person, _person.id == _held.person_id)
    return frozenset(rows.execute(wanted.where(*_current(today))).scalars())


def asked_department(rows: Reads, consultation_id: str) -> str:
    """Return which department a consultation went to."""
    found: str = rows.execute(select(_asked.asked).where(_asked.id == consultation_id)).scalar_one()
    return found


def _current(today: Any) -> tuple[ColumnElement[bool], ...]:
    return _held.post.in_(ANSWERERS), held_on(today)
