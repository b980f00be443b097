"""What a bill comes to: items, quantities and reductions, in integer fen (行政许可法 第五十八条、第五十九条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Exemption = Literal["none", "half", "free"]
EXEMPTIONS: tuple[Exemption, ...] = ("none", "half", "free")
PAY_WITHIN_DAYS = 15
"""Calendar days to pay in where the matter says nothing; a rule of the hall, no law has one."""
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def total(lines: Iterable[tuple[int, int]]) -> int:
    """Return the sum of (amount of one in fen, quantity)."""
    return sum(amount * quantity for amount, quantity in lines)


def due(total_fen: int, exemption: Exemption) -> int:
    """Return what is left to pay after a granted exemption; half a fen is not charged."""
    return {"none": total_fen, "half": total_fen // 2, "free": 0}[exemption]


def in_words(fen: int) -> str:
    """Return an amount as receipts spell it, so that no digit can be added: 8050 → 捌拾元伍角."""
    if not 0 <= fen < 10**18:
        raise ValueError(f"{fen} fen cannot be written on a receipt")
    yuan, jiao, one = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not one:
        return f"{text or '零元'}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif text:
        text += "零"
    return text + (f"{_DIGITS[one]}分" if one else "")


def _whole(number: int) -> str:
    """Return a whole number of yuan, four digits to a group, inner zeros said once."""
    text = ""
    gap = False
    for place in reversed(range(16)):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place % 4]
            gap = False
        else:
            gap = True
        if place % 4 == 0 and number // 10**place % 10**4:
            text += _GROUPS[place // 4]
    return text
