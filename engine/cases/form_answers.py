"""Checking the answer of a form: only declared fields pass, and what is wrong is told field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import Invalid
from engine.text import zh
from forms import Form


def checked(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``values`` where they fit the form; raises Invalid with a sentence for each field."""
    problems = form.check(values)
    if problems:
        raise Invalid(zh("有 {count} 处需要更正。", count=len(problems)), problems)
    return dict(values)
