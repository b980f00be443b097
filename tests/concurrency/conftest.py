"""Open reviews for several people to compete for."""

from __future__ import annotations

import pytest
from open_reviews import Reviews
from support.training import TrainingHall


@pytest.fixture
def reviews(training: TrainingHall) -> Reviews:
    return Reviews(training)
