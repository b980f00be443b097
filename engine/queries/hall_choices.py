"""What the public chose: the matters that most people came for, and the way by which they filed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from engine.clock import HALL_ZONE
from engine.queries.names import matter_names
from engine.store.base import table_of
from engine.store.cases import Case

SPAN = 30
"""Days that are looked back over, today included."""
MOST_MATTERS = 5
_case = table_of(Case).c


@dataclass(frozen=True)
class Chosen:
    """Counts of applications: ``matters`` are the most sought, the first most; ``ways`` are all, by channel."""

    matters: tuple[tuple[str, int], ...] = ()
    ways: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many applications were filed."""
        return sum(self.ways.values())

    @property
    def percents(self) -> dict[str, int]:
        """The share of each channel in whole percent, which together make 100 (largest remainders)."""
        shares = {way: divmod(count * 100, self.total) for way, count in self.ways.items()}
        found = {way: whole for way, (whole, _rest) in shares.items()}
        for way in sorted(shares, key=lambda way: (-shares[way][1], way))[: 100 - sum(found.values())]:
            found[way] += 1
        return found


def chosen(connection: Connection, today: date) -> Chosen:
    """Count the applications of the last ``SPAN`` legal days by the present name of their matter and by channel."""
    first = datetime.combine(today - timedelta(days=SPAN - 1), time(), HALL_ZONE).astimezone(UTC)
    query = (
        select(_case.matter_key, _case.channel, func.count())
        .where(_case.received_at >= first)
        .group_by(_case.matter_key, _case.channel)
    )
    names = {matter.key: matter.name for matter in matter_names(connection)}
    matters, ways = dict[str, int](), dict[str, int]()
    for key, way, count in connection.execute(query):
        matters[key] = matters.get(key, 0) + count
        ways[way] = ways.get(way, 0) + count
    sought = sorted(matters, key=lambda key: (-matters[key], key))[:MOST_MATTERS]
    return Chosen(tuple((names[key], matters[key]) for key in sought), ways)
