"""Where and until when a refusal can be contested (行政许可法 第三十八条第二款)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from engine.law.calendar import Calendar

RECONSIDERATION_DAYS = 60
LITIGATION_MONTHS = 6
RECONSIDERATION_BASIS = "行政复议法 第二十条"
LITIGATION_BASIS = "行政诉讼法 第四十六条"


def remedies(reconsideration_body: str, court: str) -> str:
    """Return the sentence that every refusal must carry, with the bodies named; both names are required."""
    if not reconsideration_body.strip() or not court.strip():
        raise ValueError("告知救济途径时应当写明行政复议机关和人民法院的名称。")
    return (
        f"如不服本决定，可以自收到本决定书之日起六十日内向{reconsideration_body}申请行政复议，"
        f"也可以自收到本决定书之日起六个月内直接向{court}提起行政诉讼。"
    )


def reconsideration_until(served: date, calendar: Calendar) -> date:
    """Return the last day to ask for reconsideration: 60 calendar days, moved off a rest day."""
    return calendar.next_workday(served + timedelta(days=RECONSIDERATION_DAYS))


def litigation_until(served: date, calendar: Calendar) -> date:
    """Return the last day to sue: the same day six months on, or that month's last (民法典 第二百零二条)."""
    years, month = divmod(served.month - 1 + LITIGATION_MONTHS, 12)
    year = served.year + years
    last = date(year, month + 1, min(served.day, monthrange(year, month + 1)[1]))
    return calendar.next_workday(last)
