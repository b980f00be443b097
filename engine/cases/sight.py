"""Who may see a case at all, who sees the personal data in it, and the record of who did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from engine.actor import Actor
from engine.cases.consulted import was_consulted
from engine.command import Command
from engine.errors import NotFound
from engine.law.extensions import GOVERNMENT_HEAD
from engine.store.base import table_of, upsert_into
from engine.store.cases import Case
from engine.store.clocks import ClockExtension
from engine.store.people import Department
from engine.store.tasks import Task
from engine.store.trail import Sight, TrailEntry
from engine.store.unit_of_work import UnitOfWork

_SEES_ALL = ("supervisor",)
_SEES_OWN_DEPARTMENT = ("window_clerk", "approver", "authority_head", "issuing_clerk")
WINDOW, AGENT, HEAD = "window_clerk", "village_agent", "approver"
_task, _department, _entry = table_of(Task).c, table_of(Department).c, table_of(TrailEntry).c


def may_see(connection: Connection, by: Actor, case_id: str, department: str) -> bool:
    """Tell whether ``by`` may see the case: who works or worked on it, or heads who does, its window, its supervisor.

    A department that is asked for its opinion looks at the case too, with personal data masked. An applicant sees
    the case whose query code was shown. ``department`` is the implementing one.
    """
    return sees_all(by) or works_on(connection, by, case_id, department) or was_consulted(connection, by, case_id)


def sees_all(by: Actor) -> bool:
    """Tell whether ``by`` looks at every case of the hall."""
    return by.kind == "staff" and any(by.holds(post) for post in _SEES_ALL)


def works_on(connection: Connection, by: Actor, case_id: str, department: str) -> bool:
    """Tell whether the case is ``by``'s work, so that its personal data are shown in full.

    A supervisor, who only looks, sees them masked.
    """
    if by.is_system or by.case_id == case_id:
        return True
    if by.kind != "staff":
        return False
    if any(by.holds(post, department) for post in _SEES_OWN_DEPARTMENT):
        return True
    held = [and_(_task.post == h.post, _task.department == h.department) for h in by.holdings]
    mine = or_(_task.assignee_id == by.person_id, _task.done_by == by.person_id, *held)
    headed = headed_by(by)
    if headed:
        below = select(_department.code).where(_department.parent.in_(headed))
        mine = or_(mine, _task.department.in_(headed), _task.department.in_(below))
    return (
        _has_task(connection, case_id, mine)
        or took_in(connection, by, case_id)
        or (by.holds(GOVERNMENT_HEAD) and _was_asked(connection, case_id))
    )


def _was_asked(connection: Connection, case_id: str) -> bool:
    """Tell whether the head of the government was asked to extend the case."""
    wanted = select(ClockExtension.id).where(ClockExtension.case_id == bindparam("case"))
    wanted = wanted.where(ClockExtension.approver_post == GOVERNMENT_HEAD).limit(1)
    return connection.execute(wanted, {"case": case_id}).first() is not None


def took_in(connection: Connection, by: Actor, case_id: str) -> bool:
    """Tell whether ``by`` took the case in from the applicant, whoever has its first step."""
    filed = (_entry.case_id == bindparam("case"), _entry.element_id == "application", _entry.act == "filed")
    wanted = select(_entry.seq).where(*filed, _entry.actor_id == bindparam("person")).limit(1)
    return connection.execute(wanted, {"case": case_id, "person": by.person_id}).first() is not None


def headed_by(by: Actor) -> list[str]:
    """Return the departments that ``by`` heads; the stations and offices under them are headed with them."""
    return sorted({held.department for held in by.holdings if held.post == HEAD})


def heads(connection: Connection, by: Actor, department: str) -> bool:
    """Tell whether ``by`` heads the department, or the one that a station or office belongs to."""
    headed = headed_by(by)
    if department in headed:
        return True
    if not headed:
        return False
    parent = select(_department.parent).where(_department.code == bindparam("code"))
    return connection.execute(parent, {"code": department}).scalar() in headed


def at_window(connection: Connection, by: Actor, case_id: str, department: str) -> bool:
    """Tell whether ``by`` is a clerk at the window of this case: of its department or a step, or who took it in."""
    windows = [held.department for held in by.holdings if held.post == WINDOW]
    if by.kind != "staff" or not windows:
        return False
    step = and_(_task.post == WINDOW, _task.department.in_(windows))
    if department in windows or _has_task(connection, case_id, step):
        return True
    return took_in(connection, by, case_id)


def at_counter(connection: Connection, by: Actor, case_id: str, department: str) -> bool:
    """Tell whether ``by`` stands before the applicant of this case: at its window, or as the agent of its village."""
    if at_window(connection, by, case_id, department):
        return True
    villages = [held.department for held in by.holdings if held.post == AGENT]
    if by.kind != "staff" or not villages:
        return False
    return _has_task(connection, case_id, and_(_task.post == AGENT, _task.department.in_(villages)))


def _has_task(connection: Connection, case_id: str, condition: Any) -> bool:
    wanted = select(_task.id).where(_task.case_id == bindparam("case"), condition).limit(1)
    return connection.execute(wanted, {"case": case_id}).first() is not None


def require_sight(connection: Connection, by: Actor, case_id: str, department: str) -> None:
    """Raise NotFound, as for a case that does not exist, unless ``by`` may see it."""
    if not may_see(connection, by, case_id, department):
        raise NotFound


def require_applicant_or_window(connection: Connection, by: Actor, case_id: str, department: str) -> None:
    """Raise NotFound unless ``by`` is the applicant of the case, or a clerk at its window."""
    if by.case_id != case_id and not at_window(connection, by, case_id, department):
        raise NotFound


@dataclass(frozen=True, kw_only=True)
class RecordSight(Command):
    """Record that ``by`` saw the personal data of a case; once per person, case and day."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        return RecordSights(by=self.by, case_ids=(self.case_id,)).execute(uow)


@dataclass(frozen=True, kw_only=True)
class RecordSights(Command):
    """Record that ``by`` saw the personal data of several cases on one page."""

    case_ids: tuple[str, ...]

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        for case_id in self.case_ids:
            department = uow.execute(select(Case.department).where(Case.id == case_id)).scalar()
            if department is None or self.by.person_id is None:
                raise NotFound
            require_sight(uow.connection, self.by, case_id, department)
            row = {"case_id": case_id, "person_id": self.by.person_id, "day": uow.today, "at": uow.now}
            uow.execute(upsert_into(uow.connection, Sight).on_conflict_do_nothing(), row)
        return {}


def unrecorded_sights(connection: Connection, by: Actor, cases: Iterable[str], day: Any) -> tuple[str, ...]:
    """Return those of the cases that ``by`` has not been seen to look at on that day."""
    wanted = sorted(set(cases))
    if not wanted:
        return ()
    seen = table_of(Sight).c
    mine = (seen.case_id.in_(wanted), seen.person_id == by.person_id, seen.day == day)
    known = set(connection.execute(select(seen.case_id).where(*mine)).scalars())
    return tuple(case for case in wanted if case not in known)


def sight_is_recorded(connection: Connection, by: Actor, case_id: str, day: Any) -> bool:
    """Tell whether today's look of ``by`` at the case is on record already."""
    seen = table_of(Sight).c
    mine = (seen.case_id == case_id, seen.person_id == by.person_id, seen.day == day)
    return connection.execute(select(seen.day).where(*mine)).first() is not None
