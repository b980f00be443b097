"""A matter's flow as a table, one row a step: what somebody who does not draw BPMN can read and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.text import Text

STEP, PART, CHOICE, WAIT, KEPT = "step", "part", "choice", "wait", "kept"
"""A step of people, a call of a shared part, a decision of its own, a wait for one of several events, anything else."""
NEXT, BESIDE, WITHIN = "next", "beside", "within"
"""How a row follows: after all above it, at the same time as a new branch, or next in the branch above it."""
ONWARD, JOINED, NEW_END = "", "+joined", "+end"
"""Where an exit may lead besides rows and ends: what comes next, the end of its own branch, an end yet to be made."""
UNSAID = "?"
"""The condition of an exit of which nobody has said yet when it is taken."""
PROPERTIES: Mapping[str, str] = {
    "stage": "stage",
    "post": "post",
    "limit": "limitWorkdays",
    "work": "work",
    "form": "form",
    "approval": "approval",
    "separate_from": "separateFrom",
    "document": "document",
    "fee": "fee",
    "channel": "channel",
}
"""The fields of a row that are properties of its step, with their names in the file."""


@dataclass(frozen=True)
class Exit:
    """One way on from a row: when (an expression, "" for "otherwise") and where to, a row, an end or one of the above.

    ``via`` is the event of a wait that opens this way.
    """

    name: str = ""
    condition: str = ""
    to: str = ONWARD
    via: str = ""


@dataclass(frozen=True)
class Row:
    """One row; its properties are as the file spells them, ``other`` are those that no column shows.

    ``exits`` are empty where what comes next simply follows. ``repeated`` is what a step is done anew for,
    ``reminders`` are the names of the events that remind of it: both stay as they are drawn.
    """

    id: str
    name: str = ""
    kind: str = STEP
    lane: str = ""
    along: str = NEXT
    stage: str = ""
    post: str = ""
    limit: str = ""
    work: str = ""
    form: str = ""
    approval: str = ""
    separate_from: str = ""
    document: str = ""
    fee: str = ""
    channel: str = ""
    called: str = ""
    exits: tuple[Exit, ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    repeated: str = ""
    reminders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A lane: which department at which level."""

    id: str
    name: str = ""
    department: str = ""
    level: str = ""


@dataclass(frozen=True)
class End:
    """An end of the flow."""

    id: str
    name: str = ""


@dataclass(frozen=True)
class Table:
    """A whole flow; ``end`` is where the last row leads, ``filed_at`` the place of the start.

    ``owners`` names the row of everything that is drawn, by element id.
    """

    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    end: End
    other_ends: tuple[End, ...] = ()
    filed_at: str = ""
    owners: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def ends(self) -> tuple[End, ...]:
        return (*self.other_ends, self.end)


@dataclass(frozen=True)
class NotThatShape:
    """Why a file cannot be shown as a table; ``element`` is the first thing in it that no table can say."""

    text: Text
    element: str = ""


Branches = tuple[tuple[Row, ...], ...]


def units_of(rows: Sequence[Row]) -> tuple[Branches, ...]:
    """Return what follows one after another: a row by itself (one branch of one), or branches side by side."""
    found: list[list[list[Row]]] = []
    for row in rows:
        if row.along == NEXT or not found:
            found.append([[row]])
        elif row.along == BESIDE:
            found[-1].append([row])
        else:
            found[-1][-1].append(row)
    return tuple(unit for group in found for unit in _parted(group))


def _parted(group: list[list[Row]]) -> Iterator[Branches]:
    if len(group) == 1:
        yield from (((row,),) for row in group[0])
    else:
        yield tuple(tuple(branch) for branch in group)


def flat(units: Sequence[Branches]) -> tuple[Row, ...]:
    """Return the rows of units, each saying how it follows."""
    return tuple(
        replace(row, along=NEXT if not branch and not at else BESIDE if not at else WITHIN)
        for unit in units
        for branch, rows in enumerate(unit)
        for at, row in enumerate(rows)
    )


def meaning(table: Table) -> Any:
    """Return what a table says whatever order its rows are in: equal for two tables that are the same flow."""
    units = units_of(table.rows)
    entries = [_entry(unit) for unit in units]
    of_first = {unit[0][0].id: entry for unit, entry in zip(units, entries, strict=True)}
    said: dict[str, Any] = {"": entries[0] if entries else table.end.id}
    for unit, onward in zip(units, [*entries, table.end.id][1:], strict=True):
        if len(unit) > 1:
            branches = frozenset((branch[0].id, frozenset(row.id for row in branch)) for branch in unit)
            said[_entry(unit)] = (branches, onward)
        inside = {row.id for branch in unit for row in branch}
        for branch in unit:
            for row, after in zip(branch, [*(one.id for one in branch[1:]), ""], strict=True):
                after = after or (JOINED if len(unit) > 1 else onward)
                ways = tuple(
                    replace(one, to=after if one.to == ONWARD else one.to if one.to in inside
                            else of_first.get(one.to, one.to))
                    for one in row.exits or (Exit(),)
                )  # fmt: skip
                said[row.id] = replace(row, along=NEXT, exits=ways)
    return said, frozenset(table.ends), table.places, table.filed_at


def _entry(unit: Branches) -> str:
    return unit[0][0].id if len(unit) == 1 else " ".join(sorted(branch[0].id for branch in unit))
