"""A Merkle tree: one hash over many leaves, from which a leaf can be proved with few others (after RFC 9162, 2.1).

A leaf is ``SHA-256(0x00 ‖ text)``, a node ``SHA-256(0x01 ‖ left ‖ right)``; the last one of an odd row moves up as it
is, which gives the tree of the standard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def leaf(text: str) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """A tree whose leaves can be changed and cut off at the end at the price of their own branches."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._rows = [list(leaves)]
        while len(self._rows[-1]) > 1:
            below = self._rows[-1]
            row = [_node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            self._rows.append(row + below[len(row) * 2 :])

    def __len__(self) -> int:
        return len(self._rows[0])

    @property
    def root(self) -> str:
        """The hash over all leaves, in hexadecimal; of none it is that of nothing."""
        return (self._rows[-1][0] if len(self) else hashlib.sha256(b"").digest()).hex()

    def replace(self, at: int, new: bytes) -> None:
        """Put another leaf in the place of one."""
        self._rows[0][at] = new
        for below, row in zip(self._rows, self._rows[1:], strict=False):
            at //= 2
            pair = below[2 * at : 2 * at + 2]
            row[at] = _node(*pair) if len(pair) == 2 else pair[0]

    def cut(self, length: int) -> None:
        """Keep only the first ``length`` leaves."""
        kept = length
        for row in self._rows:
            del row[kept:]
            kept = (kept + 1) // 2
        while len(self._rows) > 1 and len(self._rows[-2]) < 2:
            self._rows.pop()
        if length:
            self.replace(length - 1, self._rows[0][-1])

    def proof(self, at: int) -> list[str]:
        """Return the hashes, from the leaf up, that together with the leaf give the root."""
        path = []
        for row in self._rows[:-1]:
            beside = at ^ 1
            if beside < len(row):
                path.append(row[beside].hex())
            at //= 2
        return path
