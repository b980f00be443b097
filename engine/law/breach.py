"""What a rule answers when an act would break it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """A broken rule: ``rule`` is a stable key; ``message`` and ``basis`` (the law) are Chinese."""

    rule: str
    message: str
    basis: str

    def __str__(self) -> str:
        return f"{self.message}（{self.basis}）"
