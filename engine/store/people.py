"""People, their departments and posts, their sessions, and the throttle on failed logins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Id, Moment


class Department(Base):
    """A department, town or station; the code is what a lane of a process names."""

    __tablename__ = "department"

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(16), default="county")
    parent: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(200))


class Person(Base):
    """A member of staff with an account."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    department: Mapped[str | None] = mapped_column(Code, ForeignKey("department.code"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    id_number_digest: Mapped[str | None] = mapped_column(String(64))
    """A keyed digest of the person's identity number: it tells their own cases, and nothing else."""
    email: Mapped[str | None] = mapped_column(String(254))
    """Where lights and orders are told outside the system too."""
    window_id: Mapped[str | None] = mapped_column(Id)
    """The window of the hall at which the person sits, as they said last."""


class PostHolding(Base):
    """A post that a person holds in a department, from a day to a day."""

    __tablename__ = "post_holding"
    __table_args__ = (Index("ix_post_holding_post", "post", "department"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), index=True)
    post: Mapped[str] = mapped_column(Code)
    department: Mapped[str] = mapped_column(Code, ForeignKey("department.code"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


def held_on(day: Any) -> ColumnElement[bool]:
    """Return the condition that a joined post is held on ``day``, a date or a parameter, by an active account."""
    ended = or_(PostHolding.ends_on.is_(None), PostHolding.ends_on >= day)
    return and_(Person.active, PostHolding.starts_on <= day, ended)


class Session(Base):
    """A login; the cookie carries the token, the table only its SHA-256."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")


class LoginThrottle(Base):
    """Failures in a row for an account or an address (``subject``), and until when it must wait."""

    __tablename__ = "login_throttle"

    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(Moment)
    blocked_until: Mapped[datetime | None] = mapped_column(Moment)
