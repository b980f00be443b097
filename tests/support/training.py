"""Drivers for tests: one object per person, who acts through the same commands as the pages do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from support.matters import three_reviews

from engine.actor import SYSTEM, Actor, Holding, applicant
from engine.administration.publish_bundle import PublishBundle
from engine.bundle import Bundle
from engine.cases.claim_task import ClaimTask
from engine.cases.complete_task import CompleteTask
from engine.cases.file_case import FileCase
from engine.clock import FixedClock, legal_day
from engine.hall import Hall
from engine.queries.case_file import CaseFile, case_file
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.people import Person, PostHolding
from engine.store.schema import upgrade
from engine.store.tasks import Task
from processes.registry import HERE as PROCESSES
from processes.registry import load_folder
from webapp.training_hall.people import PreparePeople

_keys = itertools.count()
_task = table_of(Task).c


def build_template(url: str, folder: Path, at: datetime) -> None:
    """Make a database with the people of the training hall and the matters that tests use."""
    hall = Hall(url, folder, clock=FixedClock(at), training=True)
    upgrade(hall.database)
    hall.run(PreparePeople(by=SYSTEM))
    publish(hall, three_reviews())
    folder = load_folder(PROCESSES / "small_catering_permit")
    publish(hall, Bundle.of(folder.key, folder.files))
    hall.close()


def publish(hall: Hall, bundle: Any) -> None:
    """Publish a bundle without the gate."""
    hall.run(PublishBundle(by=SYSTEM, matter_key=bundle.key, files=bundle.files))


def key() -> str:
    """Return an idempotency key that no other call got."""
    return f"test-{next(_keys)}"


@dataclass(frozen=True)
class Driver:
    """A person at a desk."""

    hall: Hall
    actor: Actor

    def find(self, case_id: str, element: str) -> str:
        """Return the id of the open task of an element that this person would take."""
        with self.hall.reading() as connection:
            rows = connection.execute(
                select(_task.id, _task.assignee_id)
                .where(_task.case_id == case_id, _task.element_id == element, _task.status == "open")
                .order_by(_task.id)
            ).all()
        own = [row.id for row in rows if row.assignee_id == self.actor.person_id]
        free = [row.id for row in rows if row.assignee_id is None]
        found: str = (own + free + [row.id for row in rows])[0]
        return found

    def claim(self, case_id: str, element: str) -> dict[str, Any]:
        return self.hall.run(ClaimTask(by=self.actor, key=key(), task_id=self.find(case_id, element)))

    def complete(self, case_id: str, element: str, **values: Any) -> dict[str, Any]:
        task = self.find(case_id, element)
        return self.hall.run(CompleteTask(by=self.actor, key=key(), task_id=task, values=values))

    def file(self, case_id: str) -> CaseFile:
        with self.hall.reading() as connection:
            return case_file(self.hall, connection, self.actor, case_id)


class TrainingHall:
    """The hall with its people by login, and what a test asks of it again and again."""

    def __init__(self, hall: Hall, clock: FixedClock) -> None:
        self.hall = hall
        self.clock = clock

    def __getitem__(self, login: str) -> Driver:
        person, held = table_of(Person).c, table_of(PostHolding).c
        with self.hall.reading() as connection:
            row = connection.execute(select(person.id, person.name).where(person.login == login)).one()
            holdings = connection.execute(select(held.post, held.department).where(held.person_id == row.id))
            posts = tuple(Holding(*pair) for pair in holdings)
        return Driver(self.hall, Actor(kind="staff", name=row.name, person_id=row.id, holdings=posts))

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.clock.now())

    @property
    def clerk(self) -> Driver:
        return self["chuangkou"]

    @property
    def reviewer(self) -> Driver:
        return self["shenhe"]

    @property
    def approver(self) -> Driver:
        return self["shenpi"]

    @property
    def supervisor(self) -> Driver:
        return self["jiancha"]

    def file_case(self, matter: str = "three_reviews", **values: Any) -> str:
        """File an application as its applicant and return the case's id."""
        values = {"applicant_name": "王小明"} | values
        answer = self.hall.run(FileCase(by=applicant(), key=key(), matter_key=matter, values=values))
        case_id: str = answer["case_id"]
        return case_id

    def open_elements(self, case_id: str) -> list[str]:
        """Return the elements of the case's open tasks, sorted."""
        with self.hall.reading() as connection:
            rows = connection.execute(select(_task.element_id).where(_task.case_id == case_id, _task.status == "open"))
            return sorted(rows.scalars())

    def status(self, case_id: str) -> str:
        case = table_of(Case).c
        with self.hall.reading() as connection:
            status: str = connection.execute(select(case.status).where(case.id == case_id)).scalar_one()
            return status

    def pass_days(self, days: int) -> None:
        """Let days go by, nights and all."""
        self.clock.advance(timedelta(days=days))
