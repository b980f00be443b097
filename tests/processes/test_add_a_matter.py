"""The guide docs/how-to/add-a-matter.md, followed step by step as it is written."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from processes.publishing import bundle_of, gate
from processes.registry import HERE, load_folder
from processes.scenarios import answer_problems, play_scenario, scenarios_of
from webapp.cli import run

GUIDE = HERE.parent / "docs" / "how-to" / "add-a-matter.md"
STEP = re.compile(
    r"^File `(?P<file>[^`]+)`:\n\n```[a-z]+\n(?P<content>.*?)^```$|^```console\n(?P<commands>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
KEY = "food_stall_card"


@dataclass(frozen=True)
class Step:
    """Write a file, or run a command."""

    file: str = ""
    content: str = ""
    command: tuple[str, ...] = ()


def steps() -> list[Step]:
    found = []
    for match in STEP.finditer(GUIDE.read_text()):
        if match["file"]:
            found.append(Step(file=match["file"], content=match["content"]))
        else:
            lines = match["commands"].splitlines()
            assert all(line.startswith("$ banjian ") for line in lines)
            found += [Step(command=tuple(shlex.split(line)[2:])) for line in lines]
    return found


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a training hall of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANJIAN_MODE", "training")
    monkeypatch.setenv("BANJIAN_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("BANJIAN_DATABASE_URL", raising=False)
    return tmp_path


def write_files(root: Path) -> Path:
    for step in steps():
        if step.file:
            (root / step.file).parent.mkdir(parents=True, exist_ok=True)
            (root / step.file).write_text(step.content)
    return root / "processes" / KEY


def test_the_guide_writes_every_file_once_and_runs_every_command():
    files = [step.file for step in steps() if step.file]
    assert len(files) == len(set(files)) == 12
    assert [step.command[0] for step in steps() if step.command] == ["check", "play", "training", "publish", "export"]


def test_every_step_works_in_the_order_of_the_page(newcomer, capfd):
    said = {}
    for step in steps():
        if step.file:
            (newcomer / step.file).parent.mkdir(parents=True, exist_ok=True)
            (newcomer / step.file).write_text(step.content)
        else:
            capfd.readouterr()
            assert run(list(step.command)) == 0, capfd.readouterr()
            said[step.command[0]] = capfd.readouterr().out
    assert said["check"] == ""
    assert "end_delivered" in said["play"].splitlines()[-1]
    assert said["publish"].startswith(f"{KEY} 版本 1 ")
    exported = newcomer / "somewhere" / "processes" / KEY
    assert bundle_of(load_folder(exported)).sha256 == bundle_of(load_folder(newcomer / "processes" / KEY)).sha256


def test_the_matter_of_the_guide_has_nothing_against_it(tmp_path):
    folder = load_folder(write_files(tmp_path))
    assert gate(folder) == ()


def test_its_scenario_plays_as_it_says(tmp_path):
    folder = load_folder(write_files(tmp_path))
    (scenario,) = scenarios_of(folder).values()
    played = play_scenario(folder, scenario)
    assert (played.end, played.done) == (scenario.expect.end, scenario.expect.done)
    assert answer_problems(folder, scenario) == ()
