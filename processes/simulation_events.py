"""When the boundary events of a flow fire in a simulated run, and what had to be assumed for that.

A timer fires where its step takes longer: the calendar says how many working days its time is from the day on which
the step begins. A message, a signal or an error comes in the share of cases in which it came so far, at any moment of
the step; one that never came, or that sits on a sub-process, whose time nobody knows beforehand, does not come. Nor
does a timer whose time is read from the answers of a case.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Literal

from engine.bpmn.exploration.graph import Graph
from engine.bpmn.expressions import ExpressionError, compile_timer
from engine.bpmn.expressions.timers import Schedule
from engine.bpmn.model import Model
from engine.clock import HALL_ZONE
from engine.law.calendar import Calendar, OutsideCalendar

MOST_FIRINGS = 20  # of one repeating timer on one step: a reminder that goes on tells nothing new
OPENING = time(9)
_WORK = frozenset({"userTask", "task", "manualTask"})

Kind = Literal["timer", "unread", "share", "never"]


@dataclass(frozen=True)
class Assumption:
    """What was assumed of a boundary event.

    ``kind`` is timer (fires when its time is over), unread (its time depends on the case; does not fire), share (comes
    in this ``share`` of cases, 0 to 1) or never (nothing is known of it; does not come).
    """

    element: str
    name: str
    kind: Kind
    share: float = 0.0


@dataclass
class BoundaryEvents:
    """The boundary events of a graph; ``shares`` says how often each came, by its key or id."""

    graph: Graph
    calendar: Calendar
    shares: Mapping[str, float]
    known: dict[tuple[str, date], tuple[float, ...]] = field(default_factory=dict)

    def firings(
        self, host: str, began: float, takes: float | None, first_day: date, chance: random.Random
    ) -> Iterator[tuple[float, str]]:
        """Yield when each event of a host fires, in working days after the host began, and the event's key.

        :param began: working days from ``first_day`` to the beginning of the host.
        :param takes: working days that the host takes; None for a sub-process.
        """
        for event in self.graph.boundary.get(host, ()):
            if self._is_timer(event):
                yield from ((after, event) for after in self._times(event, began, first_day) if _within(after, takes))
            elif takes and (share := self._share(event)) and chance.random() < share:
                yield chance.random() * takes, event

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return what is assumed of each event, in the order of the file."""
        found: dict[str, Assumption] = {}
        for host, events in self.graph.boundary.items():
            for event in events:
                own = self.graph.nodes[event].element
                kind, share = self._kind(event, host)
                found.setdefault(own.id, Assumption(own.id, own.name or own.id, kind, share))
        return tuple(found.values())

    def _kind(self, event: str, host: str) -> tuple[Kind, float]:
        if self._is_timer(event):
            # Any day tells whether the time can be read at all.
            return ("timer" if self._times(event, 0.0, self.calendar.first) else "unread"), 0.0
        share = self._share(event) if self.graph.nodes[host].element.type in _WORK else 0.0
        return ("share" if share else "never"), share

    def _is_timer(self, event: str) -> bool:
        said = self.graph.nodes[event].element.event
        return said is not None and said.kind == "timer"

    def _share(self, event: str) -> float:
        return self.shares.get(event, self.shares.get(self.graph.nodes[event].element.id, 0.0))

    def _times(self, event: str, began: float, first_day: date) -> tuple[float, ...]:
        try:
            day = self.calendar.add_workdays(first_day, int(began))
            if (event, day) not in self.known:
                self.known[event, day] = tuple(self._firings_from(event, day))
        except (ExpressionError, OutsideCalendar):
            return ()
        return self.known[event, day]

    def _firings_from(self, event: str, day: date) -> Iterator[float]:
        said = self.graph.nodes[event].element.event
        assert said is not None
        assert said.timer is not None
        schedule = compile_timer(*said.timer).schedule({}, datetime.combine(day, OPENING, HALL_ZONE))
        for moment in islice(_moments(schedule), MOST_FIRINGS):
            on = moment.astimezone(HALL_ZONE).date()
            if on > self.calendar.last:
                return
            yield float(max(0, self.calendar.workdays_between(day, on)))


def _moments(schedule: Schedule | None) -> Iterator[datetime]:
    while schedule is not None:
        yield schedule.due
        schedule = schedule.following()


def _within(after: float, takes: float | None) -> bool:
    return takes is None or after < takes


def event_shares(models: Mapping[str, Model], came: Mapping[str, int], done: Mapping[str, int]) -> dict[str, float]:
    """Return in which share of the times that its step was begun each boundary event came, by its id.

    :param came: how often each event came, and ``done``: how often each step was done, by ids in running cases.
    """
    found = {}
    for model in models.values():
        for process in model.processes:
            for event in process.elements.values():
                host = event.attached_to
                if event.type != "boundaryEvent" or host is None or not came.get(event.id):
                    continue
                begun = done.get(host, 0) + (came[event.id] if event.interrupting else 0)
                found[event.id] = min(1.0, came[event.id] / begun) if begun else 1.0
    return found
