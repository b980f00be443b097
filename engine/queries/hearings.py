"""Hearings of a case as pages show them, and those that are announced to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.cases.hearing_row import (
    APPLICANT,
    ASKED,
    CLOCK,
    OPEN,
    REQUEST_CLOCK,
    REQUESTED,
    SCHEDULED,
    TOLD,
    may_arrange,
)
from engine.cases.sight import at_window, works_on
from engine.errors import NotFound
from engine.law.calendar import Calendar
from engine.law.masking import mask_middle, mask_text
from engine.queries.case_file import CaseFile, case_file, case_key
from engine.queries.lights import days_left, light_of
from engine.sealing import Key, Unsealable, unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.hearings import Hearing

if TYPE_CHECKING:
    from engine.hall import Hall

MOST = 60
_one, _case, _clock = table_of(Hearing).c, table_of(Case).c, table_of(CaseClock).c


@dataclass(frozen=True)
class HearingLine:
    """One hearing. ``about``, ``request``, ``recusal_said``, ``minutes_said`` and ``ending`` are what was written.

    ``ask_by`` and ``hold_by`` end its clocks; ``light`` is that of the one that runs, none once it is over.
    """

    id: str
    case_id: str
    kind: str
    status: str
    number: str
    told_on: date
    told_at: datetime
    told_by: str
    others: int
    waived_on: date | None
    asked_on: date | None
    asked_by: str | None
    request_number: str | None
    day: date | None
    time: str | None
    place: str | None
    chair: str | None
    chair_name: str | None
    notice_number: str | None
    announcement: str | None
    recusal: str | None
    minutes: str | None
    ended_at: datetime | None
    ended_by: str | None
    ask_by: date | None
    hold_by: date | None
    days_left: int | None
    light: str
    about: Mapping[str, Any] = field(default_factory=dict)
    request: Mapping[str, Any] = field(default_factory=dict)
    recusal_said: Mapping[str, Any] = field(default_factory=dict)
    minutes_said: Mapping[str, Any] = field(default_factory=dict)
    ending: str = ""
    arranges: bool = False
    """Whether the reader arranges the hearing."""
    takes_down: bool = False
    """Whether the reader takes down what parties say: at the window of the case, or arranging the hearing."""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def may_ask(self) -> bool:
        """Whether the applicant may ask for it now."""
        return self.status == TOLD and self.waived_on is None

    @property
    def may_withdraw(self) -> bool:
        """Whether the applicant may take the own request back."""
        return self.asked_by == APPLICANT and self.status in (ASKED, SCHEDULED)

    @property
    def may_ask_recusal(self) -> bool:
        return self.status == SCHEDULED and self.recusal is None

    @property
    def recusal_waits(self) -> bool:
        return self.recusal == REQUESTED


@dataclass(frozen=True)
class AnnouncedHearing:
    """A hearing that everybody may come to, without anything about people."""

    matter_name: str
    number: str
    day: date
    time: str
    place: str


def hearings_of(hall: Hall, connection: Connection, by: Actor, file: CaseFile) -> tuple[HearingLine, ...]:
    """Return the hearings of a case that ``by`` may see, the newest first; for who only looks, texts are masked."""
    rows = connection.execute(select(table_of(Hearing)).where(_one.case_id == file.case["id"]).order_by(_one.id.desc()))
    found = rows.all()
    if not found:
        return ()
    case, key = file.case, case_key(hall, file.case)
    full = by.kind == "staff" and works_on(connection, by, case["id"], case["department"])
    window = at_window(connection, by, case["id"], case["department"])
    clocks = _clocks(connection, case["id"])
    return tuple(
        _line(connection, by, row, clocks, hall.calendar, file.today, key, full=full, window=window) for row in found
    )


def hearing_with_case(hall: Hall, connection: Connection, by: Actor, hearing_id: str) -> tuple[HearingLine, CaseFile]:
    """Return one hearing with its case; raises NotFound for whoever may not see the case."""
    case_id = connection.execute(select(_one.case_id).where(_one.id == hearing_id)).scalar()
    if case_id is None:
        raise NotFound
    file = case_file(hall, connection, by, case_id)
    return next(one for one in hearings_of(hall, connection, by, file) if one.id == hearing_id), file


def announced_hearings(connection: Connection, today: date) -> tuple[AnnouncedHearing, ...]:
    """Return the announced hearings still to come, the next one first; what is shown to all names nobody."""
    rows = connection.execute(
        select(_case.matter_name, _case.applicant_name, _one.announcement, _one.day, _one.time, _one.place)
        .join(Case, _case.id == _one.case_id)
        .where(_one.status == SCHEDULED, _one.announcement.is_not(None), _one.day >= today)
        .order_by(_one.day, _one.time, _one.id)
        .limit(MOST)
    )
    return tuple(_announced(row) for row in rows)


def _announced(row: Any) -> AnnouncedHearing:
    place = row.place or ""
    if row.applicant_name:
        place = place.replace(row.applicant_name, mask_middle(row.applicant_name))
    return AnnouncedHearing(row.matter_name, row.announcement, row.day, row.time or "", mask_text(place))


def _clocks(connection: Connection, case_id: str) -> dict[tuple[str, str], Any]:
    own = select(_clock.kind, _clock.about, _clock.due_on, _clock.yellow_on, _clock.stopped_on).where(
        _clock.case_id == case_id, _clock.kind.in_((REQUEST_CLOCK, CLOCK))
    )
    return {(row.about, row.kind): row for row in connection.execute(own)}


def _line(
    connection: Connection,
    by: Actor,
    row: Any,
    clocks: Mapping[tuple[str, str], Any],
    calendar: Calendar,
    today: date,
    key: Key | None,
    *,
    full: bool,
    window: bool,
) -> HearingLine:
    asking, holding = clocks.get((row.id, REQUEST_CLOCK)), clocks.get((row.id, CLOCK))
    running = {TOLD: asking, ASKED: holding, SCHEDULED: holding}.get(row.status)
    arranges = by.kind == "staff" and may_arrange(connection, by, row.case_id, row.told_by)
    shown = full or arranges

    def said(sealed: bytes | None) -> dict[str, Any]:
        return _unsealed(key, sealed, masked=not shown)

    # The days to ask are a party's own: they are told and raise no light.
    lit = running is not None and row.status != TOLD
    return HearingLine(
        row.id,
        row.case_id,
        row.kind,
        row.status,
        row.document,
        row.told_on,
        row.told_at,
        row.told_by_name,
        row.others,
        row.waived_on,
        row.asked_on,
        row.asked_by,
        row.request_document,
        row.day,
        row.time,
        row.place,
        row.chair,
        row.chair_name,
        row.notice_document,
        row.announcement,
        row.recusal,
        row.minutes,
        row.ended_at,
        row.ended_by_name,
        asking.due_on if asking else None,
        holding.due_on if holding else None,
        days_left(calendar, running.due_on, today) if running else None,
        light_of(running.due_on, running.yellow_on, today) if running and lit else "none",
        about=said(row.sealed_about),
        request=said(row.sealed_request),
        recusal_said=said(row.sealed_recusal),
        minutes_said=said(row.sealed_minutes),
        ending=str(said(row.sealed_end).get("reason", "")),
        arranges=arranges,
        takes_down=by.kind == "staff" and (window or arranges),
    )


def _unsealed(key: Key | None, sealed: bytes | None, *, masked: bool) -> dict[str, Any]:
    """Return what was written; nothing where it was deleted or changed, which the doctor tells."""
    if key is None or sealed is None:
        return {}
    try:
        found = unseal_values(key, sealed)[0]
    except Unsealable:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: _masked(value) for name, value in found.items()} if masked else dict(found)


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [mask_middle(str(one)) for one in value]
    return mask_text(value) if isinstance(value, str) else value
