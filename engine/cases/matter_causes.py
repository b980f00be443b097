"""What may stop the clocks of a matter, as its guide says: special procedures and suspensions."""

from __future__ import annotations

from engine.law.pauses import ARTICLE_45, CAPS, CAUSES, MatterCause
from engine.matter import MatterFacts

HEARING = "hearing"
"""The cause that acts of its own begin and end (engine/cases/hearing_row.py)."""
_KEYS = {name: key for key, name in CAUSES.items()}


def matter_causes(facts: MatterFacts) -> tuple[MatterCause, ...]:
    """Return the special procedures of the guide as causes; one of the eight has its key, any other its own name."""
    return tuple(
        MatterCause(
            _KEYS.get(one.name.value, one.name.value),
            one.name.value,
            one.basis.value if one.basis is not None else "",
            one.limit.value.days,
            one.limit.value.unit,
            one.counted.value,
        )
        for one in facts.special_procedures
    )


def lawful_causes(facts: MatterFacts) -> tuple[MatterCause, ...]:
    """Return the causes that may pause a case of the matter: the eight of article 45, and its own."""
    own = {one.key: one for one in matter_causes(facts)}
    found = [
        own.get(key) or MatterCause(key, name, ARTICLE_45, CAPS.get(key), "workday") for key, name in CAUSES.items()
    ]
    found += [one for key, one in own.items() if key not in CAUSES]
    return tuple(one for one in found if not one.counted)
