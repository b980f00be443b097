"""What a case waits for while nobody has it in hand, as it is said to staff and to the applicant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engine.cases import case_bills, close_without_supplement, public_notice, receive_supplement
from engine.queries.case_file import ClockLine
from engine.queries.waits import WaitLine

# Message of the flow: what is waited for, and the clock that says until when.
AWAITED: dict[str, tuple[LazyString, str]] = {
    public_notice.ENDED: (_l("正在公示"), public_notice.CLOCK),
    case_bills.SETTLED: (_l("等待缴费"), case_bills.FEE_CLOCK),
    receive_supplement.MESSAGE: (_l("等待补正材料"), "supplement_wait"),
}
# What would end the waiting in another way; nobody waits for it.
OTHERWISE = frozenset({public_notice.OBJECTION, case_bills.VOIDED, close_without_supplement.LAPSED})


@dataclass(frozen=True)
class Awaited:
    """One thing that is waited for; ``until`` is a day or a moment, none where only the applicant can tell."""

    name: LazyString | str
    until: date | datetime | None


def awaited(waits: Iterable[WaitLine], clocks: Iterable[ClockLine]) -> tuple[Awaited, ...]:
    """Return what is waited for, each once."""
    running = {clock.kind: clock.due_on for clock in clocks if clock.stopped_on is None}
    found = []
    for one in waits:
        if one.message in OTHERWISE:
            continue
        name, clock = AWAITED.get(one.message or "", (one.name, ""))
        found.append(Awaited(name, one.due_at or running.get(clock)))
    return tuple(found)
