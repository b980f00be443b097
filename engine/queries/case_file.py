"""The file of a case: everything that one page shows, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from engine.actor import Actor
from engine.bundle import Bundle
from engine.cases.official_documents import INTERNAL
from engine.cases.sight import require_sight
from engine.cases.view import latest
from engine.errors import NotFound
from engine.queries.lights import days_left, light_of
from engine.sealing import Key, Unsealable, unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.documents import Attachment, Document
from engine.store.people import Department, Person
from engine.store.tasks import Task
from engine.store.trail import TrailEntry, TrailValue

if TYPE_CHECKING:
    from engine.hall import Hall

_case, _task, _entry, _value = (
    table_of(Case).c,
    table_of(Task).c,
    table_of(TrailEntry).c,
    table_of(TrailValue).c,
)
_CASE = select(*(column for column in table_of(Case).columns if column.name != "state")).where(
    _case.id == bindparam("case")
)


@dataclass(frozen=True)
class TrailLine:
    """One line of the timeline; ``values`` are the unsealed values, none where they are gone or cannot be opened."""

    seq: int
    at: datetime
    act: str
    element_id: str | None
    name: str
    """The name of the step, or empty for an act on the whole case."""
    stage: str
    actor_name: str
    department_name: str
    detail: Mapping[str, Any]
    values: Any
    form: str | None
    instance: int | None
    group: str | None = None
    window: str = ""
    """The window of the hall at which who did it sat."""
    happened_on: date | None = None
    """The day on which it happened, where another than that of the entry may have been said."""
    changes: tuple[list[Any], ...] = ()
    """What it changed: name, value before, value after."""


@dataclass(frozen=True)
class TaskLine:
    """A task of the case with who has it now and how long is left."""

    id: str
    version: int
    element_id: str
    name: str
    stage: str
    post: str
    department: str
    department_name: str
    status: str
    holder: str | None
    holder_id: str | None
    opened_at: datetime
    done_at: datetime | None
    done_by_name: str | None
    result: str | None
    due_on: date | None
    days_left: int | None
    light: str


@dataclass(frozen=True)
class ClockLine:
    """A legal clock as a page shows it."""

    kind: str
    origin: date
    limit: int
    unit: str
    basis: str
    due_on: date
    stopped_on: date | None
    days_left: int
    light: str
    provisional: bool
    extension: int
    """Days by which the limit was extended; not in ``limit``."""
    paused_since: date | None
    """The day from which it stands still; ``due_on`` is then what the applicant was told, or the earliest."""


@dataclass(frozen=True)
class DocumentLine:
    """An official document that can be printed."""

    id: str
    kind: str
    number: str
    title: str
    issued_on: date
    issued_by: str


@dataclass(frozen=True)
class AttachmentLine:
    """A file that was handed in, under the material it is for."""

    id: str
    material: str
    filename: str
    media_type: str
    size: int
    uploaded_at: datetime


@dataclass(frozen=True)
class CaseFile:
    """All of a case that its people may see; ``case`` holds the columns of the case row but its state."""

    case: Mapping[str, Any]
    bundle: Bundle
    tasks: tuple[TaskLine, ...]
    clocks: tuple[ClockLine, ...]
    documents: tuple[DocumentLine, ...]
    attachments: tuple[AttachmentLine, ...]
    trail: tuple[TrailLine, ...]
    answers: Mapping[str, Any]
    """The latest answer of each element, and the application under ``application``."""
    today: date

    @property
    def open_tasks(self) -> tuple[TaskLine, ...]:
        return tuple(task for task in self.tasks if task.status == "open")

    @property
    def done_elements(self) -> frozenset[str]:
        """Every element that has been passed, for the chart."""
        return frozenset(line.element_id for line in self.trail if line.element_id and line.act != "cancelled")


def case_file(hall: Hall, connection: Connection, by: Actor, case_id: str) -> CaseFile:
    """Return the file of a case; raises NotFound for whoever may not see it."""
    row = connection.execute(_CASE, {"case": case_id}).mappings().first()
    if row is None:
        raise NotFound
    case: dict[str, Any] = dict(row)
    require_sight(connection, by, case_id, case["department"])
    bundle = hall.bundle(connection, case["bundle_sha256"])
    key = case_key(hall, case)
    trail = _trail(connection, case, bundle, key)
    today, lit = hall.days(connection)
    return CaseFile(
        case,
        bundle,
        _tasks(hall, connection, case_id, today, lit),
        _clocks(hall, connection, case_id, today, lit),
        _documents(connection, by, case_id),
        _attachments(connection, case_id),
        trail,
        latest(
            (line.element_id or "", line.group, line.instance, line.values)
            for line in trail
            if line.act in ("done", "caught", "filed") and line.values is not None
        ),
        today,
    )


def case_key(hall: Hall, case: Mapping[str, Any]) -> Key | None:
    """Return the key of a case's sealed values, or None where it was destroyed as the law orders."""
    sealed = case["sealing_key"]
    return None if sealed is None else Key(hall.key.unseal(sealed))


