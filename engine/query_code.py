"""The codes by which an applicant, without an account, follows a case and goes on with a draft.

A code is computed from the key of the hall, so it is kept nowhere and a receipt can be printed again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from engine.sealing import Key

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
DRAFT_LENGTH = 12
RATING_BYTES = 12
"""Of 256 bits, these 96 sign a code: more than can be tried."""


def _code(key: Key, purpose: str, subject: str, length: int) -> str:
    number = int.from_bytes(hmac.digest(key.raw, f"{purpose} {subject}".encode(), hashlib.sha256))
    letters = []
    for _ in range(length):
        number, position = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[position])
    return "".join(letters)


def query_code(key: Key, case_id: str) -> str:
    """Return the eight characters that, with its number, follow this case."""
    return _code(key, "query code", case_id, LENGTH)


def draft_code(key: Key, draft_id: str) -> str:
    """Return the twelve characters that alone find this draft again."""
    return _code(key, "draft code", draft_id, DRAFT_LENGTH)


def hash_draft_code(typed: str) -> str:
    """Return what the table keeps of a draft's code, as it was typed."""
    return hashlib.sha256(typed.strip().upper().encode()).hexdigest()


def matches(key: Key, case_id: str, typed: str) -> bool:
    """Tell whether ``typed`` is the code of the case, in time that does not depend on the answer."""
    return hmac.compare_digest(query_code(key, case_id).encode(), typed.strip().upper().encode())


def rating_code(key: Key, case_id: str) -> str:
    """Return the letters that open the rating of one case, and nothing else of it: for a QR code, not to be typed."""
    sign = hmac.digest(key.raw, f"rating code {case_id}".encode(), hashlib.sha256)[:RATING_BYTES]
    return base64.urlsafe_b64encode(bytes.fromhex(case_id) + sign).decode()


def case_of_rating_code(key: Key, code: str) -> str | None:
    """Return the id of the case whose rating the code opens; None where nobody gave such a code."""
    try:
        case_id = base64.urlsafe_b64decode(code)[:-RATING_BYTES].hex()
    except ValueError:
        return None
    if len(case_id) != 32 or not hmac.compare_digest(rating_code(key, case_id).encode(), code.encode()):
        return None
    return case_id
