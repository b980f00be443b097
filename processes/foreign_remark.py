"""One line of the report on a file from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.text import Text

Fate = Literal["changed", "kept", "unsupported"]


@dataclass(frozen=True)
class Remark:
    """What became of one thing of the file.

    ``fate`` is changed (rewritten here), kept (stays in the file and has no effect) or unsupported (stays in the file
    and must be drawn otherwise before publishing). ``construct`` names the tag or attribute as the file writes it,
    ``element`` and ``name`` are the id (ours) and the name of the element that has it.
    """

    fate: Fate
    construct: str
    element: str
    name: str
    text: Text
