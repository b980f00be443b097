"""What a verification found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that does not fit; ``subject`` is a case number, a file's hash, a matter, a series or a day."""

    subject: str
    kind: str
    """state, tasks, timers, services, subscriptions, chain, values, document, clock, due, status, file, series,
    bundle, root, bill, payment, cash_day."""
    detail: str
