"""Results that wait at the windows of the hall, as they are called out to everybody who waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, select

from engine.law.masking import mask_middle
from engine.queries.case_file import case_key
from engine.queries.delivery_desk import ISSUING
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.service_windows import ServiceWindow
from engine.store.tasks import Task
from engine.store.trail import TrailEntry, TrailValue

if TYPE_CHECKING:
    from engine.hall import Hall

MOST = 200
ELSEWHERE = ("town", "village")
"""Levels that hand their results over in their own place, not in the hall."""
_case, _task, _entry, _value, _window = (table_of(one).c for one in (Case, Task, TrailEntry, TrailValue, ServiceWindow))


@dataclass(frozen=True)
class ReadyCase:
    """A result to be collected: the last digits of its number, the name but for its middle, and where to go.

    ``window`` and ``place`` are empty where the hall has no open window for it.
    """

    tail: str
    name: str
    window: str
    place: str


def ready_cases(hall: Hall, connection: Connection) -> tuple[ReadyCase, ...]:
    """Return what applicants may collect at a window, the newest first, at most ``MOST``."""
    query = (
        select(_task.department, _case.number, _case.matter_key, _case.applicant_name, _case.sealing_key, _value.sealed)
        .join_from(table_of(Task), table_of(Case), _task.case_id == _case.id)
        .outerjoin(table_of(TrailEntry), and_(_entry.case_id == _case.id, _entry.act == "filed"))
        .outerjoin(table_of(TrailValue), and_(_value.case_id == _entry.case_id, _value.seq == _entry.seq))
        .where(_task.status == "open", _task.stage == "delivery", _task.post == ISSUING)
        .where(_task.level.not_in(ELSEWHERE))
        .order_by(_task.opened_at.desc(), _task.id.desc())
        .limit(MOST)
    )
    windows = connection.execute(select(table_of(ServiceWindow)).where(_window.is_open).order_by(_window.number)).all()
    rows = connection.execute(query).mappings().all()
    return tuple(_ready(row, windows) for row in rows if _comes_for_it(hall, row))


def _comes_for_it(hall: Hall, row: Any) -> bool:
    """Tell whether the applicant wants it at the window, as where the application does not say."""
    key = case_key(hall, row)
    if key is None or row["sealed"] is None:
        return True
    said = unseal_values(key, row["sealed"])[0]
    return not isinstance(said, dict) or (said.get("delivery_mode") or "window") == "window"


def _ready(row: Any, windows: Any) -> ReadyCase:
    own = [one for one in windows if row["department"] in one.departments]
    named = [one for one in own if row["matter_key"] in one.matters] or [one for one in own if not one.matters]
    number, place = (named[0].number, named[0].place) if named else ("", "")
    return ReadyCase(row["number"][-4:], mask_middle(row["applicant_name"]), number, place)
