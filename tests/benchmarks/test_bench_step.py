"""The benchmark at a small size: every figure is there, the floor does the same work, and nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text
from support import postgresql

from engine.benchmark.casework import file_cases, open_tasks
from engine.benchmark.fresh_hall import fresh_hall
from engine.benchmark.matters import PEER7, peer7
from engine.benchmark.step import recorded_floor
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.office import AnsweredCommand
from engine.store.tasks import Task
from engine.store.trail import TrailEntry, TrailValue
from webapp.benchmark import FIRST, measure_step
from webapp.cli import run

MOST_STATEMENTS, MOST_STATE = 10, 6000


def schemas(url: str) -> set[str]:
    database = create_engine(url)
    with database.connect() as connection:
        found = set(connection.execute(text("SELECT nspname FROM pg_namespace")).scalars())
    database.dispose()
    return found


def left_at(place: str) -> set[str]:
    if "postgresql" in place:
        return schemas(place)
    return {path.name for path in Path(place.removeprefix("sqlite:///")).parent.iterdir()}


def test_every_figure_is_there(tmp_path: Path) -> None:
    hold(f"sqlite:///{tmp_path / 'hall.db'}")


@pytest.mark.soak
@pytest.mark.postgresql
def test_every_figure_is_there_on_postgresql(postgresql_server: str) -> None:
    hold(postgresql.fresh_database(postgresql_server))


def hold(place: str) -> None:
    before = left_at(place)
    found = measure_step(place, rounds=1, cases=2, late=8)
    assert list(found)[: len(FIRST)] == list(FIRST)
    assert all(found[name] > 0 for name in FIRST)
    # What does not depend on how busy the machine is.
    assert found["statements"] <= MOST_STATEMENTS
    assert found["state_bytes"] <= MOST_STATE
    assert len(found["late_rounds"]) == 6
    assert left_at(place) == before


def test_the_floor_leaves_the_rows_that_the_engine_leaves(place: str) -> None:
    before = left_at(place)
    with fresh_hall(place, peer7()) as hall:
        floor, (case, task), counts = recorded_floor(hall)
        (other,) = file_cases(hall, "peer7", 1)
        first = open_tasks(hall, [other], PEER7[0])[other].id
        for step in floor.prepared({case: other, task: first}):
            floor.play(step)
        with hall.reading() as connection:
            pages = []
            for one in (case, other):
                status, state = connection.execute(select(Case.status, Case.state).where(Case.id == one)).one()
                tasks = connection.execute(
                    select(Task.element_id, Task.status, Task.done_by).where(Task.case_id == one).order_by(Task.token)
                ).all()
                rows = [
                    connection.execute(select(func.count()).where(table_of(kind).c.case_id == one)).scalar_one()
                    for kind in (TrailEntry, TrailValue)
                ]
                pages.append((status, state, [tuple(row) for row in tasks], rows))
            keys = connection.execute(
                select(func.count()).where(table_of(AnsweredCommand).c.name == "CompleteTask")
            ).scalar_one()
    assert pages[0] == pages[1]
    assert pages[0][0] == "closed"
    # Two cases taken through by the engine, one of which was recorded, and one by the floor.
    assert keys == 3 * len(PEER7)
    assert list(counts) == list(PEER7)
    assert left_at(place) == before


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "应为 sqlite"),
        ("mysql://localhost/hall", "应为 sqlite"),
        ("postgresql://nobody@127.0.0.1:1/hall", "不能使用数据库"),
        ("sqlite:////no/such/folder/hall.db", "文件夹"),
    ],
)
def test_a_wrong_database_is_refused_in_chinese(url: str, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "step", "--db", url]) == 2
    said = capfd.readouterr()
    assert reason in said.err
    assert said.out == ""
