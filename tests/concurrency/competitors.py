"""Processes that act on one database at the same time; run by the tests, each in an interpreter of its own."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import random
import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier, Event
from typing import Any

from support.training import TrainingHall

from engine.actor import Actor, Holding, applicant
from engine.cases.complete_task import CompleteTask
from engine.cases.file_case import FileCase
from engine.clock import FixedClock
from engine.command import Command
from engine.errors import Refused, Unavailable
from engine.hall import Hall

PROCESSES = multiprocessing.get_context("forkserver")
# What takes long to import is imported once; the server does not see the path of the tests.
PROCESSES.set_forkserver_preload(["engine.cases.complete_task", "engine.cases.file_case", "engine.jobs.worker"])
PATIENCE = 300
"""Seconds for all processes together; only a hang takes so long, on however busy a machine."""


def reviewer(number: int) -> Actor:
    """Return one of several reviewers who may do each other's tasks."""
    name = "审核" + "甲乙丙丁戊己庚辛"[number]
    return Actor("staff", name, f"reviewer-{number}", (Holding("reviewer", "market_bureau"),))


def run_together(number: int, target: Any, *arguments: Any, folder: Path) -> list[Any]:
    """Start ``number`` processes that wait for each other, and return what each found."""
    start = PROCESSES.Barrier(number)
    files = [folder / f"process-{place}.json" for place in range(number)]
    started = [
        PROCESSES.Process(target=target, args=(place, start, files[place], *arguments)) for place in range(number)
    ]
    for process in started:
        process.start()
    patience = time.monotonic() + PATIENCE
    for process in started:
        process.join(max(0, patience - time.monotonic()))
        if process.exitcode is None:
            process.kill()
    assert [process.exitcode for process in started] == [0] * number
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def complete_all(
    place: int, start: Barrier, out: Path, url: str, data: Path, at: datetime, tasks: Sequence[str]
) -> None:
    """Complete the tasks in an order of one's own; write for each what came of it."""
    hall = Hall(url, data, clock=FixedClock(at), training=True)
    order = list(tasks)
    random.Random(place).shuffle(order)
    outcomes = {}
    start.wait(PATIENCE)
    for task in order:
        command = CompleteTask(by=reviewer(place), key=f"{place}-{task}", task_id=task, values={"result": "pass"})
        outcomes[task] = outcome(hall, command)
    hall.close()
    out.write_text(json.dumps(outcomes, ensure_ascii=False), encoding="utf-8")


def send_the_same(
    place: int, start: Barrier, out: Path, url: str, data: Path, at: datetime, task: str, times: int
) -> None:
    """Send one and the same form several times at once."""
    hall = Hall(url, data, clock=FixedClock(at), training=True)
    command = CompleteTask(by=reviewer(0), key="one-form", task_id=task, values={"result": "pass"})
    start.wait(PATIENCE)
    with ThreadPoolExecutor(times) as threads:
        answers = list(threads.map(lambda _: outcome(hall, command), range(times)))
    hall.close()
    out.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")


def work_until_told(place: int, start: Barrier, stop: Event, url: str, data: Path, at: datetime) -> None:
    """File cases and take them to the reviews and through them, until ``stop`` is set."""
    hall = Hall(url, data, clock=FixedClock(at), training=True)
    training = TrainingHall(hall, FixedClock(at))
    start.wait(PATIENCE)
    for number in itertools.count():
        if stop.is_set():
            break
        key = f"worker-{place}-{number}"
        filing = FileCase(by=applicant(), key=key, matter_key="three_reviews", values={"applicant_name": "王小明"})
        case = send(hall, filing)["case_id"]
        for driver, element, result in (
            (training.clerk, "accept", "accept"),
            (training["shenhe"], "review_fire", "pass"),
            (training["shenhe"], "review_tax", "pass"),
        ):
            task = driver.find(case, element)
            values = {"result": result}
            send(hall, CompleteTask(by=driver.actor, key=f"{key}-{element}", task_id=task, values=values))
    hall.close()


def outcome(hall: Hall, command: Command) -> list[Any]:
    """Run the command; return ``["done", answer]``, or the kind of refusal and its sentence."""
    try:
        return ["done", send(hall, command)]
    except Refused as refusal:
        return [type(refusal).__name__, str(refusal)]


def send(hall: Hall, command: Command) -> dict[str, Any]:
    """Run the command and return its answer.

    Whoever has waited for the lock of a SQLite file in vain, as happens on a busy machine, sends the same form once
    more, as the page asks people to.
    """
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            return hall.run(command)
        except Unavailable as refusal:
            reason = getattr(refusal.__cause__, "orig", None)
            locked = getattr(reason, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if not locked or time.monotonic() > patience:
                raise
