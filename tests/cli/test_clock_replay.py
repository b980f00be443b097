"""``banjian clock replay``: what a correction would move, before anything is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.training import TrainingHall

from engine.clock import FixedClock
from engine.hall import Hall

YEAR = "year: 2026\nsource: 试验\noff: [[2026-01-01, 元旦], [2026-03-05, 调整]]\nworked: []\n"


@pytest.fixture
def filed(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Serve a hall with one case of 2 March; returns its number."""
    import shutil

    shutil.copytree(sqlite_template, tmp_path / "hall")
    url = f"sqlite:///{tmp_path / 'hall' / 'hall.db'}"
    clock = FixedClock(datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    hall = Hall(url, tmp_path / "hall", clock=clock, training=True)
    training = TrainingHall(hall, clock)
    case = training.file_case()
    number: str = training.clerk.file(case).case["number"]
    hall.close()
    monkeypatch.setenv("BANJIAN_DATABASE_URL", url)
    monkeypatch.setenv("BANJIAN_DATA", str(tmp_path / "hall"))
    monkeypatch.setenv("BANJIAN_TRAINING", "1")
    return number


def test_a_correction_is_told_with_totals_and_changes_nothing(banjian, filed, tmp_path):
    file = tmp_path / "2026.yaml"
    file.write_text(YEAR, encoding="utf-8")
    told = banjian("clock", "replay", "--calendar", str(file))
    assert told.code == 1
    assert f"{filed}  受理或补正告知期限  2026-03-09 → 2026-03-10" in told.lines
    assert any(line.startswith("县市场监督管理局：1 件") for line in told.lines)
    assert told.lines[-1].startswith("在办 1 件，变动 1 件")
    again = banjian("clock", "replay")
    assert (again.code, again.lines[-1].startswith("在办 1 件，变动 0 件、0 个期限")) == (0, True)


def test_a_file_that_is_none_is_one_line(banjian, filed, tmp_path):
    file = tmp_path / "2026.yaml"
    file.write_text("year: 2026", encoding="utf-8")
    told = banjian("clock", "replay", "--calendar", str(file))
    assert (told.code, len(told.err.splitlines())) == (2, 1)
    assert banjian("clock", "replay", "--calendar", str(tmp_path / "none.yaml")).code == 2
