"""Draw a random sample that anybody can draw again: by SHA-256 of a seed and each id, on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def sample(seed: str, population: Iterable[str], size: int) -> list[str]:
    """Return ``size`` of the ids, all of them where there are fewer, in the order in which they are drawn.

    Each id gets the SHA-256 of seed and id as its lot; the lowest lots are drawn. So the order of the population does
    not matter, and what is drawn for a smaller size is the beginning of what is drawn for a larger one.
    """
    return sorted(set(population), key=lambda one: _lot(seed, one))[: max(0, size)]


def share_of(count: int, permille: int) -> int:
    """Return how many a share comes to, rounded up, so that of a few there is one at least."""
    return -(-count * permille // 1000)


def digest_of(population: Iterable[str]) -> str:
    """Return the SHA-256 over the sorted ids, by which one sees that it was the same population."""
    return hashlib.sha256("\n".join(sorted(set(population))).encode()).hexdigest()


def _lot(seed: str, one: str) -> str:
    return hashlib.sha256(f"{seed} {one}".encode()).hexdigest()