def _trail(connection: Connection, case: Mapping[str, Any], bundle: Bundle, key: Key | None) -> tuple[TrailLine, ...]:
    """Return the trail; what a step was called before the case moved to another version is its id of now."""
    renamed = case["renamed"] or {}
    names = dict(connection.execute(select(Department.code, Department.name)).all())
    rows = connection.execute(
        select(table_of(TrailEntry), _value.sealed)
        .outerjoin(TrailValue, (_value.case_id == _entry.case_id) & (_value.seq == _entry.seq))
        .where(_entry.case_id == case["id"])
        .order_by(_entry.seq)
    ).all()
    lines = []
    for row in rows:
        element = row.element_id or ""
        now = renamed.get(element, element)
        step = bundle.steps.get(now)
        values = _unsealed(key, row.sealed)
        lines.append(
            TrailLine(
                row.seq,
                row.legal_at,
                row.act,
                now or None,
                step.name if step else "",
                step.stage if step else "",
                row.actor_name,
                names.get(row.department or "", ""),
                row.detail or {},
                values,
                step.form if step else None,
                row.instance,
                row.group_token,
                row.window or "",
                row.happened_on,
                tuple(row.changes or ()),
            )
        )
    return tuple(lines)


def _unsealed(key: Key | None, sealed: bytes | None) -> Any:
    """Return what was sealed; none where it was deleted, or changed: the checked trail and the doctor tell of that."""
    if key is None or sealed is None:
        return None
    try:
        return unseal_values(key, sealed)[0]
    except Unsealable:
        return None


def _tasks(hall: Hall, connection: Connection, case_id: str, today: date, lit: date) -> tuple[TaskLine, ...]:
    person, department = table_of(Person).c, table_of(Department).c
    rows = connection.execute(
        select(table_of(Task), person.name.label("holder"), department.name.label("department_name"))
        .outerjoin(Person, person.id == _task.assignee_id)
        .outerjoin(Department, department.code == _task.department)
        .where(_task.case_id == case_id)
        .order_by(_task.opened_at, _task.id)
    ).all()
    return tuple(
        TaskLine(
            row.id,
            row.version,
            row.element_id,
            row.name,
            row.stage,
            row.post,
            row.department,
            row.department_name or row.department,
            row.status,
            row.holder,
            row.assignee_id,
            row.opened_at,
            row.done_at,
            row.done_by_name,
            row.result,
            row.due_on,
            days_left(hall.calendar, row.due_on, today) if row.status == "open" else None,
            light_of(row.due_on, row.yellow_on, lit, row.paused_since, row.red_on) if row.status == "open" else "none",
        )
        for row in rows
    )


def _clocks(hall: Hall, connection: Connection, case_id: str, today: date, lit: date) -> tuple[ClockLine, ...]:
    clock = table_of(CaseClock)
    rows = connection.execute(select(clock).where(clock.c.case_id == case_id).order_by(clock.c.id)).all()
    lines = []
    for row in rows:
        end = row.stopped_on or today
        lines.append(
            ClockLine(
                row.kind,
                row.origin,
                row.limit,
                row.unit,
                row.basis,
                row.due_on,
                row.stopped_on,
                hall.calendar.workdays_between(end, row.due_on),
                light_of(row.due_on, row.yellow_on, row.stopped_on or lit, row.paused_since),
                hall.calendar.provisional_between(row.origin, row.due_on),
                row.extension,
                row.paused_since,
            )
        )
    return tuple(lines)


def _documents(connection: Connection, by: Actor, case_id: str) -> tuple[DocumentLine, ...]:
    document = table_of(Document).c
    rows = connection.execute(
        select(document.id, document.kind, document.number, document.title, document.issued_on,
               document.issued_by)
        .where(document.case_id == case_id)
        .order_by(document.seq)
    )  # fmt: skip
    hidden = INTERNAL if by.kind == "applicant" else frozenset()
    return tuple(DocumentLine(*row) for row in rows if row.kind not in hidden)


def _attachments(connection: Connection, case_id: str) -> tuple[AttachmentLine, ...]:
    file = table_of(Attachment).c
    rows = connection.execute(
        select(file.id, file.material, file.filename, file.media_type, file.size, file.uploaded_at)
        .where(file.case_id == case_id)
        .order_by(file.material, file.id)
    )
    return tuple(AttachmentLine(*row) for row in rows)
