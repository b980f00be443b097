"""Ask for a rating on the tablet of a window (现场评价): the clerk says of which case, the applicant presses a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from engine.cases.sight import works_on
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Conflict, Forbidden, NotFound
from engine.feedback.ratable import NOTHING_YET, RATABLE, TABLET
from engine.feedback.write_rating import Said, already_rated, ratings_of, write_rating
from engine.store.base import table_of, upsert_into
from engine.store.ratings import RatingInvitation
from engine.store.service_windows import ServiceWindow
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LASTS = timedelta(seconds=90)
_invitation, _window = table_of(RatingInvitation), table_of(ServiceWindow).c
AT_WINDOWS = ("window_clerk", "issuing_clerk")


@dataclass(frozen=True, kw_only=True)
class InviteRating(Command):
    """Let the tablet of the window at which ``by`` sits ask for a rating of the case, for LASTS.

    What it asked for before is forgotten. Raises Forbidden where ``by`` sits at no window or there is nothing to rate.
    """

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        at_window = any(self.by.holds(post) for post in AT_WINDOWS)
        if not at_window or not works_on(uow.connection, self.by, case.id, case.row["department"]):
            raise NotFound
        window = uow.execute(select(_window.id).where(_window.number == (self.by.window or ""))).scalar()
        if window is None:
            raise Forbidden(zh("请先在工作台首页选择您所在的窗口，评价请求才知道显示在哪台平板上。"))
        if case.row["status"] not in RATABLE:
            raise Forbidden(NOTHING_YET)
        if before := ratings_of(case):
            raise Conflict(already_rated(before[-1]))
        row = {
            "window_id": window,
            "case_id": case.id,
            "invited_at": uow.now,
            "invited_by": self.by.person_id,
            "expires_at": uow.now + LASTS,
        }
        newest = upsert_into(uow.connection, RatingInvitation).on_conflict_do_update(
            index_elements=["window_id"], set_={name: value for name, value in row.items() if name != "window_id"}
        )
        uow.execute(newest, row)
        return {"window": self.by.window}


@dataclass(frozen=True, kw_only=True)
class RateOnTablet(Command):
    """Rate what the tablet of the window asks for now; raises Conflict where it asks for nothing any more.

    ``case_id`` is the case that the page showed: a rating never goes to the next one in the queue.
    """

    window_id: str
    case_id: str
    level: int | None
    is_named: bool = False

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        own = (_invitation.c.window_id == self.window_id, _invitation.c.case_id == self.case_id)
        row = uow.execute(select(_invitation.c.expires_at).where(*own)).first()
        if row is None or row.expires_at < uow.now:
            raise Conflict(zh("评价时间已过，谢谢。也可以用凭证上的二维码评价。"))
        case = WorkingCase.lock(uow, self.case_id)
        number = uow.execute(select(_window.number).where(_window.id == self.window_id)).scalar()
        write_rating(case, self.by, Said(self.level, TABLET, is_named=self.is_named, window=number))
        uow.execute(delete(_invitation).where(*own))
        case.save()
        return {"level": self.level}
