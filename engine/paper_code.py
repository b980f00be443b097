"""The code on a paper by which anybody checks it, and the value by which its content is compared."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

import orjson

from engine.query_code import ALPHABET
from engine.sealing import Key, unseal_values

LENGTH = 10
VALUE_LENGTH = 20


def new_paper_code() -> str:
    """Return a fresh code of ten characters, which says nothing of the case and opens nothing of it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_code(kept: str, typed: str) -> bool:
    """Tell whether ``typed``, in whatever groups, is the code ``kept``; the time does not depend on the answer."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", typed[:80]) if one.isascii() and one.isalnum())
    return hmac.compare_digest(kept.encode(), plain.upper().encode()) and kept != ""


def content_value(key: Key, row: Mapping[str, Any]) -> str:
    """Return twenty hexadecimal digits over all that a row of ``document`` says; ``key`` is that of its case.

    The sealed fields are salted, so that nobody finds a name by trying. Raises Unsealable.
    """
    named = [row["number"], row["kind"], row["title"], row["authority"], row["issued_on"].isoformat()]
    said = orjson.dumps([*named, unseal_values(key, row["sealed_fields"])[1]])
    return hashlib.sha256(said).hexdigest()[:VALUE_LENGTH].upper()
