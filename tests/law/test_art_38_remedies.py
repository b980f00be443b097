"""行政许可法 第三十八条第二款: a refusal tells where it can be contested."""

from __future__ import annotations

from datetime import date

import pytest

from engine.law.national_calendar import NATIONAL
from engine.law.remedies import litigation_until, reconsideration_until, remedies


def test_both_ways_are_told_with_the_bodies_named() -> None:
    text = remedies("汉阴县人民政府", "汉阴县人民法院")
    assert "六十日内向汉阴县人民政府申请行政复议" in text
    assert "六个月内直接向汉阴县人民法院提起行政诉讼" in text


@pytest.mark.parametrize(("body", "court"), [("", "汉阴县人民法院"), ("汉阴县人民政府", " ")])
def test_an_unnamed_body_is_refused(body: str, court: str) -> None:
    with pytest.raises(ValueError, match="应当写明"):
        remedies(body, court)


def test_the_last_days() -> None:
    assert reconsideration_until(date(2026, 3, 2), NATIONAL) == date(2026, 5, 6)  # 1 May, in the holiday
    assert litigation_until(date(2026, 3, 2), NATIONAL) == date(2026, 9, 2)
    assert litigation_until(date(2025, 8, 31), NATIONAL) == date(2026, 2, 28)  # a worked Saturday
    assert litigation_until(date(2026, 8, 31), NATIONAL) == date(2027, 3, 1)  # 28 February is a Sunday
