"""What people must write in words: why they do something, what they answer."""

from __future__ import annotations

from engine.errors import Invalid
from engine.text import Text, zh


def required_text(given: str, field: str, missing: Text, most: int) -> str:
    """Return what was written, without blanks around it; raises Invalid for nothing or over ``most`` letters."""
    said = given.strip()
    if not said:
        raise Invalid(missing, {field: missing})
    if len(said) > most:
        wrong = zh("最多写 {most} 字。", most=most)
        raise Invalid(wrong, {field: wrong})
    return said
