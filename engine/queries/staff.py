"""People with their posts, for administrators; passwords and what people work on stay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.queries.names import department_names
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding, Session

ADMINISTRATOR = "administrator"
_person, _held, _session = table_of(Person).c, table_of(PostHolding).c, table_of(Session).c


@dataclass(frozen=True)
class HeldPost:
    """A post that a person holds or held; ``ends_on`` is its last day."""

    id: str
    post: str
    department: str
    department_name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class StaffMember:
    """A person with an account; ``seen_at`` is the last use of a session that is still kept."""

    id: str
    login: str
    name: str
    department: str
    department_name: str
    is_active: bool
    must_change_password: bool
    posts: tuple[HeldPost, ...]
    seen_at: datetime | None
    is_identified: bool
    """Whether an identity number is on record; only its keyed digest is, the number itself is kept nowhere."""
    email: str


def require_administrator(by: Actor) -> None:
    """Raise NotFound unless ``by`` administers the hall."""
    if not by.holds(ADMINISTRATOR):
        raise NotFound


def staff(
    connection: Connection, by: Actor, today: date, *, words: str = "", department: str = ""
) -> tuple[StaffMember, ...]:
    """Return everybody with the posts they hold today, by department and name."""
    require_administrator(by)
    query = select(table_of(Person)).order_by(_person.department, _person.name, _person.id)
    if words.strip():
        part = words.strip()
        query = query.where(
            or_(_person.name.contains(part, autoescape=True), _person.login.contains(part, autoescape=True))
        )
    if department:
        held = select(_held.person_id).where(_held.department == department)
        query = query.where(or_(_person.department == department, _person.id.in_(held)))
    people = connection.execute(query).all()
    current = or_(_held.ends_on.is_(None), _held.ends_on >= today)
    return _members(connection, people, current)


def staff_member(connection: Connection, by: Actor, person_id: str) -> StaffMember:
    """Return one person with all posts ever held; raises NotFound."""
    require_administrator(by)
    people = connection.execute(select(table_of(Person)).where(_person.id == person_id)).all()
    if not people:
        raise NotFound
    return _members(connection, people, _held.person_id == person_id)[0]


def departments(connection: Connection, by: Actor) -> tuple[tuple[str, str], ...]:
    """Return pairs of code and name of every department."""
    require_administrator(by)
    rows = connection.execute(select(Department.code, Department.name).order_by(Department.code))
    return tuple((row.code, row.name) for row in rows)


def _members(connection: Connection, people: Any, condition: Any) -> tuple[StaffMember, ...]:
    names = department_names(connection)
    ids = [row.id for row in people]
    posts: dict[str, list[HeldPost]] = {}
    held = select(table_of(PostHolding)).where(_held.person_id.in_(ids), condition)
    for row in connection.execute(held.order_by(_held.starts_on, _held.id)):
        name = names.get(row.department, row.department)
        line = HeldPost(row.id, row.post, row.department, name, row.starts_on, row.ends_on)
        posts.setdefault(row.person_id, []).append(line)
    sessions = select(_session.person_id, _session.seen_at).where(_session.person_id.in_(ids))
    seen = {row.person_id: row.seen_at for row in connection.execute(sessions.order_by(_session.seen_at))}
    return tuple(
        StaffMember(
            row.id,
            row.login,
            row.name,
            row.department or "",
            names.get(row.department or "", ""),
            row.active,
            row.must_change_password,
            tuple(posts.get(row.id, ())),
            seen.get(row.id),
            row.id_number_digest is not None,
            row.email or "",
        )
        for row in people
    )
