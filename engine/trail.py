"""The chain of the trail: what an entry's hash covers, and how a chain is checked.

``hash = SHA-256(hash before ‖ canonical JSON of the entry)``. The entry holds only a salted digest of
its values, so that values can be forgotten while the chain still verifies. What is covered has grown; each entry
says by which coverage it was written, so that chains of an earlier version of the software verify for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

_FIRST = (
    "case_id",
    "seq",
    "at",
    "legal_at",
    "act",
    "element_id",
    "token",
    "group_token",
    "instance",
    "actor_id",
    "actor_name",
    "post",
    "department",
    "address",
    "detail",
    "digest",
)
_ADDED = ("window", "happened_on", "changes")
COVERED: Mapping[int, tuple[str, ...]] = {1: _FIRST, 2: ("coverage", *_FIRST, *_ADDED)}
"""The columns that the hash covers, in this order, by the coverage of the entry."""
COVERAGE = 2
"""The coverage of entries that are written now."""


def entry_hash(before: str, entry: Mapping[Any, Any]) -> str:
    """Return the hash of ``entry`` (a trail row as a mapping) after an entry with hash ``before``.

    Raises KeyError for a coverage that nobody has ever written.
    """
    covered = [entry[name] for name in COVERED[entry["coverage"]]]
    text = orjson.dumps(covered, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(before.encode() + text).hexdigest()


def broken_at(entries: Iterable[Mapping[Any, Any]], head: str, length: int) -> int | None:
    """Return the number of the first entry that does not fit, or None for a whole chain.

    ``entries`` are one case's rows by ``seq``; ``head`` and ``length`` are what the case says of its
    newest entry, so that a cut tail is found too.
    """
    before, expected = "", 1
    for entry in entries:
        if entry["seq"] != expected or not _fits(before, entry):
            return expected
        before, expected = entry["hash"], expected + 1
    if expected - 1 != length or before != head:
        return expected
    return None


def _fits(before: str, entry: Mapping[Any, Any]) -> bool:
    """Tell whether the hash is the entry's; what the hash does not cover must be empty, or it could be put in later."""
    covered = COVERED.get(entry["coverage"], ())
    loose = any(entry[name] is not None for name in _ADDED if name not in covered)
    return bool(covered) and not loose and entry["hash"] == entry_hash(before, entry)
