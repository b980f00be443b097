"""Sentences for people: written in Chinese, translated only where they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Text:
    """A Chinese template and its parameters, so that a page can translate it before filling it in."""

    template: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.params) if self.params else self.template


def zh(template: str, **params: Any) -> Text:
    """Return a translatable sentence; the message extraction looks for calls of this name."""
    return Text(template, params)
