"""The delivery desk: results to be made out, and results that wait to be handed over or posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, select

from engine.actor import Actor
from engine.clock import legal_day
from engine.law.calendar import Calendar
from engine.queries.applicant_phones import application_in, phones_in
from engine.queries.lights import days_left, light_of
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.people import Person
from engine.store.tasks import Task
from engine.store.trail import TrailEntry, TrailValue

if TYPE_CHECKING:
    from engine.hall import Hall

ISSUING = "issuing_clerk"
TABS = ("making", "window", "courier", "uncollected")
UNCOLLECTED_AFTER = 5
"""Working days that a result may lie at the window before it counts as uncollected."""
MOST_SHOWN = 500
_case, _task, _clock, _person, _entry, _value = (
    table_of(one).c for one in (Case, Task, CaseClock, Person, TrailEntry, TrailValue)
)


@dataclass(frozen=True)
class DeliveryRow:
    """An open step of the issuing window. ``mode`` is how the applicant wants it: window, courier, …"""

    task_id: str
    task_name: str
    stage: str
    holder: str | None
    holder_id: str | None
    case_id: str
    number: str
    matter_name: str
    applicant_name: str
    subject: str
    phone_masked: str
    phones: tuple[str, ...]
    """Whom to call, in full: agent, then applicant. To be shown only where the look is put on record."""
    outcome: str | None
    decided_on: date | None
    days_since: int | None
    """Working days since the decision."""
    since: date
    """When the step came to the window: for a delivery, from when on the result lies there."""
    days_waiting: int
    """Working days since then."""
    mode: str
    due_on: date | None
    days_left: int | None
    light: str

    @property
    def tab(self) -> str:
        """Which list it belongs to first."""
        return "making" if self.stage != "delivery" else ("courier" if self.mode == "courier" else "window")

    @property
    def uncollected(self) -> bool:
        return self.tab == "window" and self.days_waiting > UNCOLLECTED_AFTER


@dataclass(frozen=True)
class DeliveryDesk:
    """All open steps of the window, the longest decided first; ``is_cut`` where there are more than are shown."""

    rows: tuple[DeliveryRow, ...]
    is_cut: bool

    def tab(self, name: str) -> tuple[DeliveryRow, ...]:
        """Return the rows of one list."""
        if name == "uncollected":
            # Who has waited longest is called first.
            return tuple(sorted((row for row in self.rows if row.uncollected), key=lambda row: row.since))
        return tuple(row for row in self.rows if row.tab == name)


def delivery_desk(hall: Hall, connection: Connection, by: Actor) -> DeliveryDesk:
    """Return what waits at the issuing windows of ``by``."""
    departments = sorted({held.department for held in by.holdings if held.post == ISSUING})
    running = and_(_clock.case_id == _case.id, _clock.kind == "delivery", _clock.stopped_on.is_(None))
    query = (
        select(
            _task.id.label("task_id"), _task.name.label("task_name"), _task.stage, _task.assignee_id, _task.opened_at,
            _person.name.label("holder"), _case.id.label("case_id"), _case.number, _case.matter_name,
            _case.applicant_name, _case.subject, _case.applicant_phone_masked, _case.outcome, _case.decided_on,
            _case.sealing_key, _clock.due_on, _clock.yellow_on, _value.sealed,
        )
        .join_from(table_of(Task), table_of(Case), _task.case_id == _case.id)
        .outerjoin(table_of(Person), _person.id == _task.assignee_id)
        .outerjoin(table_of(CaseClock), running)
        .outerjoin(table_of(TrailEntry), and_(_entry.case_id == _case.id, _entry.act == "filed"))
        .outerjoin(table_of(TrailValue), and_(_value.case_id == _entry.case_id, _value.seq == _entry.seq))
        .where(_task.status == "open", _task.post == ISSUING, _task.department.in_(departments))
        .order_by(_case.decided_on, _task.id)
        .limit(MOST_SHOWN + 1)
    )  # fmt: skip
    found = connection.execute(query).mappings().all()
    today, lit = hall.days(connection)
    rows = tuple(_row(hall, row, today, lit, hall.calendar) for row in found[:MOST_SHOWN])
    return DeliveryDesk(rows, len(found) > MOST_SHOWN)


def _row(hall: Hall, row: Any, today: date, lit: date, calendar: Calendar) -> DeliveryRow:
    decided, since = row["decided_on"], legal_day(row["opened_at"])
    said = application_in(hall, row)
    return DeliveryRow(
        row["task_id"],
        row["task_name"],
        row["stage"],
        row["holder"],
        row["assignee_id"],
        row["case_id"],
        row["number"],
        row["matter_name"],
        row["applicant_name"],
        row["subject"],
        row["applicant_phone_masked"],
        phones_in(said),
        row["outcome"],
        decided,
        None if decided is None else calendar.workdays_between(decided, today),
        since,
        calendar.workdays_between(since, today),
        str(said.get("delivery_mode") or "window"),
        row["due_on"],
        days_left(calendar, row["due_on"], today),
        light_of(row["due_on"], row["yellow_on"], lit),
    )
