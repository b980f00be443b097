"""Pictures of charts, kept by what they show: a page is opened far more often than what it shows changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

KEPT = 96
# A picture brings its own style; nothing in it may run or load anything.
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class DrawnCharts:
    """The pictures drawn last; the least recently asked for goes first."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._drawn: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], str]) -> str:
        """Return the picture that ``key`` names, drawn if it is not there; what ``draw`` raises is passed on."""
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        svg = draw()
        with self._lock:
            self._drawn[key] = svg
            while len(self._drawn) > self._most:
                self._drawn.popitem(last=False)
        return svg


charts = DrawnCharts()
