"""Texts of acts on enquiries and complaints that others read too."""

from __future__ import annotations

from engine.errors import Invalid
from engine.law.masking import mask_text
from engine.required_text import required_text
from engine.text import Text, zh


def said_to_all(given: str, field: str, missing: Text, longest: int) -> str:
    """Return what was written; raises Invalid where it is missing, too long, or has an identity number or a mobile."""
    found = required_text(given, field, missing, longest)
    if mask_text(found) != found:
        wrong = zh("这里不能写身份证号码、手机号码。")
        raise Invalid(wrong, {field: wrong})
    return found
