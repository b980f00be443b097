"""How many random examples a property of the law is tried on."""

from __future__ import annotations

from hypothesis import settings

examples = settings(max_examples=300, deadline=None)
many = settings(max_examples=10_000, deadline=None)
"""For the long trials."""
