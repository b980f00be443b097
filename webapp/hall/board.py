"""What the screens show, read at most once in some seconds, however many screens hang in the hall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from engine.administration.verify_roots import newest_root
from engine.hall import Hall
from engine.queries.announcements import AnnouncementLine, shown_announcements
from engine.queries.bundles import MatterInForce, matters_in_force
from engine.queries.hall_choices import Chosen, chosen
from engine.queries.hall_collection import ReadyCase, ready_cases
from engine.queries.hall_figures import Figures, figures
from engine.queries.hall_public_notices import RunningNotice, running_notices
from engine.queries.hearings import AnnouncedHearing, announced_hearings

KEPT = timedelta(seconds=10)


@dataclass(frozen=True)
class Board:
    """One look at the hall; ``at`` is its legal time."""

    at: datetime
    today: date
    day: Figures
    month: Figures
    chosen: Chosen
    ready: tuple[ReadyCase, ...]
    announcements: tuple[AnnouncementLine, ...]
    notices: tuple[RunningNotice, ...]
    hearings: tuple[AnnouncedHearing, ...]
    matters: tuple[MatterInForce, ...]
    root: Any
    """Day, cases and root of the newest night, none before the first."""


def look(hall: Hall) -> Board:
    """Read everything that the turning pages show."""
    with hall.reading() as connection:
        at, today = hall.legal_now(connection), hall.today(connection)
        return Board(
            at,
            today,
            day=figures(connection, today, today),
            month=figures(connection, today.replace(day=1), today),
            chosen=chosen(connection, today),
            ready=ready_cases(hall, connection),
            announcements=shown_announcements(connection, today),
            notices=running_notices(hall, connection, today),
            hearings=announced_hearings(connection, today),
            matters=matters_in_force(hall, connection),
            root=newest_root(connection),
        )


class Boards:
    """The last look at a hall. While one request looks anew, others wait for what it sees."""

    def __init__(self, hall: Hall, see: Callable[[Hall], Board] = look) -> None:
        self._hall, self._see = hall, see
        self._lock = Lock()
        self._seen: tuple[datetime, Board] | None = None

    def now(self) -> Board:
        """Return the board, at most ``KEPT`` old; raises engine.errors.Unavailable where it cannot be read."""
        with self._lock:
            now = self._hall.clock.now()
            if self._seen is None or abs(now - self._seen[0]) >= KEPT:
                self._seen = (now, self._see(self._hall))
            return self._seen[1]
