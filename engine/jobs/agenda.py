"""All kinds of due work, in the order in which they take effect where two fall due in one moment of a case.

What another calendar moves is moved first. A light comes before the acceptance by silence that stops its clock, and
both before what the flow does then; a public notice ends last, so that whatever the days before brought has been told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection

from engine.hall import Hall
from engine.jobs.calendar import StaleLimit
from engine.jobs.due_work import Due, DueKind
from engine.jobs.hearings import HearingRightLapse
from engine.jobs.lights import ClockLight, StepLight
from engine.jobs.public_notices import PublicNoticeEnd
from engine.jobs.renewals import RenewalSilence
from engine.jobs.services import Service
from engine.jobs.silence import Silence
from engine.jobs.timers import Timer

TIMER, SERVICE = Timer(), Service()
DUE: tuple[DueKind, ...] = (
    StaleLimit(side=0),
    StaleLimit(side=1),
    StepLight(),
    ClockLight(),
    Silence(),
    HearingRightLapse(),
    RenewalSilence(),
    TIMER,
    SERVICE,
    PublicNoticeEnd(),
)
"""What a worker looks for every few seconds."""


def oldest_due(
    hall: Hall,
    connection: Connection,
    kinds: Sequence[DueKind],
    now: datetime,
    most: int,
    but: Sequence[ColumnElement[bool]] | None = None,
) -> list[Due]:
    """Return up to ``most`` pieces of work due at ``now`` (legal time), the oldest first, of each case the first.

    ``but`` has a further condition for each of ``kinds``.
    """
    found = [
        (due.at, rank, due)
        for rank, kind in enumerate(kinds)
        for due in kind.oldest(hall, connection, now, most, *(() if but is None else (but[rank],)))
    ]
    found.sort(key=lambda one: (one[0], one[1], one[2].ref))
    firsts: dict[str, Due] = {}
    for _, _, due in found[:most]:
        firsts.setdefault(due.case_id, due)
    return list(firsts.values())
