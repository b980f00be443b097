from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.bpmn.expressions import ExpressionError, Schedule, compile_timer

NOW = datetime(2026, 1, 31, 4, 0, tzinfo=UTC)  # 12:00 in the hall


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def firings(schedule: Schedule | None, most: int = 20) -> list[datetime]:
    found = []
    while schedule is not None and len(found) < most:
        found.append(schedule.due)
        schedule = schedule.following()
    return found


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("duration", "PT1H", "2026-01-31T05:00"),
        ("duration", "'PT1H'", "2026-01-31T05:00"),
        ("duration", '"PT1H"', "2026-01-31T05:00"),
        ("duration", '${"PT1H"}', "2026-01-31T05:00"),
        ("duration", "${PT1H}", "2026-01-31T05:00"),
        ("duration", "P1M", "2026-02-28T04:00"),
        ("duration", "P2M", "2026-03-31T04:00"),
        ("duration", "P1Y1M", "2027-02-28T04:00"),
        ("duration", "P2Y1M", "2028-02-29T04:00"),
        ("duration", "P1W", "2026-02-07T04:00"),
        ("duration", "P1DT2H3M4S", "2026-02-01T06:03:04"),
        ("duration", "PT1.5H", "2026-01-31T05:30"),
        ("duration", "PT0S", "2026-01-31T04:00"),
        ("date", "2026-03-02", "2026-03-02T15:59:59"),
        ("date", "2026-03-02T09:00", "2026-03-02T01:00"),
        ("date", "2026-03-02T09:00:00Z", "2026-03-02T09:00"),
        ("date", "2026-03-02T09:00:00+0100", "2026-03-02T08:00"),
        ("date", "2020-01-01", "2020-01-01T15:59:59"),
        ("cycle", "R3/PT10M", "2026-01-31T04:10"),
    ],
)
def test_first_firing(kind: str, text: str, due: str) -> None:
    assert compile_timer(kind, text).due({}, NOW) == at(due)


def test_months_are_counted_on_the_calendar_of_the_hall() -> None:
    evening = datetime(2026, 1, 31, 20, 0, tzinfo=UTC)  # 1 February in the hall
    assert compile_timer("duration", "P1M").due({}, evening) == datetime(2026, 2, 28, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R3/PT10M", ["2026-01-31T04:10", "2026-01-31T04:20", "2026-01-31T04:30"]),
        ("R1/PT10M", ["2026-01-31T04:10"]),
        ("R3/P1M", ["2026-02-28T04:00", "2026-03-31T04:00", "2026-04-30T04:00"]),
        ("R3/2026-02-01T09:00/P1D", ["2026-02-01T01:00", "2026-02-02T01:00", "2026-02-03T01:00"]),
        ("R3/2026-01-30T09:00/P1D", ["2026-02-01T01:00"]),
        ("R2/2020-01-01T09:00/P1D", ["2020-01-02T01:00"]),
        ("R/P1D/2026-02-02", ["2026-02-01T04:00", "2026-02-02T04:00"]),
    ],
)
def test_cycle(text: str, expected: list[str]) -> None:
    assert firings(compile_timer("cycle", text).schedule({}, NOW)) == [at(due) for due in expected]


def test_cycle_without_end_goes_on() -> None:
    found = firings(compile_timer("cycle", "R/PT10M").schedule({}, NOW), most=200)
    assert len(found) == 200
    assert found[-1] == at("2026-02-01T13:20")


def test_cycle_without_end_skips_what_was_over_when_the_token_came() -> None:
    schedule = compile_timer("cycle", "R/2000-01-01T12:00:30/PT1M").schedule({}, NOW)
    assert schedule.due == at("2026-01-31T04:00:30")


def test_expression_gives_the_time() -> None:
    timer = compile_timer("duration", "'P' + text(plan.days) + 'D'")
    assert timer.names == {"plan.days"}
    assert timer.due({"plan": {"days": 3}}, NOW) == at("2026-02-03T04:00")
    day = compile_timer("date", "${plan.until}")
    assert day.due({"plan": {"until": "2026-02-03"}}, NOW) == at("2026-02-03T15:59:59")
    assert day.due({"plan": {"until": date(2026, 2, 3)}}, NOW) == at("2026-02-03T15:59:59")
    assert day.due({"plan": {"until": NOW}}, NOW) == NOW


@pytest.mark.parametrize("value", [3, None, True, ["P1D"], "soon", "P1D", {"a": 1}])
def test_expression_that_gives_no_time_is_refused_when_it_is_evaluated(value: object) -> None:
    timer = compile_timer("date", "plan")
    with pytest.raises(ExpressionError):
        timer.schedule({"plan": value}, NOW)


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("duration", "", "没有写时间"),
        ("duration", "P", "不是时长"),
        ("duration", "PT", "不是时长"),
        ("duration", "P1DT", "不是时长"),
        ("duration", "-P1D", "不是时长"),
        ("duration", "P-1D", "不是时长"),
        ("duration", "P1X", "不是时长"),
        ("duration", "P1H", "不是时长"),
        ("duration", "P0.5M", "只有最后一项"),
        ("duration", "P1.5DT1H", "只有最后一项"),
        ("duration", "P200Y", "一百年"),
        ("duration", "P99999999D", "一百年"),
        ("duration", "P999999999W", "一百年"),
        ("duration", "2026-03-02", "不是时长"),
        ("duration", "R3/PT1H", "不是时长"),
        ("duration", "15", "没有给出时间文字"),
        ("date", "PT1H", "不是日期"),
        ("date", "2026-02-30", "不是日期"),
        ("date", "2026-060", "不是日期"),
        ("date", "2026-W10-1", "不是日期"),
        ("date", "20260302", "不是日期"),
        ("date", "2026-03-02T25:00", "不是日期"),
        ("date", "0001-01-01T00:00", "不是日期|超出范围"),
        ("cycle", "PT1H", "不是周期"),
        ("cycle", "R3", "没有值|没有给出"),
        ("cycle", "R0/PT1H", "次数"),
        ("cycle", "R99999/PT1H", "次数"),
        ("cycle", "R-1/PT1H", "不是周期"),
        ("cycle", "R3/PT0S", "不到一秒"),
        ("cycle", "R3/2026-01-01/2026-01-02", "不是周期"),
        ("cycle", "0 0 9 * * ?", "cron"),
        ("cycle", "*/5 * * * *", "cron"),
        ("cycle", "@daily", "cron"),
        ("duration", "open('x')", "没有函数"),
        ("moment", "P1D", "不认识"),
        ("duration", "P" + "1" * 2000, "1000 个字符"),
    ],
)
def test_refused(kind: str, text: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        compile_timer(kind, text).schedule({}, NOW)
