"""``banjian audit``: export a case, verify the file anywhere, and compare the daily roots with the database."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import text
from support.training import TrainingHall

from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.daily_root import publish_daily_root
from engine.roots import FILE
from engine.store.base import table_of
from engine.store.cases import Case


@pytest.fixture
def number(installation, sqlite_template):
    """The number of a case of two days, with the roots of both."""
    shutil.copytree(sqlite_template, installation)
    (installation / "hall.db").rename(installation / "banjian.sqlite3")
    clock = FixedClock()
    hall = Hall(f"sqlite:///{installation / 'banjian.sqlite3'}", installation, clock=clock, training=True)
    training = TrainingHall(hall, clock)
    case = training.file_case()
    for _ in range(2):
        clock.advance(timedelta(days=1))
        publish_daily_root(hall, "worker")
    with hall.reading() as connection:
        found = connection.execute(table_of(Case).select().where(Case.id == case)).one().number
    hall.close()
    return found


def test_a_case_goes_out_and_is_verified_without_the_hall(banjian, installation, number, tmp_path, monkeypatch):
    out, kept = tmp_path / "留痕.json", tmp_path / "kept.txt"
    outcome = banjian("audit", "export", number, "--out", out)
    assert (outcome.code, outcome.err) == (0, "")
    assert "2 天的每日摘要证明" in outcome.out
    assert "王小明" not in out.read_text("utf-8")
    assert json.loads(out.read_text("utf-8"))["values"] == []
    shutil.move(installation / FILE, kept)
    shutil.rmtree(installation)
    monkeypatch.setenv("BANJIAN_DATABASE_URL", "postgresql+psycopg://nowhere:1/none")

    outcome = banjian("audit", "verify", out, "--roots", kept)
    assert outcome.code == 0
    assert "的留痕相符" in outcome.out
    assert "共 2 天的每日摘要都包含这件办件" in outcome.out
    assert "没有与公布的每日摘要核对" in banjian("audit", "verify", out).out

    out.write_text(out.read_text("utf-8").replace('"channel": "online"', '"channel": "window"'), encoding="utf-8")
    outcome = banjian("audit", "verify", out, "--roots", kept)
    assert outcome.code == 1
    assert outcome.lines[0].startswith("第 1 条：内容与校验值不符")


def test_who_may_see_them_gets_the_values_too(banjian, number, tmp_path):
    out = tmp_path / "full.json"
    assert banjian("audit", "export", number, "--out", out, "--with-values").code == 0
    assert json.loads(out.read_text("utf-8"))["values"]
    assert banjian("audit", "verify", out).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["audit", "export", "610921", "--out", "x.json"], "没有办件 610921"),
        (["audit", "export", "610921"], "缺少选项 --out"),
    ],
)
def test_wrong_words_are_told(banjian, number, words, said):
    outcome = banjian(*words)
    assert outcome.code == 2
    assert said in outcome.err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"format": "banjian-trail-1"}', b"[" * 100000])
def test_what_is_no_trail_is_said_to_be_none(banjian, tmp_path, content):
    file = tmp_path / "file.json"
    file.write_bytes(content)
    outcome = banjian("audit", "verify", file)
    assert outcome.code == 1
    assert outcome.lines[0].startswith("不能核对")
    assert banjian("audit", "verify", tmp_path / "nothing.json").code == 1


def test_roots_are_listed_and_compared(banjian, installation, number):
    outcome = banjian("audit", "roots")
    assert outcome.code == 0
    assert [line.split()[0] for line in outcome.lines[:2]] == ["2026-03-03", "2026-03-02"]
    assert "2 天的每日摘要，全部相符" in outcome.out

    lines = (installation / FILE).read_text().splitlines()
    (installation / FILE).write_text(f"{lines[0]}\n2026-03-09 1 {'0' * 64} merkle\n")
    outcome = banjian("audit", "roots")
    assert outcome.code == 1
    assert "roots.txt 中没有这一行" in outcome.lines[0]
    assert "roots.txt 中有数据库没有的一行：2026-03-09" in outcome.out

    (installation / FILE).write_text("\n".join(lines) + "\n")
    hall = Hall(f"sqlite:///{installation / 'banjian.sqlite3'}", installation)
    with hall.database.begin() as connection:
        connection.execute(text('UPDATE "case" SET trail_hash = \'' + "1" * 64 + "'"))
    hall.close()
    outcome = banjian("audit", "roots")
    assert outcome.code == 1
    assert [line.rpartition("　")[2] for line in outcome.lines[:2]] == ["与现在的留痕不符"] * 2
