"""Who acts on the portal: a member of the public, of whom no more is known than the address of the network."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from flask import request

from engine.actor import Actor, applicant


def somebody(case_id: str | None = None) -> Actor:
    """Return the actor of this request, who may act on ``case_id`` where its code was shown."""
    return replace(applicant(case_id), address=request.remote_addr)


def as_code(typed: str) -> str:
    """Return a number or code as it is printed, however it was typed: full-width, in groups, in small letters."""
    return "".join(one for one in unicodedata.normalize("NFKC", typed[:80]) if one.isascii() and one.isalnum()).upper()
