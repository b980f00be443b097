"""Renewal of a licence (延续; 行政许可法 第五十条): the one case in which the silence of the authority grants.

The licence's last day is a date of the calendar, and so are the thirty days before it in which the holder must have
asked: the working days of 第八十二条 are those of the authority's own limits.
"""

from __future__ import annotations

from datetime import date, timedelta

ASK_DAYS = 30
ARTICLE_50 = "行政许可法 第五十条"
DECIDE_BY = f"{ARTICLE_50}第二款"
"""The authority decides before the licence ends; if it does not, the renewal counts as granted (视为准予延续)."""


def last_day_to_ask(ends_on: date) -> date:
    """Return the last day on which the holder of a licence that is valid to ``ends_on`` may ask for its renewal."""
    return ends_on - timedelta(days=ASK_DAYS)


def asked_in_time(asked_on: date, ends_on: date) -> bool:
    """Tell whether a renewal was asked for thirty days before the licence ends: only then does silence grant it."""
    return asked_on <= last_day_to_ask(ends_on)


def renewed_on(ends_on: date) -> date:
    """Return the day from which an undecided renewal counts as granted: the first without the old licence."""
    return ends_on + timedelta(days=1)
