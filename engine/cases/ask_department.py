"""Ask another department for its opinion (征求意见、会签): a letter, and a clock of its own.

国发〔1999〕9号: other departments answer within seven working days. 行政许可法 第四十五条 does not name consultation,
so the limit of the decision runs on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from engine.cases.ask_lower_level import handed_in
from engine.cases.case_bills import issuer_of
from engine.cases.case_clocks import start_clock
from engine.cases.consultation_row import BASIS, LONGEST, consultation_table, office_name
from engine.cases.consulted import ASKED, CONSULTATION, OPEN, answering_departments, consulted_people
from engine.cases.duties import require_may_do
from engine.cases.lock_task import lock_task
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid
from engine.ids import new_id
from engine.law.kinds import KINDS
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.sealing import seal_values
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

DEFAULT_DAYS = KINDS[CONSULTATION].limit or 7
MOST_DAYS = 30
ASKING_STAGES = frozenset({"review", "approval"})
_table = consultation_table.c


def may_ask(status: str, stage: str) -> bool:
    """Tell whether another department can be asked from a step of ``stage``, in a case of ``status``."""
    return status == "accepted" and stage in ASKING_STAGES


@dataclass(frozen=True, kw_only=True)
class AskDepartment(Command):
    """Ask ``department`` the ``question`` from an open step of review or approval; the limits of the case run on.

    ``materials`` are keys of the guide that the letter names, ``days`` working days for the answer. Those who may
    answer are told. Raises Invalid with a problem for each field that will not do.
    """

    task_id: str
    department: str
    question: str
    materials: tuple[str, ...] = ()
    days: int | None = DEFAULT_DAYS
    seen: int | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case, task = lock_task(uow, self.task_id)
        require_may_do(case, task, self.by, self.seen)
        if not may_ask(case.row["status"], task["stage"]):
            raise Forbidden(zh("只有已受理、尚未决定的办件，才能由审核、审批环节的经办人征求其他部门的意见。"))
        question = required_text(self.question, "question", zh("请写明征求什么意见。"), LONGEST)
        days = self._checked(case, task["department"])
        row = {
            "id": new_id(uow.now),
            "case_id": case.id,
            "status": ASKED,
            "asking": task["department"],
            "asked": self.department,
            "sealed_question": seal_values(case.key, question)[0],
            "materials": sorted(set(self.materials)),
            "limit": days,
            "asked_on": uow.today,
            "asked_at": uow.now,
            "asked_by": self.by.person_id,
            "asked_by_name": self.by.name,
        }
        uow.execute(insert(consultation_table), row)
        clock = start_clock(case, CONSULTATION, uow.today, days, basis=BASIS, about=row["id"])
        name, due = office_name(uow, self.department), clock["due_on"].isoformat()
        where = {one: task[of] for one, of in _COLUMNS.items()}
        detail = {"department": self.department, "name": name, "days": days, "due": due}
        case.record("consultation_asked", self.by, **where, detail=detail, values={"reason": question})
        fields = {
            "from_department": office_name(uow, task["department"]),
            "to_department": name,
            "question": question,
            "materials": _names(case, self.materials),
            "days": days,
            "answer_by": due,
        }
        number = issue_document(case, "consultation_letter", self.by, fields, issuer_of(case, task["department"]))
        uow.execute(update(consultation_table).where(_table.id == row["id"]).values(document=number))
        told = zh("收到征求意见函 {number}，请于 {day} 前答复。", number=number, day=due)
        tell(uow, consulted_people(uow, self.department, uow.today), "consultation", told, case_id=case.id)
        case.save()
        return {"case_id": case.id, "consultation_id": row["id"], "documents": [number]}

    def _checked(self, case: WorkingCase, asking: str) -> int:
        """Return the days for the answer; raises Invalid."""
        problems: dict[str, Text] = {}
        open_ = (_table.case_id == case.id, _table.asked == self.department, _table.status.in_(OPEN))
        if self.department == asking:
            problems["department"] = zh("征求意见的对象应当是其他部门。")
        elif self.department not in answering_departments(case.uow, case.uow.today):
            problems["department"] = zh("请选择部门。")
        elif number := case.uow.execute(select(_table.document).where(*open_)).scalar():
            problems["department"] = zh("已经向这个部门征求意见（{number}），尚未答复。", number=number)
        if self.days is None or not 1 <= self.days <= MOST_DAYS:
            problems["days"] = zh("答复期限应当是 1 到 {most} 个工作日。", most=MOST_DAYS)
        if set(self.materials) - handed_in(case):
            problems["materials"] = zh("只能附送已经提交的材料。")
        if problems or self.days is None:
            raise Invalid(zh("征求意见函没有发出，请更正。"), problems)
        return self.days


_COLUMNS = {"element": "element_id", "token": "token", "post": "post", "department": "department"}


def _names(case: WorkingCase, materials: Iterable[str]) -> list[str]:
    sent = set(materials)
    return [one.name.value for one in case.bundle.facts.materials if one.key in sent]
