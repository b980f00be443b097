"""Week by week: which lights were raised, and how many decisions kept their limits; only supervisors may ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, case, func, select

from engine.actor import Actor
from engine.queries.supervision import require_supervisor
from engine.queries.watch_filters import decided_late
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.lights import RaisedLight

WEEKS = 12
_light, _case = table_of(RaisedLight).c, table_of(Case).c


@dataclass(frozen=True)
class Week:
    """The seven days from ``first``, a Monday; ``lights`` counts those that became true in it by (rule, colour)."""

    first: date
    lights: Mapping[tuple[str, str], int]
    in_time: int
    """Cases decided in the week within their promised limit, or the statutory one; a case without either is in time."""
    late: int

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.first + timedelta(days=6)

    def of_colour(self, colour: str) -> int:
        """Return how many lights of the colour there were."""
        return sum(count for (_rule, own), count in self.lights.items() if own == colour)


def monday_of(day: date) -> date:
    """Return the Monday of the week that ``day`` is in."""
    return day - timedelta(days=day.weekday())


def light_weeks(connection: Connection, by: Actor, today: date, weeks: int = WEEKS) -> tuple[Week, ...]:
    """Return the last weeks, this one the last; raises NotFound for whoever is no supervisor."""
    require_supervisor(by)
    this = monday_of(today)
    mondays = [this - timedelta(weeks=back) for back in reversed(range(weeks))]
    lights: dict[date, Counter[tuple[str, str]]] = {monday: Counter() for monday in mondays}
    decided: dict[date, Counter[bool]] = {monday: Counter() for monday in mondays}
    first, last = mondays[0], this + timedelta(days=6)
    columns = (_light.since, _light.rule, _light.colour)
    raised = select(*columns, func.count().label("number")).where(_light.since.between(first, last))
    for row in connection.execute(raised.group_by(*columns)):
        lights[monday_of(row.since)][row.rule, row.colour] += row.number
    late = case((decided_late(), 1), else_=0)
    kept = select(_case.decided_on, func.count().label("number"), func.sum(late).label("late"))
    for row in connection.execute(kept.where(_case.decided_on.between(first, last)).group_by(_case.decided_on)):
        decided[monday_of(row.decided_on)] += Counter({True: row.late, False: row.number - row.late})
    return tuple(Week(one, dict(lights[one]), decided[one][False], decided[one][True]) for one in mondays)
