"""A form with every kind of field, and the forms of the small catering permit."""

from __future__ import annotations

from pathlib import Path

import pytest
from road_works import FILLED, SCHEMA, UI

from forms import Form

FOLDER = Path(__file__).parents[2] / "forms" / "small_catering_permit"


@pytest.fixture(scope="session")
def form() -> Form:
    return Form("roads/application", SCHEMA, UI)


@pytest.fixture
def filled() -> dict[str, list[str]]:
    return dict(FILLED)


@pytest.fixture(scope="session")
def catering() -> dict[str, Form]:
    return Form.load_folder(FOLDER)
