"""Who may see a case at all."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, or_, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.tasks import Task

_SEES_ALL = ("supervisor",)
_SEES_OWN_DEPARTMENT = ("window_clerk", "approver", "issuing_clerk")
_task = table_of(Task).c


def may_see(connection: Connection, by: Actor, case_id: str, department: str) -> bool:
    """Tell whether ``by`` may see the case: who works or worked on it, its window, its supervisor.

    An applicant sees the case whose query code was shown. ``department`` is the implementing one.
    """
    if by.is_system or by.case_id == case_id:
        return True
    if by.kind != "staff":
        return False
    if any(by.holds(post) for post in _SEES_ALL):
        return True
    if any(by.holds(post, department) for post in _SEES_OWN_DEPARTMENT):
        return True
    held = [and_(_task.post == h.post, _task.department == h.department) for h in by.holdings]
    mine = or_(_task.assignee_id == by.person_id, _task.done_by == by.person_id, *held)
    found = connection.execute(
        select(_task.id).where(_task.case_id == bindparam("case"), mine).limit(1), {"case": case_id}
    )
    return found.first() is not None


def require_sight(connection: Connection, by: Actor, case_id: str, department: str) -> None:
    """Raise NotFound, as for a case that does not exist, unless ``by`` may see it."""
    if not may_see(connection, by, case_id, department):
        raise NotFound
