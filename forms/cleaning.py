"""Text as people type it, made fit for keeping: one Unicode form, no control characters."""

from __future__ import annotations

import re
import unicodedata

# Bidirectional marks and zero-width spaces make a text read differently from what it is; joiners stay, since
# emoji are built with them.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\u200b")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def clean(text: str, *, lines: bool = False) -> str:
    """Return ``text`` in NFC, stripped, without control characters; ``lines`` keeps line ends as \\n."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    # What is printable holds none of the characters in question, which is nearly every text.
    if not text.replace("\n", "").isprintable():
        text = "".join(character for character in text if _kept(character))
    return text.strip()


def narrow(text: str) -> str:
    """Return ``text`` with full-width digits, letters and marks made plain."""
    return text.translate(_FULL_WIDTH)


def without_blanks(text: str) -> str:
    """Return ``text`` without the blanks and dashes that people put into long numbers."""
    return re.sub(r"[\s\-—–·]", "", narrow(text))


def _kept(character: str) -> bool:
    if character in "\n\t":
        return True
    # Cc: control; Cs: half of a surrogate pair, which no database takes. Unassigned code points may be the
    # emoji of a newer Unicode and stay; noncharacters do not.
    code = ord(character)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not noncharacter and unicodedata.category(character) not in ("Cc", "Cs") and character not in _BIDI
