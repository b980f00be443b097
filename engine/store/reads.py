"""What answers questions about rows."""

from __future__ import annotations

from typing import Any, Protocol


class Reads(Protocol):
    """A unit of work, or a page's connection."""

    def execute(self, statement: Any, params: Any = None) -> Any: ...
