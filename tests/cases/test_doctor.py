"""The doctor finds each kind of tampering, one at a time, and nothing in a hall that nobody has touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from support import catering
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.daily_root import publish_daily_root
from engine.roots import FILE


@pytest.fixture(scope="module")
def rich(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hall in which cases stand everywhere, and a root over all of them."""
    folder = tmp_path_factory.mktemp("rich")
    shutil.copytree(sqlite_template, folder, dirs_exist_ok=True)
    clock = FixedClock(datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    hall = Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=clock, training=True)
    training = TrainingHall(hall, clock)
    catering.to_approval(training)
    waiting = catering.file_application(training)
    catering.ask_for(training, waiting, "layout_plan")
    closed = catering.to_approval(training)
    catering.grant(training, closed)
    catering.certify(training, closed)
    catering.deliver(training, closed)
    checked = catering.file_application(training)
    catering.accept(training, checked)
    catering.assign(training, checked)
    clock.advance(timedelta(hours=16))
    publish_daily_root(hall, "worker")
    hall.close()
    return folder


@pytest.fixture
def hall(rich: Path, tmp_path: Path) -> Hall:
    shutil.copytree(rich, tmp_path, dirs_exist_ok=True)
    return Hall(f"sqlite:///{tmp_path / 'hall.db'}", tmp_path, clock=FixedClock(datetime(2026, 3, 3, 2, 0, tzinfo=UTC)))


def kinds(hall: Hall) -> set[str]:
    return {finding.kind for finding in verify(hall)}


def test_a_hall_that_nobody_touched_is_sound(hall: Hall) -> None:
    assert kinds(hall) == set()
    assert len((hall.data / FILE).read_text().splitlines()) == 1


FIRST = 'case_id = (SELECT min(id) FROM "case")'
CASE = 'id = (SELECT min(id) FROM "case")'
LAST_ENTRY = f"{FIRST} AND seq = (SELECT max(seq) FROM trail WHERE {FIRST})"


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (f"UPDATE trail SET actor_name = '李四' WHERE {FIRST} AND seq = 2", "chain"),
        (f"UPDATE trail SET detail = '{{\"channel\": \"window\"}}' WHERE {FIRST} AND seq = 1", "chain"),
        (f"UPDATE trail SET at = '2026-03-01 00:00:00.000000' WHERE {FIRST} AND seq = 3", "chain"),
        (f"DELETE FROM trail WHERE {FIRST} AND seq = 3", "chain"),
        (f"DELETE FROM trail WHERE {LAST_ENTRY}", "chain"),
        (f"UPDATE \"case\" SET trail_hash = '' WHERE {CASE}", "chain"),
        (f"UPDATE trail_value SET sealed = zeroblob(64) WHERE {FIRST} AND seq = 1", "values"),
        (f"UPDATE \"case\" SET sealing_key = (SELECT sealing_key FROM \"case\" ORDER BY id DESC LIMIT 1) WHERE {CASE}",
         "values"),
        (f"UPDATE \"case\" SET state = zeroblob(40) WHERE {CASE}", "state"),
        (f"DELETE FROM task WHERE {FIRST} AND status = 'open'", "tasks"),
        (f"DELETE FROM task WHERE {FIRST} AND element_id = 'review'", "tasks"),
        (f"UPDATE task SET status = 'cancelled' WHERE {FIRST} AND status = 'open'", "tasks"),
        (f"UPDATE task SET post = 'reviewer' WHERE {FIRST} AND status = 'open'", "tasks"),
        (f"UPDATE task SET department = 'approval_bureau' WHERE {FIRST} AND status = 'open'", "tasks"),
        (f"UPDATE task SET done_by = 'somebody else' WHERE {FIRST} AND element_id = 'review'", "tasks"),
        (f"UPDATE task SET result = 'return' WHERE {FIRST} AND element_id = 'review'", "tasks"),
        (f"UPDATE task SET due_on = '2026-12-31' WHERE {FIRST} AND status = 'open'", "due"),
        (f"UPDATE task SET sort_on = '2026-12-31' WHERE {FIRST} AND status = 'open'", "due"),
        (f"UPDATE case_clock SET due_on = '2026-12-31' WHERE {FIRST} AND kind = 'promised'", "clock"),
        (f"UPDATE case_clock SET \"limit\" = 99 WHERE {FIRST} AND kind = 'statutory'", "clock"),
        (f"UPDATE case_clock SET stopped_on = '2026-03-02' WHERE {FIRST} AND kind = 'statutory'", "clock"),
        (f"DELETE FROM case_clock WHERE {FIRST} AND kind = 'promised'", "clock"),
        (f"UPDATE \"case\" SET promised_due = '2026-12-31' WHERE {CASE}", "clock"),
        (f"UPDATE \"case\" SET status = 'decided' WHERE {CASE}", "status"),
        (f"UPDATE \"case\" SET outcome = 'granted' WHERE {CASE}", "status"),
        (f"UPDATE \"case\" SET decided_on = '2026-03-02' WHERE {CASE}", "status"),
        (f"DELETE FROM document WHERE {FIRST} AND kind = 'acceptance_notice'", "document"),
        (f"UPDATE document SET number = '伪造001号' WHERE {FIRST} AND kind = 'receipt'", "document"),
        (f"UPDATE document SET sealed_fields = zeroblob(64) WHERE {FIRST} AND kind = 'receipt'", "document"),
        ("UPDATE series SET last = last + 1 WHERE name NOT LIKE 'case %'", "series"),
        ("UPDATE series SET last = last + 1 WHERE name LIKE 'case %'", "series"),
        ("UPDATE job SET due_at = '2036-01-01 00:00:00.000000' WHERE status = 'waiting'", "timers"),
        ("DELETE FROM job WHERE status = 'waiting'", "timers"),
        ("DELETE FROM subscription", "subscriptions"),
        ("UPDATE subscription SET name = 'another'", "subscriptions"),
        ("UPDATE attachment SET sha256 = 'f' || substr(sha256, 2)", "file"),
        ("UPDATE bundle SET content = zeroblob(10)", "bundle"),
        ("UPDATE daily_root SET cases = cases + 1", "root"),
        ("DELETE FROM daily_root", "root"),
    ],
)  # fmt: skip
def test_each_change_in_the_database_is_found(hall: Hall, statement: str, kind: str) -> None:
    with hall.database.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
    assert kind in kinds(hall)


