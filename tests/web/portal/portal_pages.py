"""What tests of the portal read from pages, and what they fill in."""

from __future__ import annotations

from typing import Any


def words_of(node: Any) -> str:
    """Return the texts of a part of a page with one space between them."""
    return " ".join(text for one in node.itertext() for text in [" ".join(one.split())] if text)
