"""Advance widths of ASCII, in hundredths of an em.

Each is the widest of Noto Sans CJK SC, Noto Serif CJK SC (regular and bold) and WenQuanYi Micro Hei, rounded up, so
that a line has the room it was given in whichever of them the reader's machine has.
"""

from __future__ import annotations

_CHARACTERS = {
    26: " ",
    33: "'",
    34: ",.:;j",
    35: "i",
    36: "l",
    37: "!-",
    38: "[]{}",
    40: "()/\\",
    41: "f",
    43: "It",
    50: "rs",
    52: "?z",
    56: "*|",
    57: "Jc",
    58: '"v',
    59: "$17ey",
    60: "02345689_agx",
    61: "+<=>^~",
    63: "SZ`o",
    65: "#FLq",
    66: "dk",
    67: "E",
    68: "Pbpu",
    69: "hn",
    70: "T",
    71: "BCY",
    73: "X",
    74: "V",
    75: "A",
    76: "GR",
    77: "K",
    79: "DOQ",
    81: "&",
    82: "NU",
    87: "H",
    88: "w",
    97: "%",
    101: "@Mm",
    110: "W",
}
ADVANCES = {char: hundredths / 100 for hundredths, chars in _CHARACTERS.items() for char in chars}
"""Width in em of each printable ASCII character."""
