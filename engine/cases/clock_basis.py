"""The law that a clock of a matter rests on: that of licences, or the one that the matter's own facts name."""

from __future__ import annotations

from typing import Any

from engine.decision_words import LICENCE
from engine.facts import Fact
from engine.law.citations import cited
from engine.matter import MatterFacts

LICENCE_LAW = "行政许可法"
HOUSE_RULE = "本大厅规定"


def basis_of(facts: MatterFacts, article: str, fact: Fact[Any]) -> str:
    """Return ``article`` of 行政许可法 for a licence, else what ``fact`` was read in, or the hall's rule."""
    if facts.item_type.value == LICENCE:
        return f"{LICENCE_LAW} {article}"
    return (cited(fact.source) if fact.verified else "") or HOUSE_RULE
