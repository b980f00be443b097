"""EM-08: no fee without an item of the guide, and nobody types an amount."""

from __future__ import annotations

import pytest
from support import catering
from support.training import TrainingHall

from engine.cases.make_bill import make_bill
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden
from engine.store.unit_of_work import UnitOfWork


def test_a_matter_without_a_fee_has_no_bill(training: TrainingHall) -> None:
    case_id = catering.to_approval(training)
    with UnitOfWork(training.hall) as uow, pytest.raises(Forbidden, match="EM-08"):
        make_bill(WorkingCase.lock(uow, case_id), {}, {"items": []}, training.clerk.actor)
