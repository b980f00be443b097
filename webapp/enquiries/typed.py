"""What somebody typed into a form about an enquiry or a complaint."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from engine.errors import Invalid
from webapp.languages import translate

MOST_TYPED = 4000
"""More than any field takes, so that what is too long is said to be, and less than anybody's memory."""


def typed(*names: str) -> dict[str, str]:
    """Return what was entered in these fields."""
    return {name: request.form.get(name, "").strip()[:MOST_TYPED] for name in names}


def number_of(text: str) -> int:
    """Return a small whole number, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def translated(refusal: Invalid, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what is wrong with each field in the reader's language; ``names`` are those of the page."""
    problems = refusal.problems or {"": refusal.text}
    return {(names or {}).get(name, name): translate(text) for name, text in problems.items()}
