"""The trial: people and workers under load, killed at random; and what must hold when all are dead."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from restless import KEY, restless
from sqlalchemy import Connection, func, insert, select
from victims import PROCESSES, SERVICE_POSTS, Place, act, person, sweep
from visitors import WebServer, open_session, visit

from engine.actor import SYSTEM
from engine.administration.publish_bundle import PublishBundle
from engine.administration.verify import verify
from engine.clock import MachineClock
from engine.jobs.sweep import work_through
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.office import AnsweredCommand
from engine.store.people import Person, PostHolding
from engine.store.tasks import Task
from engine.store.trail import TrailEntry
from engine.store.waits import Incident, Job

PEOPLE, WORKERS = 3, 2
_answered, _entry, _job, _task = (table_of(t).c for t in (AnsweredCommand, TrailEntry, Job, Task))
_case = table_of(Case).c


class Ahead(MachineClock):
    """A clock that is past every lease that a dead worker left."""

    def now(self) -> datetime:
        return super().now() + timedelta(minutes=5)


@dataclass
class Trial:
    """Runs the processes at ``place`` and holds what they were told against what the database has."""

    place: Place
    seed: int = 1
    kills: int = 0
    pace: float = 1
    """How much longer than usual everybody lives; on a busy machine a server may need seconds to start."""
    web: WebServer | None = None
    running: list[Any] = field(default_factory=list)

    def prepare(self) -> None:
        """Publish the matter and hire the people."""
        hall = self.place.hall()
        matter = restless()
        hall.run(PublishBundle(by=SYSTEM, matter_key=KEY, files=matter.files))
        with hall.database.begin() as connection:
            for number in range(PEOPLE):
                one = person(number)
                row = {"id": one.person_id, "login": one.person_id, "name": one.name, "password_hash": ""}
                self.place.journal(number).touch()
                connection.execute(insert(Person), row | {"created_at": hall.clock.now()})
                for post, department in SERVICE_POSTS:
                    held = {"id": f"{number}-{post}", "person_id": one.person_id, "post": post}
                    held |= {"department": department, "starts_on": date(2026, 1, 1)}
                    connection.execute(insert(PostHolding), held)
        for number in range(PEOPLE):
            open_session(hall, person(number), number)
        hall.close()

    def run(self, seconds: float, disturb: Callable[[], None] | None = None) -> None:
        """Let all work for so long, kill one of them every now and then, and at last all of them.

        ``disturb`` is called four times in between. Where the place has a port, people use the pages that are served
        there, and mostly the server's processes are killed.
        """
        chance = random.Random(self.seed + self.kills)
        self.web = WebServer(self.place) if self.place.port else None
        if self.web:
            self.web.wait()
        self.running = [self._start(number) for number in range(PEOPLE + WORKERS)]
        began = time.monotonic()
        disturbed = 0
        while (passed := time.monotonic() - began) < seconds:
            if disturb and passed > (disturbed + 1) * seconds / 5:
                disturb()
                disturbed += 1
            time.sleep(chance.uniform(0.1, 0.5) * self.pace)
            if self.web and chance.random() < 0.5:
                self.web.kill(chance)
                self.kills += 1
                continue
            number = chance.randrange(len(self.running))
            self._kill(number)
            self.running[number] = self._start(number)
        for number in range(len(self.running)):
            self._kill(number)
        if self.web:
            self.web.kill_all()

    def _start(self, number: int) -> Any:
        person = visit if self.place.port else act
        work = person if number < PEOPLE else sweep
        process = PROCESSES.Process(target=work, args=(number, self.place), daemon=True)
        process.start()
        return process

    def _kill(self, number: int) -> None:
        process = self.running[number]
        assert process.exitcode is None, f"process {number} ended by itself"
        process.kill()
        process.join(30)
        self.kills += 1

    def journal(self) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
        """Return what was sent and what was heard, by idempotency key."""
        lines = [
            json.loads(line)
            for number in range(PEOPLE)
            for line in self.place.journal(number).read_text(encoding="utf-8").splitlines()
        ]
        sent = {line["key"]: line for line in lines if line["what"] == "sent"}
        return sent, {line["key"]: line for line in lines if line["what"] != "sent"}

    def acknowledged(self) -> int:
        """Return how many commands were answered with yes."""
        return sum(line["what"] == "done" for line in self.journal()[1].values())

    def faults(self) -> list[str]:
        """Return everything that is wrong with the database after the processes are dead."""
        with closing(self.place.hall(clock=Ahead())) as hall:
            work_through(hall, "last")
            with hall.reading() as connection:
                found = [*self._lost(connection), *_doubled(connection), *_left(connection)]
            return found + [f"{one.kind} {one.subject}: {one.detail}" for one in verify(hall)]

    def _lost(self, connection: Connection) -> Iterator[str]:
        """Find answers that were given and are not there, and keys that are there without their answer."""
        sent, heard = self.journal()
        kept = {row.key: row for row in connection.execute(select(_answered.key, _answered.answer))}
        for key, line in heard.items():
            if line["what"] == "done" and not _is_kept(line, kept.get(_kept_under(sent[key]))):
                yield f"acknowledged {sent[key]} is lost or has another answer"
            if line["what"] == "refused" and _kept_under(sent[key]) in kept:
                yield f"refused {sent[key]} left its key behind"
            if line.get("status", 0) >= 500:
                yield f"{sent[key]} was answered with an error: {line}"
        done = dict(connection.execute(select(_task.id, _task.done_by).where(_task.status == "done")).all())
        cases = set(connection.execute(select(_case.id)).scalars())
        for key, row in kept.items():
            if row.answer is None:
                yield f"the answer of {key} is missing"
            elif key in sent and sent[key]["kind"] == "file" and row.answer.get("case_id") not in cases:
                yield f"the case of {sent[key]} is missing"
            elif key in sent and sent[key]["kind"] == "complete":
                by = person(int(key.partition("-")[0]))
                if done.get(sent[key]["task"]) != by.person_id:
                    yield f"{by.name} was told that {sent[key]} is done"


def _kept_under(line: dict[str, Any]) -> str:
    """Return the key that the database has for what was sent; the page that claims several adds the task to it."""
    key: str = line["key"]
    return f"{key[:31]}-{line['task']}"[:64] if line["kind"] == "claim" and "-web-" in key else key


def _is_kept(line: dict[str, Any], row: Any) -> bool:
    """Tell whether the database has the answer that was heard, as far as a page tells it."""
    if row is None:
        return False
    if "answer" in line:
        return bool(row.answer == line["answer"])
    return "/intake/receipts/" not in line["where"] or line["where"].endswith(row.answer["case_id"])


def _doubled(connection: Connection) -> Iterator[str]:
    """Find effects without a command, and commands with two effects."""
    answers = Counter(connection.execute(select(_answered.name)).scalars())
    acts = Counter(
        connection.execute(
            select(_entry.act).where(_entry.act.in_(("filed", "withdrawn"))).order_by(_entry.case_id)
        ).scalars()
    )
    finished = connection.execute(select(func.count()).where(_task.status == "done")).scalar_one()
    entries = connection.execute(
        select(func.count()).where(_entry.act == "done", _entry.actor_id.is_not(None))
    ).scalar_one()
    pairs = [
        ("FileCase", "filed", answers["FileCase"], acts["filed"]),
        ("WithdrawCase", "withdrawn", answers["WithdrawCase"], acts["withdrawn"]),
        ("CompleteTask", "tasks done", answers["CompleteTask"], finished),
        ("CompleteTask", "done in the trail", answers["CompleteTask"], entries),
    ]
    yield from (
        f"{commands} {name} answered, {effects} {what}"
        for name, what, commands, effects in pairs
        if commands != effects
    )
    twice = connection.execute(
        select(_entry.case_id, _entry.token, _entry.act)
        .where(_entry.act.in_(("done", "timer")), _entry.token.is_not(None))
        .group_by(_entry.case_id, _entry.token, _entry.act)
        .having(func.count() > 1)
    )
    yield from (f"{row.act} twice: token {row.token} of case {row.case_id}" for row in twice)


def _left(connection: Connection) -> Iterator[str]:
    """Find jobs that nobody takes any more, and incidents."""
    late = connection.execute(
        select(_job.kind, _job.element_id).where(_job.status == "waiting", _job.due_at < MachineClock().now())
    )
    yield from (f"{row.kind} {row.element_id} was not run" for row in late)
    yield from connection.execute(select(table_of(Incident).c.reason)).scalars()
