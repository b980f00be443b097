"""Complaints in tests: filed, decided on, answered and looked at by people of the training hall."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.training import TrainingHall, key

from engine.actor import applicant
from engine.command import Command
from engine.feedback.decide_complaint import AcceptComplaint
from engine.feedback.receive_complaint import ReceiveComplaint
from engine.queries import complaints as read

SAID = {
    "title": "窗口人员态度不好",
    "content": "3月1日上午在窗口问事，没有人理睬。",
    "target_department": "market_bureau",
}
ANONYMOUS = {"anonymous": True}
NAMED = {"anonymous": False, "name": "王小明", "phone": "13800005678", "email": "wang@example.com"}
OFFICER, SUPERVISOR, HEAD = "pingjia", "jiancha", "shenpi"


def complain(training: TrainingHall, address: str = "10.0.0.9", **more: Any) -> str:
    """Complain online and return the id of the complaint; anonymous unless told."""
    by = replace(applicant(name="投诉人"), address=address)
    command = ReceiveComplaint(by=by, key=key(), channel="online", **(SAID | ANONYMOUS | more))
    complaint_id: str = training.hall.run(command)["complaint_id"]
    return complaint_id


def write_down(training: TrainingHall, login: str = "chuangkou2", **more: Any) -> str:
    """Record a complaint that came by telephone."""
    command = ReceiveComplaint(by=training[login].actor, key=key(), **(SAID | NAMED | {"channel": "phone"} | more))
    complaint_id: str = training.hall.run(command)["complaint_id"]
    return complaint_id


def act(training: TrainingHall, command: type[Command], complaint_id: str, login: str, **said: Any) -> dict[str, Any]:
    """Let somebody do something with a complaint."""
    return training.hall.run(command(by=training[login].actor, key=key(), complaint_id=complaint_id, **said))


def accepted(training: TrainingHall, department: str = "market_bureau", **more: Any) -> str:
    """Return a complaint that was accepted and given to a department."""
    complaint_id = complain(training, **more)
    act(training, AcceptComplaint, complaint_id, OFFICER, department=department)
    return complaint_id


def seen(training: TrainingHall, login: str, complaint_id: str) -> read.OneComplaint:
    """Return the complaint as somebody sees it."""
    with training.hall.reading() as connection:
        return read.complaint(training.hall, connection, training[login].actor, complaint_id)


def listed(training: TrainingHall, login: str, tab: str = "open") -> list[str]:
    """Return the ids of the complaints in a list of somebody."""
    with training.hall.reading() as connection:
        return [one.id for one in read.complaints(training.hall, connection, training[login].actor, tab).rows]
