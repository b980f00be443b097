"""The worker: APScheduler wakes each sweep on its schedule; any number of workers may run."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import delete

from engine.actor import SYSTEM
from engine.clock import HALL_ZONE
from engine.command import Command
from engine.errors import NotFound
from engine.hall import Hall
from engine.jobs.claiming import ReleaseClaims
from engine.jobs.daily_root import publish_daily_root
from engine.jobs.feedback import raise_feedback_lights
from engine.jobs.messages import send_messages
from engine.jobs.orders import turn_overdue_orders_red
from engine.jobs.pauses import raise_pause_lights
from engine.jobs.sweep import work_through
from engine.store.base import table_of, upsert_into
from engine.store.office import Schedule, WorkerHeartbeat
from engine.store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
Sweep = Callable[[Hall, str], str]


@dataclass(frozen=True)
class Scheduled:
    """A sweep with its name and trigger: ``every N`` seconds, or ``daily HH:MM`` in the zone of the hall."""

    name: str
    trigger: str
    sweep: Sweep


SCHEDULE = (
    # Most falls due at midnight; looking often costs a few index look-ups and follows the training clock.
    Scheduled("due_work", "every 3", work_through),
    Scheduled("pauses", "every 60", raise_pause_lights),
    Scheduled("orders", "every 60", turn_overdue_orders_red),
    Scheduled("feedback", "every 60", raise_feedback_lights),
    Scheduled("messages", "every 5", send_messages),
    Scheduled("daily_root", "daily 00:10", publish_daily_root),
)
HEARTBEAT_SECONDS = 15
FORGOTTEN = timedelta(days=1)
"""A worker that was not heard of for so long is not listed any more."""


def trigger_of(text: str) -> BaseTrigger:
    """Return the APScheduler trigger for a schedule's words; raises ValueError."""
    kind, _, rest = text.partition(" ")
    if kind == "every":
        return IntervalTrigger(seconds=int(rest), timezone=HALL_ZONE)
    if kind == "daily":
        hour, minute = rest.split(":")
        return CronTrigger(hour=int(hour), minute=int(minute), timezone=HALL_ZONE)
    raise ValueError(f"unknown trigger {text!r}")


@dataclass(frozen=True, kw_only=True)
class Beat(Command):
    """Note that a worker is alive."""

    worker: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        row = upsert_into(uow.connection, WorkerHeartbeat).values(
            name=self.worker, started_at=uow.now, beat_at=uow.now, done=0
        )
        uow.execute(row.on_conflict_do_update(index_elements=["name"], set_={"beat_at": uow.now}))
        beat = table_of(WorkerHeartbeat)
        uow.execute(delete(beat).where(beat.c.beat_at < uow.now - FORGOTTEN))
        return {}


@dataclass(frozen=True, kw_only=True)
class Retire(Command):
    """Note that a worker has stopped in good order."""

    worker: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        ReleaseClaims(by=self.by, owner=self.worker).execute(uow)
        uow.execute(delete(table_of(WorkerHeartbeat)).where(WorkerHeartbeat.name == self.worker))
        return {}


@dataclass(frozen=True, kw_only=True)
class NoteRun(Command):
    """Note how a sweep went, for the administrator's list."""

    name: str
    trigger: str
    result: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            raise NotFound
        values = {"trigger": self.trigger, "last_finished_at": uow.now, "last_result": self.result[:300]}
        row = upsert_into(uow.connection, Schedule).values(name=self.name, **values)
        uow.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))
        return {}


def worker_name() -> str:
    """Return a name for this worker: machine, process and a random part."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


def run_sweep(hall: Hall, scheduled: Scheduled, owner: str) -> str:
    """Run one sweep and note how it went; a sweep that raises stops nobody."""
    try:
        result = scheduled.sweep(hall, owner)
    except Exception as problem:
        log.exception("sweep %s failed", scheduled.name)
        result = f"failed: {type(problem).__name__}: {problem}"
    try:
        hall.run(NoteRun(by=SYSTEM, name=scheduled.name, trigger=scheduled.trigger, result=result))
    except Exception:
        log.exception("the run of %s could not be noted", scheduled.name)
    return result


def sweep_all(hall: Hall, owner: str | None = None) -> dict[str, str]:
    """Run every sweep once, in order; what a test or an administrator does by hand."""
    name = owner or worker_name()
    return {one.name: run_sweep(hall, one, name) for one in SCHEDULE}


class Worker:
    """A process that sweeps until it is told to stop."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.name = worker_name()
        self.scheduler = BlockingScheduler(timezone=HALL_ZONE)

    def run(self) -> None:
        """Sweep on schedule until ``stop`` is called from a signal handler."""
        self.scheduler.add_job(self._beat, trigger_of(f"every {HEARTBEAT_SECONDS}"), id="heartbeat")
        for one in SCHEDULE:
            # What is done once a day is done at the start too: the last midnight may have been slept through, and
            # a newer version may have come with a newer calendar. Twice is no more than once.
            first = {"next_run_time": self.hall.clock.now()} if one.trigger.startswith("daily") else {}
            self.scheduler.add_job(
                run_sweep,
                trigger_of(one.trigger),
                args=(self.hall, one, self.name),
                **first,
                id=one.name,
                # A sweep that is late runs once, however many turns it missed, and never beside itself.
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._beat()
        try:
            self.scheduler.start()
        finally:
            self.hall.run(Retire(by=SYSTEM, worker=self.name))

    def stop(self) -> None:
        """Finish the sweeps that run and return from ``run``."""
        self.scheduler.shutdown(wait=True)

    def _beat(self) -> None:
        try:
            self.hall.run(Beat(by=SYSTEM, worker=self.name))
        except Exception:
            log.exception("no heartbeat could be noted")
