"""Rate a service (评价): once, by its applicant or, on the telephone, through a feedback officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import NotFound
from engine.feedback.ratable import OFFICER, PHONE
from engine.feedback.write_rating import Said, write_rating
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Rate(Command):
    """Rate the case in one of LEVELS; ``by`` is its applicant, or a feedback officer who writes down a call.

    Once put right, a poor rating may be followed by one more. Raises Conflict where the service was rated before.
    """

    case_id: str
    level: int | None
    channel: str
    tags: tuple[str, ...] = ()
    text: str = ""
    is_named: bool = True

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        by_phone = self.by.holds(OFFICER) and self.channel == PHONE
        own = self.by.kind == "applicant" and self.by.case_id == self.case_id and self.channel != PHONE
        if not (by_phone or own):
            raise NotFound
        case = WorkingCase.lock(uow, self.case_id)
        said = Said(self.level, self.channel, self.tags, self.text, self.is_named, self.by.window if own else None)
        answer = write_rating(case, self.by, said)
        case.save()
        return answer
