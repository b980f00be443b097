"""Who a case is about, as keyed digests: enough to tell somebody's own case, and nothing to read a number from."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping

from engine.sealing import Key

ID_NUMBER = "id_number"


def party_digest(key: Key, id_number: str) -> str:
    """Return the digest of an identity number under the key of the hall."""
    return hmac.digest(key.raw, f"party {id_number.strip().upper()}".encode(), hashlib.sha256).hex()


def party_digests(key: Key, values: Mapping[str, object]) -> list[str]:
    """Return the digests of all identity numbers in an application: applicant, agent, seller, co-owners."""
    return sorted({party_digest(key, number) for number in _numbers(values)})


def _numbers(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, str) and str(name).endswith(ID_NUMBER) and inner.strip():
                yield inner
            else:
                yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)