def cut_tail(connection: Connection) -> None:
    """Take the last entry off a chain so that the chain itself is whole, and all that it had brought about."""
    connection.execute(text(f"DELETE FROM trail_value WHERE {LAST_ENTRY}"))
    connection.execute(text(f"DELETE FROM trail WHERE {LAST_ENTRY}"))
    newest = 'FROM trail WHERE case_id = "case".id ORDER BY seq DESC LIMIT 1'
    connection.execute(
        text(f'UPDATE "case" SET trail_seq = (SELECT seq {newest}), trail_hash = (SELECT hash {newest}) WHERE {CASE}')
    )


def test_a_tail_that_was_cut_with_care_no_longer_fits_the_root(hall: Hall) -> None:
    with hall.database.begin() as connection:
        cut_tail(connection)
    assert "chain" not in kinds(hall)
    assert "root" in kinds(hall)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda data: next((data / "files").glob("*/*")).write_bytes(b"%PDF-1.4 another"), "file"),
        (lambda data: next((data / "files").glob("*/*")).unlink(), "file"),
        (lambda data: (data / FILE).write_text("2026-03-02 4 " + "0" * 64 + "\n"), "root"),
    ],
)
def test_each_change_beside_the_database_is_found(hall: Hall, change: Callable[[Path], object], kind: str) -> None:
    change(hall.data)
    assert kinds(hall) == {kind}


def test_what_happens_after_a_root_does_not_change_it(hall: Hall, rich: Path) -> None:
    training = TrainingHall(hall, hall.clock)
    catering.file_application(training)
    assert kinds(hall) == set()


def test_a_damaged_case_is_told_also_when_its_incident_is_known(hall: Hall) -> None:
    with hall.database.begin() as connection:
        connection.execute(text(f'UPDATE "case" SET state = zeroblob(40) WHERE {CASE}'))
    training = TrainingHall(hall, hall.clock)
    with hall.reading() as connection:
        case = connection.execute(text('SELECT min(id) FROM "case"')).scalar_one()
    with pytest.raises(Exception, match="损坏"):
        catering.grant(training, case)
    assert kinds(hall) == {"state"}
