"""Note where a member of staff gets mail from the system."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.command import Command
from engine.errors import Invalid, NotAllowed, NotFound
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST = 254
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
"""What browsers take for an address (HTML Living Standard, valid e-mail address), with a dot in its domain."""


@dataclass(frozen=True, kw_only=True)
class SetEmail(Command):
    """Keep a person's address, or forget it where it is empty: by administrators for all, by everybody for oneself."""

    person_id: str
    email: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not (self.by.is_system or self.by.holds("administrator") or self.by.person_id == self.person_id):
            raise NotAllowed(zh("只有系统管理员可以管理人员。"))
        email = self.email.strip()
        if email and (len(email) > LONGEST or not ADDRESS.fullmatch(email)):
            wrong = zh("请填写完整的电子邮箱地址，例如 name@example.gov.cn。")
            raise Invalid(wrong, {"email": wrong})
        person = table_of(Person)
        row = uow.execute(select(person.c.login, person.c.email).where(person.c.id == self.person_id)).first()
        if row is None:
            raise NotFound
        uow.execute(update(person).where(person.c.id == self.person_id).values(email=email or None))
        uow.note_office_act("set_email", self.by, row.login, before=row.email or "", after=email)
        return {"person_id": self.person_id}
