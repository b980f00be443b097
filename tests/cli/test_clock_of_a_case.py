"""``banjian clock``: why a case is due when it is, line for line."""

from __future__ import annotations

import pytest
from support import catering, hearings, limits
from support.levels import accepted, open_upward


@pytest.fixture
def database_kind() -> str:
    """The command reads rows; which database they come from is tested elsewhere."""
    return "sqlite"


def test_it_tells_what_counts_and_what_does_not(training, banjian, monkeypatch):
    monkeypatch.setenv("BANJIAN_DATABASE_URL", training.hall.url)
    monkeypatch.setenv("BANJIAN_DATA", str(training.hall.data))
    monkeypatch.setenv("BANJIAN_MODE", "training")
    case = catering.to_approval(training)
    pause = limits.start(training.approver, case, days=5)
    training.pass_days(7)
    limits.end(training.approver, pause)
    number = training.approver.file(case).case["number"]
    told = banjian("clock", number)
    assert told.code == 0
    assert "承诺办结时限：自2026-03-02起7个工作日（承诺办结时限）" in told.out
    assert "2026-03-03 至 2026-03-09：不计入，暂停计时，扣除其中5个工作日（检测，行政许可法 第四十五条）" in told.out
    assert "  截止日 2026-03-18" in told.lines
    assert "受理或补正告知" not in told.out
    assert "受理或补正告知" in banjian("clock", case, "--all").out
    missing = banjian("clock", "没有的编号")
    assert missing.code != 0
    assert "没有办件" in missing.err


def test_it_tells_the_limit_of_the_lower_level(training, banjian, monkeypatch):
    monkeypatch.setenv("BANJIAN_DATABASE_URL", training.hall.url)
    monkeypatch.setenv("BANJIAN_DATA", str(training.hall.data))
    monkeypatch.setenv("BANJIAN_MODE", "training")
    open_upward(training)
    told = banjian("clock", accepted(training))
    assert "下级审查时限：自2026-03-02起20个工作日（行政许可法 第四十三条）" in told.out
    assert "  截止日 2026-03-30" in told.lines


def test_it_tells_the_days_to_ask_for_a_hearing_and_those_to_hold_it(training, banjian, monkeypatch):
    monkeypatch.setenv("BANJIAN_DATABASE_URL", training.hall.url)
    monkeypatch.setenv("BANJIAN_DATA", str(training.hall.data))
    monkeypatch.setenv("BANJIAN_MODE", "training")
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    told = banjian("clock", case)
    assert "申请听证：自2026-03-02起5个工作日（行政许可法 第四十七条）" in told.out
    assert "  截止日 2026-03-09" in told.lines
    hearings.ask(training, case, hearing)
    told = banjian("clock", case)
    assert "组织听证：自2026-03-02起20个工作日（行政许可法 第四十七条）" in told.out
    assert "  截止日 2026-03-30" in told.lines
