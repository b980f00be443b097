"""Printing leaves no fonts behind: a process that prints all day stays as large as after its first paper."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from processes.registry import HERE, load_folder
from webapp.documents.typesetting import typeset

pytest.importorskip("weasyprint", exc_type=OSError)


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Let nothing but the printing itself clear up."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def of_weasyprint() -> list[str]:
    found = [type(one) for one in gc.get_objects() if str(type(one).__module__).startswith("weasyprint.")]
    return sorted({kind.__name__ for kind in found if kind.__name__ in ("Font", "Document", "Page", "PDF")})


def test_nothing_of_a_paper_stays_in_memory(no_collection: None) -> None:
    material = load_folder(HERE / "small_catering_permit").facts.materials[0]
    assert typeset("sample.html", "first", material=material).startswith(b"%PDF")
    assert of_weasyprint() == []
