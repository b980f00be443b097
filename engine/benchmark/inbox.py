"""Page one of the inbox of a person with very many tasks against that of one with few, in interleaved rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from statistics import median
from typing import Any

from sqlalchemy import Connection, insert

from engine.actor import Actor, Holding
from engine.benchmark.casework import Times
from engine.benchmark.fresh_hall import PEOPLE, fresh_hall
from engine.benchmark.matters import APPROVER, DEPARTMENT, REVIEWER, peer7
from engine.hall import Hall
from engine.queries.inbox import TABS, inbox
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.tasks import Task

FEW, OPEN, DONE = 200, 200_000, 2_000_000
TASKS_OF_A_CASE = 10
_AT_ONCE = 20_000
# Holds both posts of the matter.
PERSON = Actor(
    "staff",
    PEOPLE[REVIEWER].name,
    PEOPLE[REVIEWER].person_id,
    (Holding(REVIEWER, DEPARTMENT), Holding(APPROVER, DEPARTMENT)),
)


def inbox_cost(
    url: str | None = None, *, few: int = FEW, many: int = OPEN, done: int = DONE, rounds: int = 30
) -> dict[str, Any]:
    """Return ``inbox_ratio`` and the milliseconds of page one with counts, by tab, in either hall.

    One hall has ``few`` open and as many finished tasks, the other ``many`` and ``done``; all are of one person.
    """
    matter = peer7()
    with fresh_hall(url, matter) as small, fresh_hall(url, matter) as large:
        fill(small, few, few)
        fill(large, many, done)
        took = {tab: (Times(), Times()) for tab in TABS}
        for hall in (small, large):
            for tab in TABS:
                _open(hall, tab)
        for _ in range(rounds):
            for tab, sides in took.items():
                for hall, times in zip((small, large), sides, strict=True):
                    times.measure(lambda: _open(hall, tab))  # noqa: B023 - called before the next turn
    ratios = {tab: median(large.wall) / median(small.wall) for tab, (small, large) in took.items()}
    return {
        "inbox_ratio": max(ratios.values()),
        "inbox_ratios": ratios,
        "few_ms": {tab: small.wall_median * 1000 for tab, (small, _) in took.items()},
        "many_ms": {tab: large.wall_median * 1000 for tab, (_, large) in took.items()},
    }


def _open(hall: Hall, tab: str) -> None:
    with hall.reading() as connection:
        inbox(connection, PERSON, hall.today(connection), hall.calendar, tab)


def fill(hall: Hall, many: int, done: int) -> None:
    """Put so many open and finished tasks of the person into the hall, with their cases."""
    with hall.writing.begin() as connection:
        cases = -(-(many + done) // TASKS_OF_A_CASE)
        _insert(connection, Case, _cases(hall, cases))
        _insert(connection, Task, _tasks(hall, many, done))
    if hall.database.dialect.name == "postgresql":
        # The server does this by itself, a minute later.
        with hall.writing.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def _insert(connection: Connection, model: type[Case] | type[Task], rows: Iterable[dict[str, Any]]) -> None:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _AT_ONCE)):
        connection.execute(insert(table_of(model)), chunk)


def _cases(hall: Hall, count: int) -> Iterator[dict[str, Any]]:
    now, matter = hall.clock.now(), peer7()
    for number in range(count):
        yield {
            "id": f"{number:032x}",
            "number": f"{number:012}",
            "matter_key": matter.key,
            "matter_name": matter.key,
            "bundle_sha256": matter.sha256,
            "department": DEPARTMENT,
            "status": "accepted",
            "channel": "online",
            "applicant_name": f"申请人{number}",
            "received_at": now,
            "state": b"",
        }


def _tasks(hall: Hall, many: int, done: int) -> Iterator[dict[str, Any]]:
    """Give half of the open tasks to the person and leave half to be claimed, by either post."""
    now, today = hall.clock.now(), hall.clock.now().date()
    for number in range(many + done):
        is_open = number < many
        # Days and times do not follow the order in which the rows are written.
        due_on = today + timedelta(days=number * 7919 % 1009 % 97)
        yield {
            "id": f"{number:032x}",
            "case_id": f"{number // TASKS_OF_A_CASE:032x}",
            "token": f"{number:x}",
            "element_id": "review_fire",
            "name": "审核",
            "stage": "review",
            "department": DEPARTMENT,
            "post": (REVIEWER, APPROVER)[number // 2 % 2],
            "opened_at": now,
            "due_on": due_on,
            "yellow_on": due_on,
            "red_on": due_on,
            "sort_on": due_on,
            "next_light_on": due_on if is_open else None,
            "status": "open" if is_open else "done",
            "assignee_id": PERSON.person_id if not is_open or number % 2 else None,
            # No two in the same moment: one person does them.
            "done_at": None if is_open else now - timedelta(seconds=number * 7919 % (many + done)),
            "done_by": None if is_open else PERSON.person_id,
            "done_by_name": None if is_open else PERSON.name,
        }
