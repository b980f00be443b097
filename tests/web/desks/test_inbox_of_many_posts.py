"""The inbox of one person with many posts and thousands of steps, on either database: few queries, a light page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from support.training import TrainingHall

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.people import Person, PostHolding
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from webapp.accounts.passwords import hash_password
from webapp.accounts.people import give_post
from webapp.config import Settings
from webapp.training_hall.people import population

LOGIN, OPEN, DONE, STEPS_OF_A_CASE = "shenhe", 2_000, 1_000, 4
POSTS = ("reviewer", "approver", "handler", "window_clerk", "issuing_clerk")
DEPARTMENTS = ("market_bureau", "approval_bureau", "civil_affairs_bureau", "registry_center", "town_chengguan")
# One more, that for the session, is made ready beforehand and does not pass here.
FEWER_QUERIES_THAN, FEWER_BYTES_THAN = 9, 150_000


@dataclass(frozen=True, kw_only=True)
class HoldManyPosts(Command):
    """Let the person hold every post in every department, and have thousands of steps before them and behind."""

    like: str
    password_hash: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        person = uow.execute(select(Person.id, Person.name).where(Person.login == LOGIN)).one()
        own = uow.execute(select(table_of(PostHolding)).where(PostHolding.person_id == person.id))
        held = {(row.post, row.department) for row in own}
        places = [(post, department) for department in DEPARTMENTS for post in POSTS]
        uow.execute(table_of(Person).update().values(password_hash=self.password_hash))
        for post, department in places:
            if (post, department) not in held:
                give_post(uow, person.id, post, department, uow.today)
        uow.execute(insert(Case), list(self.cases(uow)))
        uow.execute(insert(Task), list(self.tasks(uow, person, places)))
        return {}

    def cases(self, uow: UnitOfWork) -> Any:
        like = dict(uow.execute(select(table_of(Case)).where(Case.id == self.like)).mappings().one())
        for number in range((OPEN + DONE) // STEPS_OF_A_CASE):
            shop = f"汉阴县城关镇北城街{number}号一层西侧老字号羊肉泡馍馆"
            yield like | {"id": f"{number:032x}", "number": f"61092120260302{number:06}", "subject": shop}

    def tasks(self, uow: UnitOfWork, person: Any, places: list[tuple[str, str]]) -> Any:
        turn = cycle(places)
        for number in range(OPEN + DONE):
            post, department = next(turn)
            is_open, due_on = number < OPEN, uow.today + timedelta(days=number % 31 - 9)
            yield {
                "id": f"{number:032x}",
                "case_id": f"{number // STEPS_OF_A_CASE:032x}",
                "token": f"{number:x}",
                "element_id": "review",
                "name": "审查申请材料并提出审核意见",
                "stage": "review",
                "department": department,
                "post": post,
                "opened_at": uow.now,
                "due_on": due_on,
                "yellow_on": due_on,
                "sort_on": due_on,
                "status": "open" if is_open else "done",
                "assignee_id": None if is_open and number % 2 else person.id,
                "done_at": None if is_open else uow.now - timedelta(minutes=number),
                "done_by": None if is_open else person.id,
                "done_by_name": None if is_open else person.name,
                "result": None if is_open else "pass",
            }


@pytest.fixture
def settings(hall_url: str, tmp_path) -> Settings:
    """The pages over a hall of either kind."""
    return Settings(hall_url, tmp_path, mode="training")


@pytest.fixture
def busy(at, hall, training: TrainingHall):
    """The browser of the busy person."""

    password_hash = hash_password(population()["password"])
    hall.run(HoldManyPosts(by=SYSTEM, like=training.file_case(), password_hash=password_hash))
    return at(LOGIN)


@pytest.mark.parametrize("narrowed", ["", "&place=reviewer~market_bureau"])
def test_each_tab_is_opened_with_few_queries_and_a_light_page(busy, hall, narrowed):
    asked: list[str] = []
    event.listen(hall.database, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    busy.open("/inbox")
    for tab in ("claimable", "mine", "done"):
        asked.clear()
        page = busy.open(f"/inbox?tab={tab}{narrowed}")
        listed = page.document.xpath("//tbody/tr")
        assert len(listed) == 20
        assert "审查申请材料并提出审核意见" in page.text
        assert 0 < len(asked) < FEWER_QUERIES_THAN, asked
        assert len(page.response.data) < FEWER_BYTES_THAN, len(page.response.data)
