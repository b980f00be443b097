"""Issue a supervision order (督办): what is to be accounted for and put right, by whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from engine.actor import Actor
from engine.cases.official_documents import next_number
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Invalid
from engine.ids import new_id
from engine.law.masking import mask_text
from engine.law.supervision_rules import RULES
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.base import table_of
from engine.store.people import Department
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import who_answers
from engine.supervision.order_row import ISSUED, LONGEST_DEMAND, WANTED, note, order_table, require_supervisor
from engine.text import zh

SERIES = "督"
DEFAULT_DAYS, MOST_DAYS = 3, 30
_department = table_of(Department).c


@dataclass(frozen=True, kw_only=True)
class IssueOrder(Command):
    """Issue an order to a department, about a case or about its work as a whole; the heads of it are told.

    ``answer_within`` is in working days. Nothing of the case changes; its trail tells of the order. ``cause`` is for
    the system, which issues one order for one cause. Raises Invalid with a problem for each field that will not do.
    """

    department: str
    demand: str
    answer_within: int = DEFAULT_DAYS
    case_id: str | None = None
    rule: str = ""
    cause: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not self.by.is_system:
            require_supervisor(self.by)
        demand = required_text(self.demand, "demand", WANTED, LONGEST_DEMAND)
        self._check(uow, demand)
        case = WorkingCase.lock(uow, self.case_id) if self.case_id else None
        answer = write_order(
            uow, self.by, case, self.department, demand, self.answer_within, rule=self.rule, cause=self.cause
        )
        if case is not None and answer["number"]:
            case.save()
        return answer

    def _check(self, uow: UnitOfWork, demand: str) -> None:
        problems = {}
        if uow.execute(select(_department.code).where(_department.code == self.department)).first() is None:
            problems["department"] = zh("请选择部门。")
        if not 1 <= self.answer_within <= MOST_DAYS:
            problems["answer_within"] = zh("答复期限应当是 1 到 {most} 个工作日。", most=MOST_DAYS)
        if self.rule and self.rule not in RULES:
            problems["rule"] = zh("没有这条监察规则。")
        if mask_text(demand) != demand:
            problems["demand"] = zh("督办内容不能写身份证号码、手机号码，写办件编号即可。")
        if problems:
            raise Invalid(zh("督办单没有发出，请更正。"), problems)


def write_order(
    uow: UnitOfWork,
    by: Actor,
    case: WorkingCase | None,
    department: str,
    demand: str,
    answer_within: int = DEFAULT_DAYS,
    *,
    rule: str = "",
    cause: str | None = None,
) -> dict[str, Any]:
    """Write an order and tell the heads of the department; the caller saves ``case``, whose trail tells of it.

    Returns its id and number; the number is empty where one was written for ``cause`` before.
    """
    if cause is not None:
        known = uow.execute(select(order_table.c.id).where(order_table.c.cause == cause)).scalar()
        if known is not None:
            return {"order_id": known, "number": ""}
    case_id = None if case is None else case.id
    year, order_id = uow.today.year, new_id(uow.now)
    number = f"{SERIES}〔{year}〕{next_number(uow, SERIES, year):04d}号"
    answer_by = uow.calendar.add_workdays(uow.today, answer_within)
    row = {
        "id": order_id,
        "number": number,
        "case_id": case_id,
        "department": department,
        "rule": rule,
        "cause": cause,
        "demand": demand,
        "answer_within": answer_within,
        "answer_by": answer_by,
        "status": ISSUED,
        "next_light_on": answer_by + timedelta(days=1),
        "issued_at": uow.now,
        "issued_by": by.name,
    }
    uow.execute(insert(order_table), row)
    note(uow, order_id, ISSUED, by, demand, answer_by)
    if case is not None:
        said = {"number": number, "rule": rule, "answer_by": answer_by.isoformat()}
        case.record("order_issued", by, department=department, detail=said)
    told = zh("收到督办单 {number}，请于 {day} 前签收并答复。", number=number, day=answer_by.isoformat())
    tell(uow, who_answers(uow, department, uow.today), "order", told, case_id=case_id)
    return {"order_id": order_id, "number": number}
