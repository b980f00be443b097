"""EM-17: nothing outside the guide can be asked for."""

from __future__ import annotations

import pytest
from support import catering
from support.training import TrainingHall

from engine.errors import Invalid


def test_a_material_outside_the_guide_is_not_asked_for(training: TrainingHall) -> None:
    case = catering.file_application(training)
    with pytest.raises(Invalid):
        catering.ask_for(training, case, "other_documents")
    assert training.status(case) == "received"
