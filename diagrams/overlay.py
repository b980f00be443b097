"""The state of a case on its chart: one mark per element, told by word and sign as well as by colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diagrams import vocabulary
from diagrams.model import Chart

STATUSES = tuple(vocabulary.STATUSES)


@dataclass(frozen=True)
class Mark:
    """What became of one element: ``status`` is one of ``STATUSES``, ``text`` what to print (a date, days left)."""

    status: str
    text: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is none of {', '.join(STATUSES)}")

    @property
    def words(self) -> str:
        """Return the text with the status in words, so that no reader depends on colour."""
        word = vocabulary.STATUSES[self.status]
        text = " ".join(self.text.split())
        if self.status == "overdue" and ("超" in text or "逾" in text):
            return text
        return text if word in text else f"{word} {text}".strip()


Overlay = Mapping[str, Mark]


def link_marks(chart: Chart, overlay: Overlay) -> dict[str, str]:
    """Return the status of each link: as given for its id, else done where both of its ends were reached.

    Of several ways between reached elements the marks cannot tell which was taken; give marks for links to say so.
    """
    links = chart.all_links()
    given = {link.id: overlay[link.id].status for link in links if link.id in overlay}
    if given:
        return given
    reached = {element for element, mark in overlay.items() if mark.status in ("done", "current", "overdue")}
    left = {element for element, mark in overlay.items() if mark.status == "done"}
    return {
        link.id: "done"
        for link in links
        if link.kind == "sequence" and not link.back and link.source in left and link.target in reached
    }
