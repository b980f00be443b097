"""The public notices (公示) that run now: what about, where the paper hangs, and until when one may object.

What a notice says of people is on the paper that hangs in its place, not on a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, select

from engine.cases.public_notice import CLOCK
from engine.law.masking import mask_middle, mask_text
from engine.queries.case_file import case_key
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.documents import Document

if TYPE_CHECKING:
    from engine.hall import Hall

MOST = 60
_case, _clock, _document = table_of(Case).c, table_of(CaseClock).c, table_of(Document).c


@dataclass(frozen=True)
class RunningNotice:
    """A public notice, without what it says of people."""

    matter_name: str
    number: str
    authority: str
    place: str
    issued_on: date
    until: date


def running_notices(hall: Hall, connection: Connection, today: date) -> tuple[RunningNotice, ...]:
    """Return the public notices that may be objected to today, the first to end first."""
    running = and_(_clock.case_id == _case.id, _clock.kind == CLOCK, _clock.stopped_on.is_(None))
    query = (
        select(
            _case.id, _case.matter_name, _case.applicant_name, _case.sealing_key, _clock.due_on, _document.number,
            _document.authority, _document.issued_on, _document.sealed_fields,
        )
        .join_from(table_of(CaseClock), table_of(Case), running)
        .join(table_of(Document), and_(_document.case_id == _case.id, _document.kind == CLOCK))
        .where(_clock.due_on >= today)
        .order_by(_clock.due_on, _case.id, _document.seq)
        .limit(MOST)
    )  # fmt: skip
    # Of a notice that was published anew the later paper counts.
    newest = {row["id"]: row for row in connection.execute(query).mappings()}
    return tuple(_line(hall, row) for row in newest.values())


def _line(hall: Hall, row: Any) -> RunningNotice:
    key = case_key(hall, row)
    fields = unseal_values(key, row["sealed_fields"])[0] if key else {}
    place = str(fields.get("place") or "") if isinstance(fields, dict) else ""
    if row["applicant_name"]:
        place = place.replace(row["applicant_name"], mask_middle(row["applicant_name"]))
    return RunningNotice(
        row["matter_name"], row["number"], row["authority"], mask_text(place), row["issued_on"], row["due_on"]
    )
