"""The sample files of this folder, read."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn.model import Model
from engine.bpmn.read import read

DATA = Path(__file__).parent / "data"


def sample(name: str) -> Model:
    return read((DATA / name).read_bytes(), name)


@pytest.fixture(scope="session")
def joint() -> Model:
    """A matter with five stages, six departments and a parallel review."""
    return sample("joint_permit.bpmn")


@pytest.fixture(scope="session")
def order() -> Model:
    """A file from elsewhere: no lanes, no stages, other pools, a sub-process with boundary events, an annotation."""
    return sample("purchase_order.bpmn")
