"""Running ``banjian`` in this process, and once in a while as people start it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from webapp.cli import run

ROOT = Path(__file__).resolve().parents[2]
PERMIT = ROOT / "processes" / "small_catering_permit"


@dataclass(frozen=True)
class Outcome:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture
def banjian(capfd: pytest.CaptureFixture[str]):
    """Run a command: ``banjian("due", "2026-03-02", "5")``."""

    def command(*words: object) -> Outcome:
        code = run([str(word) for word in words])
        said = capfd.readouterr()
        return Outcome(code, said.out, said.err)

    return command


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a training hall that is not made yet; commands find it in the environment."""
    data = tmp_path / "data"
    for name in ("DATABASE_URL", "SECRET_KEY", "PROXIES", "TRUSTED_HOSTS", "HALL_NAME", "ADMIN_PASSWORD"):
        monkeypatch.delenv(f"BANJIAN_{name}", raising=False)
    monkeypatch.setenv("BANJIAN_DATA", str(data))
    monkeypatch.setenv("BANJIAN_MODE", "training")
    return data


@pytest.fixture
def permit() -> Path:
    """The folder of the small catering permit."""
    return PERMIT
