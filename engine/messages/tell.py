"""Tell members of staff: a notice to each, and the same sentence into the outbox of every channel there is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select

from engine.ids import new_id
from engine.messages.sending import MAIL, WEBHOOK
from engine.store.base import table_of
from engine.store.messages import OutgoingMessage
from engine.store.office import Notice
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text

OUTGOING = frozenset({"yellow", "red", "order", "consultation", "enquiry", "complaint", "rectification"})
"""Kinds of notice that go out of the house; what is merely new in a list stays inside."""
_person = table_of(Person).c


def tell(
    uow: UnitOfWork,
    people: Iterable[str],
    kind: str,
    said: Text,
    *,
    case_id: str | None = None,
    task_id: str | None = None,
    light_id: str | None = None,
    about: tuple[str, str] = ("", ""),
) -> None:
    """Write a notice to each of the people (ids), and what follows from it into the outbox.

    ``about`` is ``enquiry`` or ``complaint`` and its id. ``said`` holds no personal data: what leaves the house may be
    read by others.
    """
    told = sorted(set(people))
    if not told:
        return
    rows = [
        {
            "id": new_id(uow.now),
            "person_id": person,
            "case_id": case_id,
            "task_id": task_id,
            "light_id": light_id,
            "kind": kind,
            "about": about[0],
            "about_id": about[1],
            "template": said.template,
            "params": said.params,
            "at": uow.now,
        }
        for person in told
    ]
    uow.execute(insert(Notice), rows)
    if kind in OUTGOING and uow.hall.senders:
        _send_out(uow, told, kind, str(said), case_id)


def _send_out(uow: UnitOfWork, people: list[str], kind: str, text: str, case_id: str | None) -> None:
    known = select(_person.login, _person.email).where(_person.id.in_(people), _person.active)
    found = uow.execute(known.order_by(_person.login)).all()
    messages = []
    if MAIL in uow.hall.senders:
        messages += [(MAIL, one.email, [one.login]) for one in found if one.email]
    if WEBHOOK in uow.hall.senders and found:
        messages.append((WEBHOOK, "", [one.login for one in found]))
    rows = [
        {
            "id": new_id(uow.now),
            "channel": channel,
            "recipient": recipient,
            "people": logins,
            "case_id": case_id,
            "kind": kind,
            "text": text[:600],
            "created_at": uow.now,
            "due_at": uow.now,
        }
        for channel, recipient, logins in messages
    ]
    if rows:
        uow.execute(insert(OutgoingMessage), rows)
