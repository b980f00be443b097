"""What the days of a limit are counted by: the calendar, and the rule by which the hall warns."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.law.calendar import Calendar
from engine.law.lights import DEFAULT_RULE, LightRule


@dataclass(frozen=True)
class Counting:
    """A calendar with a rule of lights; equal contents have equal ``version``s.

    The version, at most 64 characters, is kept with whatever was computed: where it is another than that in force,
    the days have to be counted anew.
    """

    calendar: Calendar
    rule: LightRule = DEFAULT_RULE
    version: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        rule = self.rule
        parts = (rule.percent, rule.workdays_left, rule.push_workdays, rule.step_factor)
        object.__setattr__(self, "version", "-".join((self.calendar.version, *map(str, parts))))
