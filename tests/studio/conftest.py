"""The people of the studio."""

from __future__ import annotations

import pytest
from designers import Studio
from support.training import TrainingHall


@pytest.fixture
def studio(training: TrainingHall) -> Studio:
    return Studio(training)
