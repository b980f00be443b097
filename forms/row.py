"""One field of a form as a row of its designer's list, and how rows stand to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Row:
    """One field of the list; ``origin`` is its name in the stored form, empty for a new one.

    ``choices`` has one ``code 名称`` a line. ``show_field``, ``show_how`` and ``show_values`` are the picked condition
    (forms/shown_if.py), ``limits`` the texts of what it allows (forms/field_limits.py). A row ``inside`` belongs to
    the repeating group above it.
    """

    kind: str = "text"
    name: str = ""
    label: str = ""
    required: bool = True
    hint: str = ""
    choices: str = ""
    show_field: str = ""
    show_how: str = ""
    show_values: tuple[str, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    material: str = ""
    section: str = ""
    inside: bool = False
    origin: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return code and title of each choice."""
        lines = [line.split(maxsplit=1) for line in self.choices.splitlines() if line.strip()]
        return [(one[0], one[-1].strip()) for one in lines]


def named(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with a name made for each new one that has none: its type, with a number where taken."""
    taken, done = {row.name for row in rows}, []
    for row in rows:
        number, name = 1, row.name
        while not name or (not row.name and name in taken):
            name, number = row.kind if number == 1 else f"{row.kind}_{number}", number + 1
        taken.add(name)
        done.append(replace(row, name=name))
    return done


def blocks(rows: Sequence[Row]) -> list[list[int]]:
    """Return the places of each row at the top with those of the rows inside of it."""
    found: list[list[int]] = []
    for at, row in enumerate(rows):
        if row.inside and found:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def places(rows: Sequence[Row]) -> list[str]:
    """Return the dotted name of each row: that of the group above in front, where it is inside."""
    found, above = [], ""
    for row in rows:
        above = above if row.inside else row.name
        found.append(f"{above}.{row.name}" if row.inside else row.name)
    return found
