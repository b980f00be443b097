"""What is done to cases while the clock runs, and what is made ready before it does."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

from sqlalchemy import select, update

from engine.actor import Actor, applicant
from engine.benchmark.answer_form import answer
from engine.benchmark.fresh_hall import PEOPLE
from engine.cases.complete_task import CompleteTask
from engine.cases.file_case import FileCase
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.tasks import Task

_task = table_of(Task).c


@dataclass(frozen=True)
class OpenTask:
    """A task that waits for ``holder``."""

    id: str
    version: int
    holder: Actor


@dataclass
class Times:
    """What single runs took, in seconds of the wall and of the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def measure(self, work: Callable[[], object]) -> None:
        """Do the work once and keep what it took; processor time is that of this process."""
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)

    @property
    def wall_median(self) -> float:
        return median(self.wall)

    @property
    def cpu_mean(self) -> float:
        """The mean: the processor's clock is too coarse on some machines for a median of short runs."""
        return sum(self.cpu) / len(self.cpu)


def new_key() -> str:
    """Return an idempotency key as long as those of pages."""
    return secrets.token_hex(16)


def file_cases(hall: Hall, matter: str, count: int) -> list[str]:
    """File so many cases and return their ids."""
    values = {"applicant_name": "王小明"}
    return [
        hall.run(FileCase(by=applicant(), key=new_key(), matter_key=matter, values=values))["case_id"]
        for _ in range(count)
    ]


def open_tasks(hall: Hall, cases: Iterable[str], element: str) -> dict[str, OpenTask]:
    """Let the holder of its post claim the open task of ``element`` in each case; return the tasks by case."""
    here = (_task.case_id.in_([*cases]), _task.element_id == element, _task.status == "open")
    with hall.writing.begin() as connection:
        for post, actor in PEOPLE.items():
            claim = {"assignee_id": actor.person_id, "claimed_at": hall.clock.now()}
            connection.execute(update(table_of(Task)).where(*here, _task.post == post).values(claim))
        rows = connection.execute(select(_task.case_id, _task.id, _task.version, _task.post).where(*here)).all()
    return {row.case_id: OpenTask(row.id, row.version, PEOPLE[row.post]) for row in rows}


def completions(hall: Hall, cases: Iterable[str], element: str, result: str = "pass") -> list[CompleteTask]:
    """Return the command that completes the open task of ``element`` in each case, once claimed."""
    wanted = list(cases)
    tasks = open_tasks(hall, wanted, element)
    return [
        CompleteTask(
            by=tasks[case].holder,
            key=new_key(),
            task_id=tasks[case].id,
            values=answer(result),
            seen=tasks[case].version,
        )
        for case in wanted
    ]
