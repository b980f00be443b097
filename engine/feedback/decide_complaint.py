"""Decide within five working days whether a complaint is accepted (受理、不予受理), and who looks into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from engine.command import Command
from engine.errors import Invalid, NotAllowed
from engine.feedback.answer_enquiry import send_to_writer
from engine.feedback.complaint_row import (
    ACCEPTED,
    RECEIVED,
    REFUSED,
    about,
    change,
    locked_complaint,
    note,
    number_paper,
    require_decider,
    require_status,
)
from engine.feedback.complaint_sight import handlers_of
from engine.feedback.contents import seal, unseal
from engine.feedback.lights import end_lights_about
from engine.feedback.receive_complaint import add_targets
from engine.messages.tell import tell
from engine.required_text import required_text
from engine.store.base import table_of
from engine.store.complaints import ComplaintTarget
from engine.store.people import Department, Person
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LONGEST = 1000
DECISION = "complaint"
"""What the light of a decision that is late is raised for."""
_person, _department, _target = table_of(Person).c, table_of(Department).c, table_of(ComplaintTarget)


@dataclass(frozen=True, kw_only=True)
class AcceptComplaint(Command):
    """Accept it and give it to a department; ``target_person`` says whom it is about, where that is known now."""

    complaint_id: str
    department: str
    target_person: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_complaint(uow, self.by, self.complaint_id)
        require_decider(uow, self.by, row)
        require_status(uow, row, RECEIVED)
        if self.target_person:
            _identify(uow, row.id, self.target_person)
            if self.target_person == self.by.person_id:
                raise NotAllowed(zh("投诉的是您本人，请由其他人决定。"))
        people = require_handlers(uow, row.id, self.department)
        answer_by = uow.calendar.add_workdays(uow.today, uow.parameters.complaint_days)
        paper = number_paper(uow, ACCEPTED)
        decided = {"decided_at": uow.now, "decided_by": self.by.name, "decision_paper": paper}
        due = {"due_on": answer_by, "next_light_on": answer_by + timedelta(days=1)}
        change(uow, row.id, status=ACCEPTED, department=self.department, **decided, **due)
        end_lights_about(uow, about(row), DECISION)
        told = f"交由{_name(uow, self.department)}承办，将于 {answer_by} 前答复。"
        note(uow, row.id, row.number, ACCEPTED, self.by, told, paper=paper, department=self.department)
        said = zh("投诉 {number} 交由本部门承办，请于 {day} 前答复。", number=row.number, day=answer_by.isoformat())
        tell(uow, people, "complaint", said, about=("complaint", row.id))
        email = unseal(uow.hall.key, row.sealed)["email"]
        send_to_writer(uow, email, f"您的投诉 {row.number} 已受理（{paper}）：", told)
        return {"complaint_id": row.id, "paper": paper}


@dataclass(frozen=True, kw_only=True)
class RefuseComplaint(Command):
    """Do not accept it, with the reason, which whoever complained is told."""

    complaint_id: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_complaint(uow, self.by, self.complaint_id)
        require_decider(uow, self.by, row)
        require_status(uow, row, RECEIVED)
        reason = required_text(self.reason, "reason", zh("请写明不予受理的理由，投诉人会看到。"), LONGEST)
        paper = number_paper(uow, REFUSED)
        decided = {"decided_at": uow.now, "decided_by": self.by.name, "decision_paper": paper}
        sealed = seal(uow.hall.key, {"answer": reason})
        change(uow, row.id, status=REFUSED, **decided, done_on=uow.today, next_light_on=None, sealed_answer=sealed)
        end_lights_about(uow, about(row), DECISION)
        note(uow, row.id, row.number, REFUSED, self.by, reason, paper=paper)
        email = unseal(uow.hall.key, row.sealed)["email"]
        send_to_writer(uow, email, f"您的投诉 {row.number} 不予受理（{paper}）：", reason)
        return {"complaint_id": row.id, "paper": paper}


@dataclass(frozen=True, kw_only=True)
class AssignComplaint(Command):
    """Give an accepted complaint to another department, with the reason; the limit for the answer stays."""

    complaint_id: str
    department: str
    reason: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = locked_complaint(uow, self.by, self.complaint_id)
        require_decider(uow, self.by, row)
        require_status(uow, row, ACCEPTED)
        reason = required_text(self.reason, "why", zh("请写明改派的原因。"), LONGEST)
        people = require_handlers(uow, row.id, self.department)
        change(uow, row.id, department=self.department)
        note(uow, row.id, row.number, "assigned", self.by, reason, department=self.department)
        day = row.due_on.isoformat()
        said = zh("投诉 {number} 交由本部门承办，请于 {day} 前答复。", number=row.number, day=day)
        tell(uow, people, "complaint", said, about=("complaint", row.id))
        return {"complaint_id": row.id}


def require_handlers(uow: UnitOfWork, complaint_id: str, department: str) -> frozenset[str]:
    """Return who would look into it there; raises Invalid where nobody is left but whom it is about."""
    known = uow.execute(select(_department.code).where(_department.code == department)).first()
    people = handlers_of(uow, complaint_id, department, uow.today) if known else frozenset()
    if not people:
        wrong = zh("这个部门除被投诉的人以外没有人可以承办，请另选部门。") if known else zh("请选择部门。")
        raise Invalid(wrong, {"department": wrong})
    return people


def _name(uow: UnitOfWork, department: str) -> str:
    name: str = uow.execute(select(_department.name).where(_department.code == department)).scalar_one()
    return name


def _identify(uow: UnitOfWork, complaint_id: str, person_id: str) -> None:
    if uow.execute(select(_person.id).where(_person.id == person_id)).first() is None:
        wrong = zh("没有这名工作人员，请重新选择。")
        raise Invalid(wrong, {"target_person": wrong})
    uow.execute(delete(_target).where(_target.c.complaint_id == complaint_id))
    add_targets(uow, complaint_id, [person_id])
