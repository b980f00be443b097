"""EM-07: a second notice with new points is impossible; it may repeat what the first asked for (R-29)."""

from __future__ import annotations

import pytest
from support import catering
from support.training import TrainingHall

from engine.errors import Forbidden


def test_a_second_notice_asks_for_nothing_new(training: TrainingHall) -> None:
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan")
    catering.supplement(training, case, "layout_plan")
    with pytest.raises(Forbidden, match="第三十二条"):
        catering.ask_for(training, case, "layout_plan", "management_rules")
    catering.ask_for(training, case, "layout_plan")
