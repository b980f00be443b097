"""The code by which an applicant follows a case without an account.

It is computed from the key of the hall and the case, so it is kept nowhere and a receipt can be
printed again.
"""

from __future__ import annotations

import hashlib
import hmac

from engine.sealing import Key

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8


def query_code(key: Key, case_id: str) -> str:
    """Return the eight characters that follow this case."""
    number = int.from_bytes(hmac.digest(key.raw, b"query code " + case_id.encode(), hashlib.sha256))
    letters = []
    for _ in range(LENGTH):
        number, position = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[position])
    return "".join(letters)


def matches(key: Key, case_id: str, typed: str) -> bool:
    """Tell whether ``typed`` is the code of the case, in time that does not depend on the answer."""
    return hmac.compare_digest(query_code(key, case_id).encode(), typed.strip().upper().encode())
