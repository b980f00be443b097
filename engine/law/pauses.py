"""What may stop a statutory clock, and which days a pause takes out of it (行政许可法 第四十五条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.law.breach import Breach
from engine.law.calendar import Calendar

Unit = Literal["workday", "calendar"]

ARTICLE_45 = "行政许可法 第四十五条"

#: The eight causes of article 45 and no other: neither a site check nor an absent leader is one.
CAUSES: dict[str, str] = {
    "hearing": "听证",
    "bidding": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert_review": "专家评审",
}

EXAMINATIONS = frozenset({"inspection", "testing", "quarantine"})
START_DAYS = 5
"""Working days from acceptance in which the authority sends two or more people to examine (行政许可法 第五十五条)."""

ARTICLE_47 = "行政许可法 第四十七条"

#: The most working days that the licence law itself gives a cause: a hearing is held within twenty.
CAPS: dict[str, int] = {"hearing": 20}


@dataclass(frozen=True)
class MatterCause:
    """A cause as a matter carries it: a special law's own, or one of the eight with a cap; ``basis`` cites it.

    ``counted`` tells that the matter counts it in its limits, so that it cannot stop a clock.
    """

    key: str
    name: str
    basis: str
    cap: int | None = None
    cap_unit: Unit = "workday"
    counted: bool = False


@dataclass(frozen=True)
class Pause:
    """A pause: the day ``first`` on which it began was used, ``last`` on which it ended is taken out."""

    cause: str
    first: date
    last: date

    @property
    def span(self) -> tuple[date, date]:
        """Return the pause as a clock takes it."""
        return (self.first, self.last)


def check_pause(
    cause: str, *, notice_given: bool, days_told: int | None, matter_causes: Iterable[MatterCause] = ()
) -> Breach | None:
    """Return the breach of starting a pause for ``cause``, or None.

    The cause must be one of the eight of article 45 or one that the matter carries with its own basis; the
    applicant must have been told in writing how many working days are needed; and these may not pass the cap.
    """
    special = next((one for one in matter_causes if one.key == cause), None)
    if special is not None and special.counted:
        message = f"办事指南写明{special.name}计入办结时限，不能以此为由暂停计时。"
        return Breach("pause_counted", message, ARTICLE_45)
    if cause not in CAUSES and (special is None or not special.basis.strip()):
        known = "、".join(CAUSES.values())
        return Breach("pause_cause", f"不能以此为由暂停计时：法定可以不计入期限的只有{known}所需时间。", ARTICLE_45)
    basis = special.basis if special is not None and cause not in CAUSES else ARTICLE_45
    if not notice_given or days_told is None or days_told < 1:
        return Breach("pause_notice", "暂停计时前应当将所需时间书面告知申请人。", ARTICLE_45)
    if special is not None and special.cap is not None and days_told > special.cap:
        unit = "个工作日" if special.cap_unit == "workday" else "日"
        return Breach("pause_cap", f"{special.name}最长{special.cap}{unit}，不能暂停{days_told}个工作日。", basis)
    if special is None and days_told > CAPS.get(cause, days_told):
        message = f"{CAUSES[cause]}应当在{CAPS[cause]}个工作日内组织，不能暂停{days_told}个工作日。"
        return Breach("pause_cap", message, ARTICLE_47)
    return None


def capped(first: date, last: date, cap: int | None, calendar: Calendar) -> tuple[date, date]:
    """Return the part of a pause that counts: a pause may not take out more than ``cap`` working days."""
    return (first, last if cap is None else min(last, calendar.add_workdays(first, cap)))


def merge(spans: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Return the spans (first, last] in order and without overlaps, so that no day is taken out twice."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if last < first:
            raise ValueError(f"暂停的结束日{last}早于开始日{first}。")
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def excluded_workdays(spans: Iterable[tuple[date, date]], calendar: Calendar) -> int:
    """Count the working days that the pauses take out: those in (first, last], overlaps once."""
    return sum(calendar.workdays_between(first, last) for first, last in merge(spans))
