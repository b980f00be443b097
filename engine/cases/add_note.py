"""Add a note to the file of a case: for colleagues, not for the applicant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.cases.sight import require_sight, works_on
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Invalid, NotAllowed
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class AddNote(Command):
    """Keep ``note`` in the trail of the case; it can be read by those who work on it, and not changed."""

    case_id: str
    note: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        require_sight(uow.connection, self.by, case.id, case.row["department"])
        if self.by.kind == "applicant" or not works_on(uow.connection, self.by, case.id, case.row["department"]):
            raise NotAllowed(zh("只有经办这件办件的人员可以添加备注，监察员只能查看。"))
        note = self.note.strip()
        if not note or len(note) > LONGEST:
            raise Invalid(zh("备注应为 1 至 {most} 字。", most=LONGEST))
        case.record("noted", self.by, values={"note": note})
        case.save()
        return {"case_id": case.id}
