"""行政许可法 第四十三条: what a matter may say of the limit of a level that reviews before a higher one decides."""

from __future__ import annotations

import pytest
from test_gate import change, problems
from test_trade_of_a_matter import copied


def test_the_limit_of_a_lower_level_is_for_one_that_reviews_first(matter):
    own = "  levels:\n    - level: town\n      limit: {value: {days: 10}, mark: own, source: 试验}\nfee:\n"
    change(matter / "matter.yaml", "fee:\n", own)
    assert list(problems(matter)) == ["level-limit-unused"]


@pytest.mark.parametrize(("days", "rule"), [("{days: 21}", "level-limit-too-long"), ("{days: 20}", None)])
def test_the_limit_of_a_lower_level_keeps_within_the_law(tmp_path, days, rule):
    matter = copied(tmp_path, "temporary_relief")
    change(matter / "matter.yaml", "      limit: {value: {days: 10}", f"      limit: {{value: {days}")
    assert [one for one in problems(matter) if one.startswith("level")] == ([rule] if rule else [])
