"""init, training, publish, export, doctor, backup, restore, worker: the life of an installation."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import select

from engine.hall import Hall
from engine.store.people import Person, PostHolding

PASSWORD = "chunnuan-huakai-88"


@pytest.fixture
def production(installation, monkeypatch):
    monkeypatch.setenv("BANJIAN_MODE", "production")
    return installation


def people(data):
    hall = Hall(f"sqlite:///{data / 'banjian.sqlite3'}", data)
    with hall.reading() as connection:
        rows = connection.execute(
            select(Person.login, PostHolding.post).join(PostHolding, PostHolding.person_id == Person.id)
        ).all()
    hall.close()
    return [tuple(row) for row in rows]


def test_a_real_hall_begins_with_one_administrator(banjian, production):
    words = ["init", "--login", "zhang", "--name", "张立", "--password", PASSWORD]
    outcome = banjian(*words)
    assert outcome.code == 0
    assert "已建立系统管理员 zhang" in outcome.out
    assert people(production) == [("zhang", "administrator")]
    assert PASSWORD not in outcome.out

    again = banjian("init", "--login", "other", "--name", "别人", "--password", PASSWORD)
    assert again.code == 0
    assert "没有另建" in again.out
    assert people(production) == [("zhang", "administrator")]


def test_the_password_may_come_from_the_environment(banjian, production, monkeypatch):
    monkeypatch.setenv("BANJIAN_ADMIN_PASSWORD", PASSWORD)
    assert banjian("init", "--login", "zhang", "--name", "张立").code == 0


@pytest.mark.parametrize(
    ("login", "password", "reason"),
    [("zhang", "short", "至少 10 个字符"), ("Zhang Li", PASSWORD, "登录名"), ("zhang", "zhang-2026-xx", "登录名")],
)
def test_a_weak_beginning_is_refused(banjian, production, login, password, reason):
    outcome = banjian("init", "--login", login, "--name", "张立", "--password", password)
    assert outcome.code == 2
    assert reason in outcome.err
    assert people(production) == []


def test_the_database_alone(banjian, production):
    assert banjian("init", "--without-administrator").code == 0
    assert people(production) == []


def test_no_training_people_in_a_real_hall(banjian, production):
    outcome = banjian("training")
    assert outcome.code == 2
    assert "BANJIAN_MODE=training" in outcome.err
    assert not (production / "banjian.sqlite3").exists()


def test_the_training_hall_is_prepared_once(banjian, installation):
    assert banjian("training", "--without-cases").code == 0
    before = people(installation)
    assert ("shenhe", "reviewer") in before
    second = banjian("training", "--without-cases")
    assert second.code == 0
    assert people(installation) == before
    simulated = banjian("simulate", "house_transfer", "--runs", "50")
    assert simulated.code == 0
    assert simulated.lines[0].startswith("演算 50 遍")
    assert any("registry_review" in line for line in simulated.lines)
    assert banjian("simulate", "nothing").code == 2


def test_a_matter_is_published_and_exported_byte_for_byte(banjian, installation, permit, tmp_path):
    assert banjian("init", "--without-administrator").code == 0
    first = banjian("publish", permit)
    assert first.code == 0
    assert first.out.startswith("small_catering_permit 版本 1 ")
    assert "内容没有变化" in banjian("publish", permit).out

    out = tmp_path / "out"
    exported = banjian("export", "small_catering_permit", "--to", out)
    assert exported.code == 0
    copy = out / "processes" / "small_catering_permit" / "process.bpmn"
    assert str(copy) in exported.lines
    assert copy.read_bytes() == (permit / "process.bpmn").read_bytes()
    assert "内容没有变化" in banjian("publish", copy.parent).out


def test_a_matter_with_an_error_is_not_published(banjian, installation, permit, tmp_path):
    assert banjian("init", "--without-administrator").code == 0
    root = tmp_path / "mine"
    shutil.copytree(permit, root / "processes" / permit.name)
    shutil.copytree(permit.parents[1] / "forms" / permit.name, root / "forms" / permit.name)
    process = root / "processes" / permit.name / "process.bpmn"
    process.write_text(process.read_text().replace('name="post" value="reviewer"', 'name="post" value="nobody"'))
    outcome = banjian("publish", process.parent)
    assert outcome.code == 1
    assert "没有发布" in outcome.err
    assert banjian("export", "small_catering_permit").code == 2


@pytest.mark.parametrize(("folder", "reason"), [("missing", "没有找到文件夹"), (".", "没有 process.bpmn")])
def test_a_folder_that_is_no_matter(banjian, installation, tmp_path, folder, reason):
    banjian("init", "--without-administrator")
    outcome = banjian("publish", tmp_path / folder)
    assert outcome.code == 2
    assert reason in outcome.err


def test_a_hall_comes_back_from_its_backup(banjian, installation, tmp_path, monkeypatch):
    assert banjian("training", "--without-cases").code == 0
    archive = tmp_path / "hall.zip"
    assert banjian("backup", archive).code == 0
    assert banjian("backup", archive).code == 2  # never over an older one
    before = people(installation)

    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(installation / "keys", elsewhere / "keys")
    monkeypatch.setenv("BANJIAN_DATA", str(elsewhere))
    assert banjian("restore", archive).code == 0
    assert sorted(people(elsewhere)) == sorted(before)
    doctor = banjian("doctor")
    assert (doctor.code, doctor.out) == (0, "没有发现不符之处。\n")
    assert banjian("restore", archive).code == 2  # only into an empty database


@pytest.mark.parametrize("content", [None, b"", b"not a zip"])
def test_what_is_no_backup(banjian, installation, tmp_path, content):
    archive = tmp_path / "hall.zip"
    if content is not None:
        archive.write_bytes(content)
    outcome = banjian("restore", archive)
    assert outcome.code == 2
    assert "Traceback" not in outcome.err


def test_a_worker_stops_when_told(banjian, installation):
    assert banjian("training", "--without-cases").code == 0
    program = [sys.executable, "-m", "webapp.cli", "worker"]
    with subprocess.Popen(program, env=os.environ, stderr=subprocess.PIPE, text=True) as worker:
        try:
            wait_until(lambda: heartbeats(installation) == 1)
            wait_until(lambda: (installation / "roots.txt").exists())  # what midnight would have done
            worker.send_signal(signal.SIGTERM)
            errors = worker.communicate(timeout=20)[1]
        finally:
            worker.kill()
    assert (worker.returncode, errors) == (0, "")
    assert heartbeats(installation) == 0


def heartbeats(data):
    from engine.store.office import WorkerHeartbeat

    hall = Hall(f"sqlite:///{data / 'banjian.sqlite3'}", data)
    with hall.reading() as connection:
        rows = connection.execute(select(WorkerHeartbeat.name)).all()
    hall.close()
    return len(rows)


def wait_until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)
