"""Keys given by the application: time-ordered, so that rows of one day lie together."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime

_KEPT = 1024
_lock = threading.Lock()
_counts: dict[int, int] = {}


def _place(millisecond: int) -> int:
    """Return the millisecond and the count within it as one number of 60 bits.

    Past 4,096 the count carries into the millisecond (RFC 9562, 6.2), so the order holds while a clock stands still.
    Commands that run side by side each keep the instant at which they began; so several counts are under way.
    """
    with _lock:
        count = _counts.get(millisecond, -1) + 1
        _counts[millisecond] = count
        if len(_counts) > _KEPT:
            del _counts[next(iter(_counts))]
    return (millisecond << 12) + count


def new_id(now: datetime) -> str:
    """Return a UUID version 7 (RFC 9562) as 32 hexadecimal digits.

    Ids made by one process in one millisecond sort in the order in which they were made (6.2, method 1).
    """
    place = _place(int(now.timestamp() * 1000))
    value = (place >> 12 & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (place & 0xFFF) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return f"{value:032x}"


def new_code(length: int = 8) -> str:
    """Return a random code that people can type: no letters that look like digits."""
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return "".join(secrets.choice(alphabet) for _ in range(length))
