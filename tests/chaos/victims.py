"""Processes that work until they are killed: people who file and decide, and workers that sweep.

People use the engine in their own process here; in tests/chaos/visitors.py they use the pages of a web server.

Each keeps a journal with one line before a command and one after it. A process that comes back first sends
again what its predecessor had sent without reading an answer, as a browser does that lost its connection.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from careless import unit_of_work
from restless import FUNCTIONS, KEY, SERVICE_POSTS
from sqlalchemy import func, select

from engine.actor import Actor, Holding, applicant
from engine.cases.claim_task import ClaimTask
from engine.cases.complete_task import CompleteTask
from engine.cases.file_case import FileCase
from engine.cases.withdraw_case import WithdrawCase
from engine.command import Command
from engine.errors import Refused, Unavailable
from engine.hall import Hall
from engine.jobs.sweep import DatabaseAway, work_through
from engine.store.base import table_of
from engine.store.tasks import Task

# A successor must be at work at once, else most would be killed while they import. So whoever starts them has no
# connection open that they would share.
PROCESSES = multiprocessing.get_context("fork")
_task = table_of(Task).c
Line = dict[str, Any]
"""A line of a journal."""


@dataclass(frozen=True)
class Place:
    """Where the processes work."""

    url: str
    data: Path
    careless: bool = False
    port: int = 0
    """Where the pages are served, if at all."""

    def hall(self, **kw: Any) -> Hall:
        return Hall(self.url, self.data, training=True, functions={KEY: FUNCTIONS}, **kw)

    def journal(self, number: int) -> Path:
        return self.data / f"journal-{number}.jsonl"


def person(number: int) -> Actor:
    """Return a member of staff who holds every post of the matter."""
    return Actor("staff", f"经办{number}", f"actor-{number}", tuple(Holding(*post) for post in SERVICE_POSTS))


def act(number: int, place: Place) -> None:
    """File, claim, complete and withdraw at random, for ever."""
    hall = place.hall(unit_of_work=unit_of_work(place.careless))
    live(number, place, hall, lambda line: _send(hall, number, line))


def live(number: int, place: Place, hall: Hall, send: Callable[[Line], Line]) -> None:
    """Choose by ``hall`` what to do and ``send`` it, for ever, with a journal of it."""
    journal = os.open(place.journal(number), os.O_RDWR | os.O_APPEND | os.O_CREAT)
    said = [json.loads(line) for line in place.journal(number).read_text(encoding="utf-8").splitlines()]
    heard = {line["key"] for line in said if line["what"] != "sent"}
    sent = [line for line in said if line["what"] == "sent"]
    for line in sent:
        if line["key"] not in heard:
            _write(journal, send(line) | {"key": line["key"]})
    chance = random.Random(f"{number} {len(sent)}")
    way = "web" if place.port else "engine"
    while True:
        line = _choose(hall, chance) | {"what": "sent", "key": f"{number}-{way}-{time.time_ns()}"}
        _write(journal, line)
        _write(journal, send(line) | {"key": line["key"]})


def sweep(number: int, place: Place) -> None:
    """Fire timers, run functions and raise lights, for ever."""
    hall = place.hall(unit_of_work=unit_of_work(place.careless))
    owner = f"worker-{number}-{os.getpid()}"
    while True:
        with suppress(DatabaseAway):
            work_through(hall, owner)
        time.sleep(0.05)


def _choose(hall: Hall, chance: random.Random) -> Line:
    return _patiently(lambda: _chosen(hall, chance))


def _patiently(work: Callable[[], Any]) -> Any:
    """Do it again, command and key the same, as long as the database is away."""
    while True:
        try:
            return work()
        except Unavailable:
            time.sleep(0.1)


def _chosen(hall: Hall, chance: random.Random) -> Line:
    with hall.reading() as connection:
        tasks = connection.execute(
            select(_task.id, _task.case_id, _task.element_id)
            .where(_task.status == "open")
            .order_by(func.random())
            .limit(1)
        ).all()
        many = connection.execute(select(func.count()).where(_task.status == "open")).scalar_one() > 30
    if not tasks or (not many and chance.random() < 0.4):
        return {"kind": "file"}
    (task,) = tasks
    kind = chance.choices(["complete", "claim", "withdraw"], [20, 2, 1])[0]
    if kind == "withdraw":
        return {"kind": kind, "case": task.case_id}
    result = "accept" if task.element_id == "accept" else chance.choice(["pass", "pass", "again"])
    return {"kind": kind, "task": task.id, "result": result}


def _send(hall: Hall, number: int, line: Line) -> Line:
    try:
        answer = _patiently(lambda: hall.run(_command(number, line)))
    except Refused as refusal:
        return {"what": "refused", "why": f"{type(refusal).__name__}: {refusal}"}
    return {"what": "done", "answer": answer}


def _command(number: int, line: Line) -> Command:
    key, by = line["key"], person(number)
    match line["kind"]:
        case "file":
            return FileCase(by=applicant(), key=key, matter_key=KEY, values={"applicant_name": "王小明"})
        case "claim":
            return ClaimTask(by=by, key=key, task_id=line["task"])
        case "withdraw":
            case = line["case"]
            return WithdrawCase(by=applicant(case), key=key, case_id=case, reason="不办了")
    return CompleteTask(by=by, key=key, task_id=line["task"], values={"result": line["result"]})


def _write(journal: int, line: Line) -> None:
    # One call of the system, so that a kill leaves a whole line or none.
    os.write(journal, json.dumps(line, ensure_ascii=False).encode() + b"\n")
