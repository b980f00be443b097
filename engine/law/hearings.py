"""When a hearing may be held, and who may not chair it (行政许可法 第四十八条第一款)."""

from __future__ import annotations

from datetime import date, timedelta

from engine.law.breach import Breach

NOTICE_DAYS = 7
ARTICLE_48_1 = "行政许可法 第四十八条第一款第一项"
ARTICLE_48_3 = "行政许可法 第四十八条第一款第三项"


def earliest_day(told: date) -> date:
    """Return the first day on which a hearing may be held whose time and place are told on ``told``.

    Seven calendar days lie between: 第八十二条 counts in working days the limits within which the authority carries out
    a licence, and these days are no such limit but the parties' time to prepare. The day of the notice is not counted.
    """
    return told + timedelta(days=NOTICE_DAYS)


def check_day(day: date, told: date, last: date) -> Breach | None:
    """Return the breach of holding a hearing on ``day``, or None; ``last`` is the end of the days to hold it in.

    Where the notice alone takes it past ``last``, the earliest day is the lawful one that is least late.
    """
    first = earliest_day(told)
    if day < first:
        message = f"举行听证的七日前应当将时间、地点通知申请人、利害关系人，今天通知的，最早可以定在{first}。"
        return Breach("hearing_notice", message, ARTICLE_48_1)
    if day > max(first, last):
        message = f"应当在二十日内组织听证，最迟可以定在{max(first, last)}。"
        return Breach("hearing_late", message, "行政许可法 第四十七条第一款")
    return None


def check_chair(*, reviews: bool, is_party: bool) -> Breach | None:
    """Return the breach of letting somebody chair who reviews this application, or is a party of it."""
    if reviews:
        message = "听证主持人应当是审查本件申请的工作人员以外的人员，请另外指定。"
        return Breach("hearing_chair", message, ARTICLE_48_3)
    if is_party:
        return Breach("hearing_chair", "听证主持人与本件有直接利害关系，应当回避，请另外指定。", ARTICLE_48_3)
    return None
