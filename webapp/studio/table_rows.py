"""The rows of the table page as they were sent, and after the button that was pressed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from processes.simple_editing import fresh_id, moved, with_exit, with_row, without_exit, without_row
from processes.simple_table import BESIDE, NEW_END, NEXT, PART, STEP, UNSAID, WITHIN, Exit, Row, flat, units_of

MOST_ROWS, MOST_EXITS = 100, 20
"""How much one page can send; a flow with more is changed on the diagram."""
LONGEST: Mapping[str, int] = {"name": 80, "work": 2000}
"""How much of a field is taken; 200 characters of any other."""
_ID = re.compile(r"[a-z_][a-z0-9_]{0,59}", re.ASCII)
_PLAIN = ("name", "lane", "stage", "post", "limit", "work", "form", "approval", "fee", "channel")
_LISTS = {"separate_from": " ", "document": ","}

Sent = MultiDict[str, str]


def posted_rows(sent: Sent, known: Mapping[str, Row]) -> list[Row]:
    """Return the rows that the page sent; what it does not show is as in ``known``, the rows of the file by id."""
    found: dict[str, Row] = {}
    for number in sent.get("_rows", "").split(",")[:MOST_ROWS]:
        if not number.isdecimal():
            continue
        name = f"r{number}."
        row_id = sent.get(f"{name}id", "")
        before = known.get(row_id)
        if row_id in found or (before is None and not _ID.fullmatch(row_id)):
            continue
        kind = before.kind if before is not None else PART if sent.get(f"{name}kind") == PART else STEP
        row = before or Row(row_id, kind=kind, called=sent.get(f"{name}called", "")[:64])
        along = sent.get(f"{name}along", NEXT)
        row = replace(row, along=along if along in (BESIDE, WITHIN) else NEXT, exits=_exits(sent, name, row))
        found[row_id] = replace(row, **_said(sent, name, row))
    return list(flat(units_of(tuple(found.values()))))


def _said(sent: Sent, name: str, row: Row) -> dict[str, str]:
    said = {}
    for field in _PLAIN:
        if f"{name}{field}" in sent:
            said[field] = _kept(
                sent[f"{name}{field}"], (getattr(row, field),), LONGEST.get(field, 200), field != "work"
            )
    for field, mark in _LISTS.items():
        if f"{name}{field}_shown" in sent:
            chosen = [one[:200] for one in sent.getlist(f"{name}{field}")[:50]]
            if set(chosen) != set(words_of(getattr(row, field))):
                said[field] = mark.join(chosen)
    return said


def _kept(text: str, known: Iterable[str], longest: int, one_line: bool = True) -> str:
    """Return what was sent; what only lost its blanks on the way through the page is what it was."""
    text = text.replace("\r\n", "\n").strip()
    for before in known:
        if text == before.replace("\r\n", "\n").strip():
            return before
    return (" ".join(text.split()) if one_line else text)[:longest]


def words_of(text: str) -> list[str]:
    """Return the codes of a property that lists several."""
    return text.replace(",", " ").split()


def _exits(sent: Sent, name: str, row: Row) -> tuple[Exit, ...]:
    found = []
    for number in sent.get(f"{name}exits", "").split(",")[:MOST_EXITS]:
        if not number.isdecimal():
            continue
        one = f"{name}e{number}."
        via = sent.get(f"{one}via", "")
        if via:
            before = next((known for known in row.exits if known.via == via), None)
            if before is not None:
                found.append(replace(before, to=sent.get(f"{one}to", "")))
            continue
        condition = _kept(sent.get(f"{one}when", ""), [known.condition for known in row.exits], 2000)
        said = _kept(sent.get(f"{one}name", ""), [known.name for known in row.exits], LONGEST["name"])
        found.append(Exit(said, condition, sent.get(f"{one}to", "")))
    return () if found == [Exit()] else tuple(found)


def pressed(rows: list[Row], act: str, taken: AbstractSet[str]) -> list[Row]:
    """Return the rows after ``up:2``, ``down:2``, ``remove:2``, ``step:2``, ``part:2`` (below row 2), ``exit:2``,
    ``unexit:2:0``; any other act leaves them."""
    what, *numbers = act.split(":")
    if not numbers or not all(one.lstrip("-").isdecimal() and len(one) < 4 for one in numbers):
        return rows
    at = int(numbers[0])
    if what in ("step", "part") and len(rows) < MOST_ROWS and -1 <= at < len(rows):
        used = taken | {row.id for row in rows}
        if what == PART:
            return with_row(rows, at, Row(fresh_id("part", used), kind=PART))
        return with_row(rows, at, Row(fresh_id("step", used), approval="single", channel="online"))
    if not 0 <= at < len(rows):
        return rows
    if what in ("up", "down"):
        rows = moved(rows, at, -1 if what == "up" else 1)
    elif what == "remove":
        rows = without_row(rows, at)
    elif what == "exit" and len(rows[at].exits) < MOST_EXITS:
        rows[at] = with_exit(rows[at], Exit("", UNSAID, NEW_END))
    elif what == "unexit" and len(numbers) == 2:
        rows[at] = without_exit(rows[at], int(numbers[1]))
    return list(flat(units_of(rows)))
