"""The matters as a visitor looks for one: for whom they are, whose they are, under which letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.bundle import Bundle
from webapp.hall.initials import initial_of

PERSON, ORGANISATION = "person", "organisation"
WAYS = ("who", "department", "initial", "said")


@dataclass(frozen=True)
class Offer:
    """A published matter and under which keys of each way it is found."""

    key: str
    name: str
    authority: str
    promised: object
    who: frozenset[str]
    department: str
    initial: str
    said: tuple[str, ...]

    def found_by(self, way: str, value: str) -> bool:
        """Tell whether a visitor who takes ``way`` finds it under ``value``."""
        known = getattr(self, way)
        return known == value if isinstance(known, str) else value in known


def offers(bundles: Iterable[Bundle]) -> tuple[Offer, ...]:
    """Return the matters by letter and name."""
    found = (
        Offer(
            one.key,
            one.facts.name.value,
            one.facts.authority.value,
            one.facts.limits.promised.value,
            frozenset(PERSON if kind == "person" else ORGANISATION for kind in one.facts.applicants.value),
            one.facts.department,
            initial_of(one.facts.name.value),
            one.facts.everyday_words.value if one.facts.everyday_words is not None else (),
        )
        for one in bundles
    )
    return tuple(sorted(found, key=lambda offer: (offer.initial, offer.name)))
