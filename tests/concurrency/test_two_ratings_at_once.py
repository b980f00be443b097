"""Two people rate one service at the same time, at the tablet and on the phone: the database lets one of them."""

from __future__ import annotations

from pausing import interleave
from support.ratings import rows, served
from support.training import TrainingHall

from engine.actor import applicant
from engine.errors import Conflict
from engine.feedback.rate import Rate


def test_one_of_two_counts_and_the_other_is_told(training: TrainingHall) -> None:
    case = served(training)
    by = applicant(case)
    first = Rate(by=by, key="one", case_id=case, level=5, channel="mobile")
    second = Rate(by=by, key="two", case_id=case, level=1, channel="qr")
    one, two = interleave(training.hall, first, second)
    assert one.answer is not None
    assert isinstance(two.refusal, Conflict)
    assert "一次服务只评价一次" in str(two.refusal)
    assert [row.level for row in rows(training, case)] == [5]
