"""EM-19: a site is checked by two members of staff at least (第三十四条第三款)."""

from __future__ import annotations

import pytest
from support import catering
from support.training import TrainingHall

from engine.errors import Refused


@pytest.mark.parametrize("logins", [("hecha1",), ("hecha1", "hecha1")])
def test_fewer_than_two_are_not_sent(training: TrainingHall, logins: tuple[str, ...]) -> None:
    case = catering.file_application(training)
    catering.accept(training, case)
    with pytest.raises(Refused):
        catering.assign(training, case, *logins)
    assert training.open_elements(case) == ["assign_check"]
