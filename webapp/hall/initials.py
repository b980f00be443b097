"""The letter under which a Chinese name is looked up: the first of its first character's pinyin."""

from __future__ import annotations

from bisect import bisect_right

# The first level of GB 2312-80 has its characters in the order of their pinyin; these are the first of each letter.
_FIRST = (
    (0xB0A1, "A"), (0xB0C5, "B"), (0xB2C1, "C"), (0xB4EE, "D"), (0xB6EA, "E"), (0xB7A2, "F"), (0xB8C1, "G"),
    (0xB9FE, "H"), (0xBBF7, "J"), (0xBFA6, "K"), (0xC0AC, "L"), (0xC2E8, "M"), (0xC4C3, "N"), (0xC5B6, "O"),
    (0xC5BE, "P"), (0xC6DA, "Q"), (0xC8BB, "R"), (0xC8F6, "S"), (0xCBFA, "T"), (0xCDDA, "W"), (0xCEF4, "X"),
    (0xD1B9, "Y"), (0xD4D1, "Z"),
)  # fmt: skip
_LAST = 0xD7F9
OTHER = "#"


def initial_of(name: str) -> str:
    """Return a capital letter for a name, ``OTHER`` where its first character is none of the common ones.

    A character with several readings counts under the one by which the standard sorts it.
    """
    first = name.strip()[:1].upper()
    if "A" <= first <= "Z":
        return first
    code = int.from_bytes(first.encode("gb2312", "ignore"), "big")
    if not _FIRST[0][0] <= code <= _LAST:
        return OTHER
    return _FIRST[bisect_right([start for start, _letter in _FIRST], code) - 1][1]
