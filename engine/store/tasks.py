"""Tasks: what waits for a person or a function; a projection of the case's token state."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Blob, Code, Id, Moment

_OPEN = "status = 'open'"
_FREE = "status = 'open' AND assignee_id IS NULL"
_HELD = "status = 'open' AND assignee_id IS NOT NULL"
_DONE = "status = 'done'"


class Task(Base):
    """One step of a case for one person.

    The partial indexes are disjoint: with overlapping ones SQLite's planner serves the unclaimed
    tasks of a post from the index of the claimed ones.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_case", "case_id", "done_by", "stage", "element_id"),
        Index("ux_task_open_token", "case_id", "token", unique=True, sqlite_where=text(_OPEN),
              postgresql_where=text(_OPEN)),
        Index("ix_task_free", "department", "post", "sort_on", "id", sqlite_where=text(_FREE),
              postgresql_where=text(_FREE)),
        Index("ix_task_held", "assignee_id", "sort_on", "id", sqlite_where=text(_HELD),
              postgresql_where=text(_HELD)),
        Index("ix_task_done", "done_by", "done_at", sqlite_where=text(_DONE), postgresql_where=text(_DONE)),
        Index("ix_task_light", "next_light_on", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case.id"))
    token: Mapped[str] = mapped_column(String(40))
    """The engine's name of the waiting token."""
    element_id: Mapped[str] = mapped_column(Code)
    name: Mapped[str] = mapped_column(String(120))
    stage: Mapped[str] = mapped_column(String(16), default="")
    department: Mapped[str] = mapped_column(Code, default="")
    post: Mapped[str] = mapped_column(Code, default="")
    level: Mapped[str] = mapped_column(String(16), default="")
    instance: Mapped[int | None]
    group_token: Mapped[str | None] = mapped_column(String(40))
    """The activation of a multi-instance task that this is one instance of."""
    status: Mapped[str] = mapped_column(String(12), default="open")
    """open, done, cancelled."""
    assignee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"))
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    limit_workdays: Mapped[int | None]
    count_start_day: Mapped[bool] = mapped_column(default=False)
    """Whether the day on which the task opened is counted, as the hall's parameter said then."""
    due_on: Mapped[date | None]
    sort_on: Mapped[date]
    """The due day, or a day far away where there is no limit, so that lists sort by one column."""
    yellow_on: Mapped[date | None]
    """The first day on which it is near its end; it is late from the day after ``due_on``."""
    red_on: Mapped[date | None]
    """The first day on which it is late by as much again (EM-05)."""
    raised: Mapped[str] = mapped_column(String(8), default="green")
    """The gravest thing that the worker has told people: green (nothing), soon, yellow or red."""
    paused_since: Mapped[date | None]
    """The day from which the limit of the step stands still; ``due_on`` is then a forecast."""
    next_light_on: Mapped[date | None]
    """The day on which the worker must look again; none when red was told or there is no limit."""
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[str | None] = mapped_column(Id)
    done_by_name: Mapped[str | None] = mapped_column(String(60))
    result: Mapped[str | None] = mapped_column(String(24))
    version: Mapped[int] = mapped_column(default=1)


class SavedOpinion(Base):
    """What a person has filled in so far for a task that is not yet decided; sealed like the trail."""

    __tablename__ = "saved_opinion"

    task_id: Mapped[str] = mapped_column(Id, ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(Blob)
    saved_at: Mapped[datetime] = mapped_column(Moment)
