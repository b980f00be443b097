"""Pictures and posters of charts, kept by what they show, which changes far more seldom than they are opened."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from markupsafe import Markup

# A picture brings its own style; nothing in it may run or load anything.
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
Made = TypeVar("Made")


class Kept(Generic[Made]):
    """The last ``most`` of what was made; the least recently asked for goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``key`` names, made if it is not there; what ``make`` raises is passed on."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


charts: Kept[str] = Kept(96)
"""Pictures as SVG."""
tables: Kept[Markup] = Kept(96)
"""Their steps as HTML tables, by language too."""
kinds: Kept[tuple[str, ...]] = Kept(64)
"""Which kinds of charts a bundle has, by its hash."""
posters: Kept[bytes] = Kept(32)
"""Single posters as PDF, some 100 kB each; setting one takes seconds of the only thread that sets pages."""
