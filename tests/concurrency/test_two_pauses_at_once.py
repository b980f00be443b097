"""Two people at once on the limits of one case: one act is done, the other is told."""

from __future__ import annotations

from threading import Thread

from sqlalchemy import select
from support import catering, limits
from support.training import TrainingHall

from engine.errors import Refused
from engine.store.clocks import ClockPause


def at_once(*acts) -> list[Refused | None]:
    """Run all at the same time and return what each was refused with."""
    told: list[Refused | None] = [None] * len(acts)

    def run(place, act):
        try:
            act()
        except Refused as refusal:
            told[place] = refusal

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_one_of_two_starts_proposals_and_ends(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    by = training.approver
    assert sum(one is None for one in at_once(*[lambda: limits.start(by, case)] * 2)) == 1
    assert sum(one is None for one in at_once(*[lambda: limits.propose(by, case)] * 2)) == 1
    with training.hall.reading() as connection:
        pause = connection.execute(select(ClockPause.id)).scalar_one()
    assert sum(one is None for one in at_once(*[lambda: limits.end(by, pause)] * 2)) == 1
    kinds = [one.kind for one in by.file(case).documents]
    assert kinds.count("special_procedure_notice") == 1
