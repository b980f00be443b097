"""Look up whom to call (回访、抽查): the name and the numbers of an applicant, and put the look on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.command import Command
from engine.errors import Forbidden, NotFound
from engine.feedback.ratable import NOTHING_YET, OFFICER, RATABLE
from engine.queries.applicant_phones import phones_of
from engine.store.base import table_of, upsert_into
from engine.store.cases import Case
from engine.store.trail import Sight
from engine.store.unit_of_work import UnitOfWork

_case = table_of(Case).c


@dataclass(frozen=True, kw_only=True)
class SeeRater(Command):
    """Return ``name`` and ``phones`` of the applicant of a service that is over; for feedback officers only."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        own = select(_case.applicant_name, _case.status).where(_case.id == self.case_id)
        row = uow.execute(own).first()
        if row is None or not self.by.holds(OFFICER):
            raise NotFound
        if row.status not in RATABLE:
            raise Forbidden(NOTHING_YET)
        name = row.applicant_name
        look = {"case_id": self.case_id, "person_id": self.by.person_id, "day": uow.today, "at": uow.now}
        uow.execute(upsert_into(uow.connection, Sight).on_conflict_do_nothing(), look)
        return {"name": name, "phones": list(phones_of(uow.hall, uow.connection, self.case_id))}
