"""The connection breaks while a command commits: nobody knows what remains, and sending again is safe."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from support.training import TrainingHall, key

from engine.actor import SYSTEM, applicant
from engine.cases.file_case import FileCase
from engine.command import Command
from engine.errors import Unavailable
from engine.hall import Hall
from engine.store.cases import Case
from engine.store.unit_of_work import UnitOfWork

ASKED = {"by": applicant(), "matter_key": "three_reviews", "values": {"applicant_name": "王小明"}}


class BreaksAfterCommit(UnitOfWork):
    """Commits, and loses the connection before the answer comes; ``times`` says how often.

    With ``for_long`` nothing can be begun afterwards.
    """

    times = 0
    for_long = False

    def __enter__(self) -> Self:
        if BreaksAfterCommit.for_long and BreaksAfterCommit.times == 0:
            raise OperationalError("BEGIN", {}, Exception("could not connect to the server"))
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, problem, trace)
        if kind is None and BreaksAfterCommit.times > 0:
            BreaksAfterCommit.times -= 1
            raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))


@pytest.fixture
def breaking(hall: Hall, hall_url: str, tmp_path: Path) -> Any:
    other = Hall(hall_url, tmp_path, clock=hall.clock, training=True, unit_of_work=BreaksAfterCommit)
    yield other
    BreaksAfterCommit.times, BreaksAfterCommit.for_long = 0, False
    other.close()


def cases(hall: Hall) -> int:
    with hall.reading() as connection:
        return connection.execute(select(func.count()).select_from(Case)).scalar_one()


def test_what_was_committed_is_answered_by_asking_again_under_the_same_key(breaking: Hall) -> None:
    BreaksAfterCommit.times = 2
    answer = breaking.run(FileCase(key=key(), **ASKED))
    assert answer["number"]
    assert cases(breaking) == 1


def test_without_a_key_it_is_not_done_twice_and_nobody_says_that_it_had_no_effect(breaking: Hall) -> None:
    BreaksAfterCommit.times = 1
    with pytest.raises(Unavailable, match="可能已经生效") as refusal:
        breaking.run(FileCase(**ASKED))
    assert "再提交一次" in str(refusal.value)
    assert cases(breaking) == 1


def test_a_database_that_stays_away_leaves_it_open(breaking: Hall) -> None:
    BreaksAfterCommit.times, BreaksAfterCommit.for_long = 1, True
    asked = FileCase(key=key(), **ASKED)
    with pytest.raises(Unavailable, match="可能已经生效"):
        breaking.run(asked)
    BreaksAfterCommit.for_long = False
    assert breaking.run(asked)["number"]
    assert cases(breaking) == 1


class Nothing(Command):
    """Changes nothing, and so meets only what the database itself does at COMMIT."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        uow.note_office_act("nothing", self.by, "nothing")
        return {}


@pytest.mark.postgresql
def test_a_backend_that_dies_at_commit(postgresql_template: Any, training: TrainingHall, database_kind: str) -> None:
    if database_kind != "postgresql":
        pytest.skip("SQLite has no backend that could die")
    address = training.hall.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
        )
        connection.execute(
            "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON office_trail DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION die()"
        )
        with pytest.raises(Unavailable, match="可能已经生效"):
            training.hall.run(Nothing(by=SYSTEM))
        connection.execute("DROP TRIGGER dies ON office_trail")
    assert training.hall.run(Nothing(by=SYSTEM)) == {}
