"""Working through what is due: claim, bring to effect, put off what fails, until nothing is left."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta

from engine.actor import SYSTEM
from engine.errors import Refused, Unavailable
from engine.hall import Hall
from engine.jobs.agenda import DUE
from engine.jobs.claiming import Held, ReleaseClaims, claim
from engine.jobs.due_work import DueKind
from engine.jobs.effects import TakeEffect
from engine.jobs.failing import PutOff
from engine.law.calendar import OutsideCalendar

log = logging.getLogger(__name__)
LONGEST = timedelta(seconds=30)
"""After so long a sweep gives way, so that a worker that is told to stop does; the next one goes on."""
MARGIN = timedelta(seconds=20)
"""Nothing is begun so shortly before the lease ends: another worker would do it once more, in vain."""


class DatabaseAway(Exception):
    """Nothing can be written now: nothing that is due is at fault."""


def work_through(hall: Hall, owner: str, kinds: tuple[DueKind, ...] = DUE) -> str:
    """Bring everything that is due to effect, oldest first; return what was done in counts.

    Work that fails is put off and stops no other case. Raises DatabaseAway.
    """
    done: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    failed = 0
    end = hall.clock.now() + LONGEST
    while hall.clock.now() < end and (batch := _claimed(hall, kinds, owner)):
        for held in batch:
            if hall.clock.now() > held.until - MARGIN:
                _let_go(hall, owner)
                break
            due = held.due
            this = (due.kind.name, due.ref, due.at.isoformat())
            try:
                if this in seen:
                    raise NothingCame
                seen.add(this)
                effects = _take_effect(hall, held)
                if effects is None:
                    seen.discard(this)  # Another worker has it now.
                done[due.kind.counted] += effects or 0
            except DatabaseAway:
                _let_go(hall, owner)
                raise
            except Exception as problem:
                failed += _put_off(hall, held, problem)
    counts = [(name, done[name]) for name in dict.fromkeys(kind.counted for kind in kinds) if done[name]]
    return ", ".join(f"{name} {number}" for name, number in (*counts, ("failed", failed)))


class NothingCame(Exception):
    """Due work was done without an error and is still due as before."""

    def __str__(self) -> str:
        return "已经执行，但没有产生效果。"


def _claimed(hall: Hall, kinds: tuple[DueKind, ...], owner: str) -> list[Held]:
    try:
        return claim(hall, kinds, owner)
    except Unavailable as problem:
        raise DatabaseAway(str(problem)) from problem


def _take_effect(hall: Hall, held: Held) -> int | None:
    """Return how many effects it had, or None where the case is no longer ours."""
    try:
        effect = held.due.kind.effect(hall, held.due)
        answer = hall.run(TakeEffect(by=SYSTEM, held=held, effect=effect))
    except Unavailable as problem:
        if isinstance(problem.__cause__, OutsideCalendar):
            raise
        raise DatabaseAway(str(problem)) from problem
    return None if "lost" in answer else held.due.kind.effects(answer["answer"])


def _put_off(hall: Hall, held: Held, problem: Exception) -> int:
    """Put the work off and return 1; where somebody did it meanwhile nothing has failed."""
    due = held.due
    try:
        if isinstance(problem, Refused):
            with hall.reading() as connection:
                if not due.kind.still_due(hall, connection, due, hall.legal_now(connection)):
                    hall.run(ReleaseClaims(by=SYSTEM, owner=held.owner, case_id=due.case_id))
                    return 0
        log.error("%s of case %s failed", due.kind.name, due.case_id, exc_info=problem)
        hall.run(PutOff(by=SYSTEM, held=held, reason=str(problem) or type(problem).__name__))
    except Unavailable as away:
        raise DatabaseAway(str(away)) from away
    return 1


def _let_go(hall: Hall, owner: str) -> None:
    try:
        hall.run(ReleaseClaims(by=SYSTEM, owner=owner))
    except Unavailable:
        log.warning("what %s holds is free again when its lease ends", owner)
