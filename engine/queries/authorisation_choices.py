"""What can be chosen when a window is authorised: whose powers, which matter, which clerk or window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.administration.authorisations import ADMINISTRATOR, HEAD
from engine.cases.sight import WINDOW
from engine.errors import NotFound
from engine.queries.names import department_names, matter_names
from engine.store.base import table_of
from engine.store.people import Person, PostHolding, held_on

_person, _held = table_of(Person).c, table_of(PostHolding).c
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AuthorisationChoices:
    """Pairs of code or id and name, in the order of the page."""

    departments: Pairs
    matters: Pairs
    clerks: Pairs
    windows: Pairs


def authorisation_choices(connection: Connection, by: Actor, today: date) -> AuthorisationChoices:
    """Return what ``by`` may choose: a head the departments they head, an administrator all with a head."""
    rows = connection.execute(
        select(_held.post, _held.department, _person.id, _person.name)
        .join_from(table_of(PostHolding), table_of(Person), _person.id == _held.person_id)
        .where(_held.post.in_((WINDOW, HEAD)), held_on(today))
        .order_by(_held.department, _person.name, _person.id)
    ).all()
    headed = {row.department for row in rows if row.post == HEAD}
    if not by.holds(ADMINISTRATOR):
        headed = {held.department for held in by.holdings if held.post == HEAD}
    if not headed and not by.holds(ADMINISTRATOR):
        raise NotFound
    names = department_names(connection)
    windows: dict[str, str] = {}
    clerks: dict[str, tuple[str, list[str]]] = {}
    for row in rows:
        if row.post == WINDOW:
            place = names.get(row.department, row.department)
            windows[row.department] = place
            clerks.setdefault(row.id, (row.name, []))[1].append(place)
    return AuthorisationChoices(
        tuple((code, names.get(code, code)) for code in sorted(headed)),
        tuple((one.key, one.name) for one in matter_names(connection)),
        tuple((person, f"{name}（{'、'.join(places)}）") for person, (name, places) in clerks.items()),
        tuple(windows.items()),
    )
