"""From receipt to acceptance: five working days, then silence accepts (行政许可法 第三十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.law.calendar import Calendar
from engine.law.clocks import ClockFacts, due

INTAKE_DAYS = 5
ARTICLE_32 = "行政许可法 第三十二条第一款"

ClockOrigin = Literal["acceptance", "receipt"]
SupplementMode = Literal["notice", "return", "on_the_spot_or_accepted"]


@dataclass(frozen=True)
class Acceptance:
    """The day from which a case counts as accepted, and why: by an act or because nobody answered in time."""

    day: date
    cause: Literal["accepted", "deemed"]
    basis: str


def intake_due(received: date, calendar: Calendar, *, count_start_day: bool = False) -> date:
    """Return the last day on which the hall may ask for supplements: the fifth working day after receipt."""
    facts = ClockFacts("intake", received, "workday", INTAKE_DAYS, count_start_day=count_start_day)
    return due(facts, calendar)


def spot_day(received: date, calendar: Calendar) -> date:
    """Return the day on which the spot is (当场): that of the receipt, or the first working day after a rest day."""
    return calendar.next_workday(received)


def deemed_day(
    received: date, calendar: Calendar, *, mode: SupplementMode = "notice", count_start_day: bool = False
) -> date | None:
    """Return the first day on which silence has accepted; None where the regime knows no such rule.

    Real-estate registration has no five days: what nobody spoke against on the spot counts as accepted when that
    day is over.
    """
    if mode == "return":
        return None
    if mode == "on_the_spot_or_accepted":
        return spot_day(received, calendar) + timedelta(days=1)
    return intake_due(received, calendar, count_start_day=count_start_day) + timedelta(days=1)


def deemed_acceptance(
    received: date,
    calendar: Calendar,
    today: date,
    *,
    answered: date | None = None,
    mode: SupplementMode = "notice",
    count_start_day: bool = False,
) -> Acceptance | None:
    """Return the acceptance that silence brought about by ``today``, dated back to the receipt, or None.

    ``answered`` is the day of acceptance, of the supplement notice or of the refusal to accept.
    """
    silent_from = deemed_day(received, calendar, mode=mode, count_start_day=count_start_day)
    if silent_from is None or today < silent_from:
        return None
    if answered is not None and (answered < silent_from or mode == "on_the_spot_or_accepted"):
        return None
    basis = (
        "不动产登记暂行条例 第十七条：未当场书面告知不予受理的，视为受理"
        if mode == "on_the_spot_or_accepted"
        else f"{ARTICLE_32}第四项：逾期不告知的，自收到申请材料之日起即为受理"
    )
    return Acceptance(received, "deemed", basis)


def acceptance(complete_on: date) -> Acceptance:
    """Return the acceptance of an application whose full set of materials was in on ``complete_on``."""
    return Acceptance(complete_on, "accepted", f"{ARTICLE_32}第五项")


def decision_origin(clock_origin: ClockOrigin, *, received: date, accepted: date) -> date:
    """Return the day from which the decision clock of a matter counts, which some statutes set at receipt."""
    return received if clock_origin == "receipt" else accepted
