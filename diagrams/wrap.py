"""Chinese text in a box: widths in em, and line breaks where a reader would make them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from diagrams.advances import ADVANCES
from diagrams.words import WORDS

NOT_AT_START = frozenset("，。、；：？！）》】〉」』”’…—·%％,.;:?!)]}~～")
NOT_AT_END = frozenset("（《【〈「『“‘([{￥$")
GOOD_AFTER = frozenset("和与及并或的后前时、，；：·")
GOOD_AFTER_WORDS = (
    "大厅",
    "中心",
    "单位",
    "部门",
    "材料",
    "申请",
    "通知",
    "窗口",
    "审查",
    "许可",
    "人员",
    "规划",
    "管理",
)
GOOD_BEFORE = frozenset("和与及并或")
SHY = frozenset("局所站部科室书证单表人件处员厅费后前中内外")


def char_width(char: str) -> float:
    """Return the em a character may need: 1 for wide and full-width ones, 0 for combining marks."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return ADVANCES.get(char, 0.68)


def text_width(text: str) -> float:
    """Return a line's width in em."""
    return sum(map(char_width, text))


@lru_cache(maxsize=4096)
def wrap(text: str, limit: float, whole: float = 6.0) -> tuple[str, ...]:
    """Break ``text`` into lines at most ``limit`` em wide, evenly, with no punctuation at a line's start.

    A ``|`` or newline in the text forces a break. A Latin word or number stays whole up to ``whole`` em, even
    where that makes its line wider than ``limit``. Nothing is ever cut off.
    """
    lines: list[str] = []
    for part in text.replace("\n", "|").split("|"):
        pieces = _pieces(part.strip(), max(limit, whole))
        if pieces:
            lines.extend(_fill(pieces, limit))
    return tuple(lines) or ("",)


def _pieces(text: str, longest: float) -> list[str]:
    """Split into what must not be broken: one wide character, or a run of narrow ones; glue on punctuation."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else ""
        narrow = char_width(char) < 1
        joined = bool(last) and (
            char in NOT_AT_START
            or last[-1] in NOT_AT_END
            or not char_width(char)
            or (narrow and char != " " and last[-1] != " " and char_width(last[-1]) < 1)
            or char == " "
            or last.endswith("\u200d")
        )
        if joined and text_width(last + char) <= max(longest, 2):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _fill(pieces: list[str], limit: float) -> list[str]:
    """Choose the breaks with the least sum of penalties (Knuth and Plass 1981, without stretch)."""
    total = len(pieces)
    widths = [text_width(piece) for piece in pieces]
    fewest = max(1, -(-int(sum(widths) * 100) // int(limit * 100)))
    ideal = sum(widths) / fewest
    best: list[float] = [0.0, *[float("inf")] * total]
    before = [0] * (total + 1)
    for end in range(1, total + 1):
        width = 0.0
        for start in range(end - 1, -1, -1):
            width += widths[start]
            if width - (ADVANCES[" "] if pieces[end - 1].endswith(" ") else 0) > limit + 1e-6 and start < end - 1:
                break
            badness = (width - ideal) ** 2 + 6 + (_break_cost(pieces, end) if end < total else 0)
            if end - start == 1 and total > 1 and widths[start] <= 1:
                badness += 12
            if best[start] + badness < best[end]:
                best[end], before[end] = best[start] + badness, start
    lines: list[str] = []
    end = total
    while end:
        lines.insert(0, "".join(pieces[before[end] : end]).strip())
        end = before[end]
    return [line for line in lines if line]


def _break_cost(pieces: list[str], end: int) -> float:
    """Judge a break before ``pieces[end]``: negative where a reader would pause, positive within a word."""
    left, right = "".join(pieces[max(0, end - 3) : end]), pieces[end]
    if left.endswith(" "):
        # "剩 1 个工作日" is one saying: better not before the number, never after it.
        if left[-2:-1].isdigit():
            return 7.0
        if right[0].isdigit() and len(pieces[end - 1]) == 2:
            return 2.0
        # Chinese needs no spaces: one between two characters is the writer's own break.
        return -14.0 if char_width(left[-2:-1] or " ") == char_width(right[0]) == 1 else -4.0
    if right[0] in GOOD_BEFORE or (left[-1] in GOOD_AFTER and left[-1] not in GOOD_BEFORE):
        return -3.0
    if left.endswith(GOOD_AFTER_WORDS):
        return -2.5
    cost = 1.5
    if left[-1] + right[0] in WORDS:
        cost += 9.0
    elif left[-2:] in WORDS and "".join(pieces[end : end + 2])[:2] in WORDS:
        cost -= 2.5
    if right[0] in SHY:
        cost += 3.0
    if left[-1] in GOOD_BEFORE or left[-1] in "不是未个第满一二两三":
        cost += 6.0
    if char_width(left[-1]) < 1 and char_width(right[0]) == 1 and left[-1].isdigit():
        cost += 6.0
    return cost
