"""Backup and restore: the same hall on the other side, or a clear refusal."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from support import catering
from support.training import TrainingHall

from engine.administration.backup import back_up
from engine.administration.restore import restore
from engine.administration.verify import verify
from engine.errors import Refused
from engine.hall import Hall


@pytest.fixture
def empty(tmp_path: Path, hall: Hall) -> Hall:
    """An empty hall on SQLite that has the key of the other one."""
    folder = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "keys", folder / "keys")
    return Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=hall.clock, training=True)


def test_a_restored_hall_has_every_case_and_goes_on_with_it(
    training: TrainingHall, empty: Hall, tmp_path: Path
) -> None:
    case = catering.to_approval(training)
    back_up(training.hall, tmp_path / "hall.zip")

    restore(empty, tmp_path / "hall.zip")

    assert list(verify(empty)) == []
    restored = TrainingHall(empty, training.clock)
    assert restored.open_elements(case) == ["approval"]
    catering.grant(restored, case)
    assert restored.status(case) == "decided"


def test_an_archive_that_was_changed_is_refused_and_nothing_is_written(
    training: TrainingHall, empty: Hall, tmp_path: Path
) -> None:
    back_up(training.hall, tmp_path / "hall.zip")
    with zipfile.ZipFile(tmp_path / "hall.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"suozhang", b"guozhang") if name == "tables/person.jsonl" else data)
    with pytest.raises(Refused, match=r"已损坏.*person"):
        restore(empty, tmp_path / "bad.zip")
    assert not (tmp_path / "elsewhere" / "hall.db").exists()


def test_a_hall_with_people_is_not_overwritten(training: TrainingHall, tmp_path: Path) -> None:
    back_up(training.hall, tmp_path / "hall.zip")
    with pytest.raises(Refused, match="空的数据库"):
        restore(training.hall, tmp_path / "hall.zip")


def test_another_halls_key_is_refused(training: TrainingHall, tmp_path: Path) -> None:
    back_up(training.hall, tmp_path / "hall.zip")
    other = Hall(f"sqlite:///{tmp_path / 'x.db'}", tmp_path / "x", training=True)
    with pytest.raises(Refused, match="另一把密钥"):
        restore(other, tmp_path / "hall.zip")
