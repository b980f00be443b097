"""Enquiries in tests: asked, handed over, answered and looked at by people of the training hall."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.training import TrainingHall, key

from engine.actor import applicant
from engine.command import Command
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.queries import enquiries as read

ASKED = {"title": "开小吃店要办什么手续", "content": "我想在城关镇开一家小吃店，要带哪些材料？"}


def ask(training: TrainingHall, address: str = "10.0.0.9", **more: Any) -> str:
    """Ask online and return the id of the enquiry."""
    command = ReceiveEnquiry(by=replace(applicant(), address=address), key=key(), channel="online", **(ASKED | more))
    enquiry_id: str = training.hall.run(command)["enquiry_id"]
    return enquiry_id


def record(training: TrainingHall, login: str = "chuangkou", **more: Any) -> str:
    """Record at a window or by telephone what somebody asked."""
    command = ReceiveEnquiry(by=training[login].actor, key=key(), **(ASKED | {"channel": "phone"} | more))
    enquiry_id: str = training.hall.run(command)["enquiry_id"]
    return enquiry_id


def act(training: TrainingHall, command: type[Command], enquiry_id: str, login: str, **said: Any) -> dict[str, Any]:
    """Let somebody do something with an enquiry."""
    return training.hall.run(command(by=training[login].actor, key=key(), enquiry_id=enquiry_id, **said))


def seen(training: TrainingHall, login: str, enquiry_id: str) -> read.OneEnquiry:
    """Return the enquiry as somebody sees it."""
    with training.hall.reading() as connection:
        return read.enquiry(training.hall, connection, training[login].actor, enquiry_id)


def listed(training: TrainingHall, login: str, tab: str = "open") -> list[str]:
    """Return the ids of the enquiries in a list of somebody."""
    with training.hall.reading() as connection:
        return [one.id for one in read.enquiries(training.hall, connection, training[login].actor, tab).rows]
