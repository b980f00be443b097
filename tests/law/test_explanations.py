"""A clock explains itself: every day from origin to due day is in exactly one line, with its reason."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from law_examples import examples

from engine.law.clocks import ClockFacts, due
from engine.law.explain import due_report, explain
from engine.law.national_calendar import NATIONAL


def test_a_limit_over_a_holiday_with_a_pause() -> None:
    pause = (date(2025, 9, 22), date(2025, 9, 29))
    facts = ClockFacts("promised", date(2025, 9, 15), "workday", 10, (pause,))
    lines = [str(line) for line in explain(facts, NATIONAL, {pause: "专家评审，行政许可法 第四十五条"})]
    assert lines == [
        "2025-09-15：不计入，起算当日（民法典 第二百零一条）",
        "2025-09-16 至 2025-09-19：计入，工作日，第1至第4个工作日",
        "2025-09-20 至 2025-09-21：不计入，周末休息（行政许可法 第八十二条）",
        "2025-09-22：计入，工作日，第5个工作日",
        "2025-09-23 至 2025-09-29：不计入，暂停计时，扣除其中6个工作日（专家评审，行政许可法 第四十五条）",
        "2025-09-30：计入，工作日，第6个工作日",
        "2025-10-01 至 2025-10-03：不计入，国庆节、中秋节放假（国务院办公厅关于2025年部分节假日安排的通知）",
        "2025-10-04 至 2025-10-05：不计入，周末休息（行政许可法 第八十二条）",
        "2025-10-06 至 2025-10-08：不计入，国庆节、中秋节放假（国务院办公厅关于2025年部分节假日安排的通知）",
        "2025-10-09 至 2025-10-10：计入，工作日，第7至第8个工作日",
        "2025-10-11：计入，周六调休上班（国务院办公厅关于2025年部分节假日安排的通知），第9个工作日",
        "2025-10-12：不计入，周末休息（行政许可法 第八十二条）",
        "2025-10-13：计入，工作日，第10个工作日",
    ]


def test_an_extension_is_named() -> None:
    facts = ClockFacts("statutory", date(2026, 3, 2), "workday", 3, extension=2)
    last = explain(facts, NATIONAL)[-1]
    assert last.last == date(2026, 3, 9)
    assert "其中延长期限2个工作日" in last.reason


def test_a_period_moved_off_a_rest_day_says_by_which_article() -> None:
    facts = ClockFacts("fee", date(2025, 9, 26), "calendar", 7, next_workday_if_rest=True)
    last = explain(facts, NATIONAL)[-1]
    assert (last.first, last.last, last.counted) == (date(2025, 10, 4), date(2025, 10, 9), False)
    assert "民法典 第二百零三条" in last.reason


def test_a_running_pause_is_the_last_line() -> None:
    facts = ClockFacts("promised", date(2026, 3, 2), "workday", 10, paused_since=date(2026, 3, 5))
    lines = explain(facts, NATIONAL)
    assert lines[-2].used == 3
    assert "尚未恢复" in lines[-1].reason


def test_the_report_of_a_due_day() -> None:
    day, lines = due_report(date(2025, 9, 15), 10, [(date(2025, 9, 22), date(2025, 9, 29))])
    assert day == date(2025, 10, 13)
    assert "截止日 2025-10-13（周一），共10个工作日（行政许可法 第八十二条）。" in lines
    assert not any("暂定" in line for line in lines)
    day, lines = due_report(date(2026, 11, 24), 45)
    assert day == date(2027, 1, 27)
    assert any("日期为暂定" in line for line in lines)


@examples
@given(
    st.dates(date(2019, 1, 2), date(2026, 6, 30)),
    st.integers(1, 60),
    st.sampled_from(["workday", "calendar"]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=3),
)
def test_the_lines_cover_every_day_once_and_add_up(
    start: date, limit: int, unit: str, first_day: bool, stretches: list[tuple[int, int]]
) -> None:
    pauses = tuple((start + timedelta(days=a), start + timedelta(days=a + b)) for a, b in stretches)
    facts = ClockFacts("x", start, unit, limit, pauses, count_start_day=first_day)  # type: ignore[arg-type]
    lines = explain(facts, NATIONAL)
    assert lines[0].first == start
    assert lines[-1].last == due(facts, NATIONAL)
    assert lines[-1].used == limit
    for before, after in pairwise(lines):
        assert after.first == before.last + timedelta(days=1)
    counted = sum((line.last - line.first).days + 1 for line in lines if line.counted)
    assert counted == limit
