"""Note who a member of staff is, so that nobody handles their own application (回避)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from engine.command import Command
from engine.errors import Invalid, NotAllowed, NotFound
from engine.law.codes import id_number_problem
from engine.parties import party_digest
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class SetIdNumber(Command):
    """Keep the keyed digest of a person's identity number; an empty number forgets it. The number is kept nowhere."""

    person_id: str
    id_number: str = field(repr=False)

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not (self.by.is_system or self.by.holds("administrator")):
            raise NotAllowed(zh("只有系统管理员可以管理人员。"))
        number = self.id_number.strip().upper()
        problem = id_number_problem(number) if number else None
        if problem:
            raise Invalid(zh("{problem}", problem=problem), {"id_number": zh("{problem}", problem=problem)})
        person = table_of(Person)
        login = uow.execute(select(person.c.login).where(person.c.id == self.person_id)).scalar()
        if login is None:
            raise NotFound
        digest = party_digest(uow.hall.key, number) if number else None
        uow.execute(update(person).where(person.c.id == self.person_id).values(id_number_digest=digest))
        uow.note_office_act("set_id_number", self.by, login, known=bool(number))
        return {"person_id": self.person_id}
