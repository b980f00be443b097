"""The two kinds of time, both handed in; nothing else in the project reads a clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

HALL_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """System time (sessions, leases, retries); legal time is system time plus the training offset."""

    def now(self) -> datetime:
        """Return the system time, aware, in UTC."""
        ...


class MachineClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved; for tests and for playing a process."""

    at: datetime = field(default=datetime(2026, 3, 2, 1, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by


def legal_day(moment: datetime) -> date:
    """Return the day that ``moment`` (aware) is for the law, in the zone of the hall."""
    return moment.astimezone(HALL_ZONE).date()


def legal_time(moment: datetime) -> time:
    """Return the time of the day that ``moment`` (aware) is in the zone of the hall."""
    return moment.astimezone(HALL_ZONE).time()
