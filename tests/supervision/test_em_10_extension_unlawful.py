"""EM-10: an extension over the maximum, a second one, or one that the wrong person approves is impossible (block)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from support import catering, limits
from support.training import TrainingHall

from engine.errors import Forbidden, Invalid, NotAllowed, NotFound
from engine.law.supervision_rules import RULES
from engine.store.base import table_of
from engine.store.clocks import ClockExtension


def test_the_rule_blocks() -> None:
    assert RULES["EM-10"].blocks
    assert RULES["EM-10"].lights == ("red",)


def test_none_of_the_three_leaves_anything_behind(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    before = [(one.kind, one.due_on) for one in training.supervisor.file(case).clocks]
    with pytest.raises(Invalid, match="第四十二条"):
        limits.propose(training.approver, case, days=11)
    extension = limits.propose(training.approver, case, days=10)
    for wrong in ("shenpi", "chuangkou", "xianzhang"):
        with pytest.raises((NotAllowed, NotFound)):
            limits.decide(training[wrong], extension)
    assert [(one.kind, one.due_on) for one in training.supervisor.file(case).clocks] == before
    limits.decide(training["juzhang"], extension)
    with pytest.raises(Forbidden, match="只能延长一次"):
        limits.propose(training.approver, case, days=1)
    with training.hall.reading() as connection:
        counted = select(func.count()).select_from(table_of(ClockExtension))
        assert connection.execute(counted).scalar_one() == 1
