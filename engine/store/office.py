"""What the hall keeps about itself: commands answered, notices, settings, schedule, workers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Id, Json, Moment


class AnsweredCommand(Base):
    """A command by its idempotency key and the answer it got; a second click gets the first answer."""

    __tablename__ = "answered_command"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 over what was asked, so that one key is never used for two things."""
    at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[dict[str, object] | None] = mapped_column(Json)


class Notice(Base):
    """A message to a member of staff inside the system."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_person", "person_id", "read_at", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"))
    task_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(24))
    """soon, yellow, red, order, assigned, incident, enquiry, complaint."""
    light_id: Mapped[str | None] = mapped_column(Id, ForeignKey("light.id"), index=True)
    """The light that it tells of, so that a supervisor sees who was told and when."""
    about: Mapped[str] = mapped_column(String(12), default="")
    """enquiry or complaint, where it is about one; then ``about_id`` is its id."""
    about_id: Mapped[str] = mapped_column(Id, default="")
    template: Mapped[str] = mapped_column(String(300))
    params: Mapped[dict[str, object]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class Setting(Base):
    """A parameter of the hall."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(Code, primary_key=True)
    value: Mapped[str] = mapped_column(String(500))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(60))


class Schedule(Base):
    """A sweep of the worker: when it runs, and how its last run went."""

    __tablename__ = "schedule"

    name: Mapped[str] = mapped_column(Code, primary_key=True)
    trigger: Mapped[str] = mapped_column(String(60))
    last_started_at: Mapped[datetime | None] = mapped_column(Moment)
    last_finished_at: Mapped[datetime | None] = mapped_column(Moment)
    last_result: Mapped[str | None] = mapped_column(String(300))


class WorkerHeartbeat(Base):
    """A running worker and when it was last alive."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    beat_at: Mapped[datetime] = mapped_column(Moment)
    done: Mapped[int] = mapped_column(default=0)


class OfficeTrail(Base):
    """Acts on people, matters and settings; for administrators and auditors."""

    __tablename__ = "office_trail"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    act: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(80))
    actor_id: Mapped[str | None] = mapped_column(Id)
    subject: Mapped[str] = mapped_column(String(120))
    detail: Mapped[dict[str, object]] = mapped_column(Json)
