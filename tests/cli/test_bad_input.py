"""Whatever a command is given: one Chinese line on stderr, exit code 2, and never a trace."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

FINE = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
    b'<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t"/><endEvent id="e"/>'
    b'<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>'
    b"</process></definitions>"
)


@pytest.fixture
def things(tmp_path):
    """Files of all kinds by name."""
    contents = {
        "fine.bpmn": FINE,
        "binary": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "empty": b"",
        "bad.yaml": b"answers: [1, 2",
        "list.yaml": b"- 1\n- 2\n",
        "latin.yaml": "answers: {t: é}".encode("latin-1"),
        "typo.yaml": b"anwsers: {}\n",
        "tagged.yaml": b"facts: !!python/object/apply:os.system [id]\n",
        "not_bpmn.xml": b"<html/>",
        "entity.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def assert_refused(outcome, *parts):
    assert outcome.code == 2
    assert re.fullmatch(r"banjian: .*[\u4e00-\u9fff].*\n", outcome.err), outcome.err
    for part in parts:
        assert part in outcome.err


@pytest.mark.parametrize("command", ["check", "play", "chart"])
@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing", "没有找到文件"), (".", "是文件夹"), ("binary", "二进制文件"), ("fine.bpmn/x", "不能读取文件")],
)
def test_a_file_that_cannot_be_read(banjian, things, command, name, reason):
    words = [command, things / name]
    if command == "chart":
        words += ["-o", things / "out.svg"]
    assert_refused(banjian(*words), reason)


@pytest.mark.parametrize("command", ["play", "chart"])
@pytest.mark.parametrize("name", ["empty", "not_bpmn.xml", "entity.xml", "bad.yaml"])
def test_a_file_that_is_no_bpmn(banjian, things, command, name):
    words = [command, things / name]
    if command == "chart":
        words += ["-o", things / "out.svg"]
    assert_refused(banjian(*words), name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing", "没有找到文件"),
        (".", "是文件夹"),
        ("bad.yaml", "不是正确的 YAML"),
        ("tagged.yaml", "不是正确的 YAML"),
        ("list.yaml", "名称: 值"),
        ("latin.yaml", "不是 UTF-8"),
        ("typo.yaml", "anwsers"),
        ("binary", "不是"),
    ],
)
def test_answers_that_cannot_be_used(banjian, things, name, reason):
    assert_refused(banjian("play", things / "fine.bpmn", "--answers", things / name), reason)


@pytest.mark.parametrize("now", ["yesterday", "2026-13-01", "2026-03-02T25:00"])
def test_a_moment_that_is_none(banjian, things, now):
    assert_refused(banjian("play", things / "fine.bpmn", "--now", now), now)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["2026-02-30", "5"], "不是日期"),
        (["tomorrow", "5"], "不是日期"),
        (["2026-03-02", "five"], "整数"),
        (["2026-03-02", "1_0"], "整数"),
        (["2026-03-02", "٥"], "整数"),
        (["20260302", "5"], "不是日期"),
        (["2026-W10-1", "5"], "不是日期"),
        (["2026-03-02", "99999"], "天数"),
        (["2050-01-01", "5"], "日历只有"),
        (["2026-03-02"], "缺少参数"),
        (["2026-03-02", "5", "6"], "多余的参数"),
        (["2026-03-02", "5", "--pause", "2026-03-05"], "不是时段"),
        (["2026-03-02", "5", "--pause", "2026-03-05:x"], "不是日期"),
        (["2026-03-02", "5", "--pause", "2026-03-05:2026-03-04"], "早于"),
    ],
)
def test_a_due_date_that_cannot_be_computed(banjian, words, reason):
    assert_refused(banjian("due", *words), reason)


def test_unknown_commands_and_options(banjian):
    assert_refused(banjian("fly"), "没有命令 fly")
    assert_refused(banjian("due", "--fast"), "没有选项 --fast")


def test_a_chart_of_an_unknown_kind_or_to_nowhere(banjian, things):
    assert_refused(banjian("chart", things / "fine.bpmn", "-o", things / "out.jpg"), ".jpg")
    assert_refused(banjian("chart", things / "fine.bpmn", "-o", things / "no" / "out.svg"), "不能写入")
    assert_refused(banjian("chart", things / "fine.bpmn"), "-o")


@pytest.mark.parametrize("words", [["doctor"], ["web"], ["worker"], ["publish"], ["export", "x"], ["backup", "b.zip"]])
def test_a_hall_that_is_not_made_yet(banjian, installation, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert_refused(banjian(*words), "数据库还没有建立")


def test_a_database_that_is_away(banjian, installation, monkeypatch):
    monkeypatch.setenv("BANJIAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert_refused(banjian("doctor"), "连接不上数据库")


def test_a_port_that_is_none(banjian, installation, monkeypatch):
    assert_refused(banjian("web", "--port", "99999999"), "--port")
    assert banjian("training", "--without-cases").code == 0
    monkeypatch.setenv("PORT", "eighty")
    assert_refused(banjian("web"), "PORT")


def test_no_command_shows_the_list(banjian):
    outcome = banjian()
    assert outcome.code == 2
    assert "check" in outcome.err
    assert banjian("--help").code == 0


def test_started_as_people_start_it(things):
    program = [sys.executable, "-m", "webapp.cli"]
    done = subprocess.run([*program, "check", things / "missing"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    done = subprocess.run([*program, "due", "2026-03-02", "5"], capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (0, "2026-03-09", "")
