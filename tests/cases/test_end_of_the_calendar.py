"""Nobody has said yet which days of a far year are worked: a hall goes on, and says so where it cannot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support import catering
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.errors import Unavailable
from engine.jobs.worker import sweep_all
from engine.queries.inbox import inbox


def test_a_case_runs_over_the_end_of_the_last_year_that_is_known(training: TrainingHall) -> None:
    training.clock.at = datetime(2027, 12, 27, 1, 30, tzinfo=UTC)
    case = catering.to_approval(training)
    file = training.approver.file(case)
    promised = next(clock for clock in file.clocks if clock.kind == "promised")
    assert (promised.due_on.year, promised.provisional) == (2028, True)
    training.pass_days(60)
    assert "failed 0" in sweep_all(training.hall)["due_work"]
    catering.grant(training, case)
    assert training.status(case) == "decided"
    assert list(verify(training.hall)) == []


def test_where_the_calendar_ends_acts_and_lists_are_refused_in_a_sentence(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    training.clock.at = datetime(2077, 1, 4, 1, 30, tzinfo=UTC)
    with pytest.raises(Unavailable, match="日历"):
        catering.grant(training, case)
    assert training.status(case) == "accepted"
    with pytest.raises(Unavailable, match="日历"), training.hall.reading() as connection:
        inbox(connection, training.approver.actor, training.today, training.hall.calendar)
