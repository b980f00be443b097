"""The chain of the trail: what an entry's hash covers, and how a chain is checked.

``hash = SHA-256(hash before ‖ canonical JSON of the entry)``. The entry holds only a salted digest of
its values, so that values can be forgotten while the chain still verifies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

COVERED = (
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
"""The columns that the hash covers, in this order."""


def entry_hash(before: str, entry: Mapping[Any, Any]) -> str:
    """Return the hash of ``entry`` (a trail row as a mapping) after an entry with hash ``before``."""
    covered = [entry[name] for name in COVERED]
    text = orjson.dumps(covered, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(before.encode() + text).hexdigest()


def broken_at(entries: Iterable[Mapping[Any, Any]], head: str, length: int) -> int | None:
    """Return the number of the first entry that does not fit, or None for a whole chain.

    ``entries`` are one case's rows by ``seq``; ``head`` and ``length`` are what the case says of its
    newest entry, so that a cut tail is found too.
    """
    before, expected = "", 1
    for entry in entries:
        if entry["seq"] != expected or entry["hash"] != entry_hash(before, entry):
            return expected
        before, expected = entry["hash"], expected + 1
    if expected - 1 != length or before != head:
        return expected
    return None
