"""What a chart's page says around the chart: of which matter it is, from which bundle, where to read on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """Title and lines over the chart, lines under it, and the address in its QR code.

    An empty ``title`` is the name of the process with the kind of the chart. ``source`` becomes ``data-`` attributes
    of the picture (matter, bundle, version), by which it can be told where it came from.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    address: str = ""
    source: Mapping[str, str] = field(default_factory=dict)
