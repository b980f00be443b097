"""kill -9 at random moments under load: nothing acknowledged is lost, nothing is done twice, all fits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import postgresql
from trial import Trial
from victims import Place
from visitors import free_port

pytestmark = pytest.mark.chaos
SHORT, LONG, ROUNDS = 6, 60, 8


def tried(place: Place, seconds: float) -> Trial:
    trial = Trial(place)
    trial.prepare()
    trial.run(seconds)
    for _ in range(ROUNDS):
        # On a machine that is busy otherwise too little comes to pass in the time.
        if trial.acknowledged() <= 2 * seconds:
            trial.pace *= 1.5
            trial.run(seconds)
    return trial


def hold(trial: Trial, seconds: float) -> None:
    faults = trial.faults()
    sent, _ = trial.journal()
    done = trial.acknowledged()
    print(f"{trial.kills} kills, {len(sent)} commands sent, {done} acknowledged in {seconds} s")
    assert faults == []
    # Else nothing was tried.
    assert trial.kills > seconds
    assert done > 2 * seconds


def test_nothing_is_lost_or_doubled(hall_url: str, tmp_path: Path) -> None:
    hold(tried(Place(hall_url, tmp_path), SHORT), SHORT)


def test_nothing_is_lost_or_doubled_over_http(hall_url: str, tmp_path: Path) -> None:
    hold(tried(Place(hall_url, tmp_path, port=free_port()), SHORT), SHORT)


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_over_http_in_a_minute(hall_url: str, tmp_path: Path) -> None:
    hold(tried(Place(hall_url, tmp_path, port=free_port()), LONG), LONG)


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_in_a_minute(hall_url: str, tmp_path: Path) -> None:
    hold(tried(Place(hall_url, tmp_path), LONG), LONG)


@pytest.mark.soak
@pytest.mark.postgresql
@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_when_the_server_dies_too(
    postgresql_template: tuple[str, Path], tmp_path: Path
) -> None:
    template, folder = postgresql_template
    shutil.copytree(folder / "keys", tmp_path / "keys")
    url = postgresql.fresh_database(template, template=template.rsplit("/", 1)[1])
    trial = Trial(Place(url, tmp_path))
    trial.prepare()
    trial.run(LONG, disturb=lambda: postgresql.restart_immediately(url))
    hold(trial, LONG)


@pytest.mark.parametrize("port", [pytest.param(0, id="engine"), pytest.param(-1, id="http", marks=pytest.mark.soak)])
def test_a_command_that_commits_early_is_found_out(port: int, hall_url: str, tmp_path: Path) -> None:
    trial = Trial(Place(hall_url, tmp_path, careless=True, port=port and free_port()))
    trial.prepare()
    for _ in range(ROUNDS):
        trial.run(3 if port else 1)
        if trial.faults():
            return
    raise AssertionError(f"{trial.kills} kills and no fault seen")
