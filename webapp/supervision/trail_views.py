"""The whole trail of a case: every entry with what it changed, checked, to be narrowed and to be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, render_template, request

from engine.audit.export_trail import as_file, exported_trail
from engine.cases.happened_on import days_late
from engine.clock import legal_day
from engine.hall import Hall
from engine.law.calendar import OutsideCalendar
from engine.queries.case_file import TrailLine
from engine.queries.checked_trail import CheckedEntry, CheckedTrail, checked_trail
from webapp.accounts import post_required
from webapp.cases.changes import Change, changes_by_entry
from webapp.cases.shown import show_case
from webapp.cases.timeline import Entry, entry_of
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.paging import asked_page, page_count
from webapp.supervision import blueprint

LINES = 100
KINDS = ("people", "documents", "money", "lights", "system", "late")
"""By what a trail is narrowed; ``late`` is what was entered afterwards."""
MONEY = frozenset({"bill_paid", "payment_voided", "bill_voided"})
DOCUMENT, LIGHT = "document", "light"


@dataclass(frozen=True)
class Row:
    """An entry as the page shows it; ``late`` counts working days from the day of the event, none for no such day.

    ``allowed`` are those that the hall does not mind.
    """

    checked: CheckedEntry
    entry: Entry
    changes: tuple[Change, ...]
    late: int | None
    allowed: int

    @property
    def is_late(self) -> bool:
        return self.late is not None and self.late > self.allowed


@dataclass(frozen=True)
class Narrowed:
    """What the reader wants to see of a trail; empty for all."""

    kind: str
    person: str
    since: date | None
    until: date | None

    def __bool__(self) -> bool:
        return bool(self.kind or self.person or self.since or self.until)

    def fits(self, row: Row) -> bool:
        line = row.checked.line
        on = legal_day(line.at)
        if self.person and line.actor_name != self.person:
            return False
        if (self.since and on < self.since) or (self.until and on > self.until):
            return False
        return not self.kind or (row.is_late if self.kind == "late" else _kind(line, row.checked) == self.kind)


def _kind(line: TrailLine, checked: CheckedEntry) -> str:
    if line.act in MONEY:
        return "money"
    if line.act in (DOCUMENT, LIGHT):
        return "documents" if line.act == DOCUMENT else "lights"
    return "people" if checked.by_person else "system"


@blueprint.get("/supervision/cases/<case_id>/trail")
@post_required("supervisor")
def trail(case_id: str) -> Any:
    """Show the entries of a case's trail with whether each still is what was written, and who saw personal data."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        checked = checked_trail(hall, connection, actor, case_id)
        shown, _unrecorded = show_case(connection, actor, checked.file)
        allowed = hall.parameters(connection).entry_workdays
    changes = changes_by_entry(checked.file, shown.names, masked=shown.masked)
    everything = [
        Row(
            one,
            entry_of(checked.file.bundle, one.line, masked=shown.masked),
            changes.get(one.line.seq, ()),
            _late(hall, one),
            allowed,
        )
        for one in checked.entries
    ]
    asked = _asked()
    rows = [row for row in everything if asked.fits(row)]
    pages = page_count(len(rows), LINES)
    page = min(asked_page(), pages)
    return render_template(
        "supervision/trail.html",
        checked=checked,
        shown=shown,
        file=checked.file,
        rows=rows[(page - 1) * LINES : page * LINES],
        found=len(rows),
        page=page,
        pages=pages,
        asked=asked,
        kinds=KINDS,
        people=_people(checked),
    )


@blueprint.get("/supervision/cases/<case_id>/trail.json")
@post_required("supervisor")
def trail_file(case_id: str) -> Response:
    """Send the trail as a file that anybody can verify; what people filled in is in it as digests only."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        case = checked_trail(hall, connection, actor, case_id).file.case
        content = as_file(exported_trail(hall, connection, case))
    response = Response(content, mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"trail-{case['number']}.json")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _late(hall: Hall, one: CheckedEntry) -> int | None:
    if one.line.happened_on is None:
        return None
    try:
        return days_late(hall.calendar, one.line.happened_on, legal_day(one.line.at))
    except OutsideCalendar:
        return None


def _asked() -> Narrowed:
    kind = request.args.get("kind", "")
    return Narrowed(
        kind if kind in KINDS else "",
        request.args.get("person", "")[:80],
        _day(request.args.get("since", "")),
        _day(request.args.get("until", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _people(checked: CheckedTrail) -> Sequence[str]:
    """Return who acted, each once, in the order in which they came in."""
    return tuple(dict.fromkeys(one.line.actor_name for one in checked.entries))
