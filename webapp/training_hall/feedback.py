"""What the people of the training hall were asked in the past days: enquiries in every state, told by their lights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from engine.actor import Actor, applicant
from engine.clock import FixedClock
from engine.command import Command
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.extend_enquiry import ExtendEnquiry
from engine.feedback.hand_over_enquiry import OfferEnquiry
from engine.feedback.publish_enquiry import PublishEnquiry
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.feedback.take_enquiry import TakeEnquiry
from engine.jobs.feedback import raise_feedback_lights
from webapp.training_hall.acts import Stage
from webapp.training_hall.plan import moment, workday_before

HERE = Path(__file__).resolve().parent / "invented_feedback"
AFTERNOON, MINUTES_APART = time(14, 10), 7


def hear(stage: Stage, owner: str, until: date) -> None:
    """Let be asked and answered what was up to the working day ``until``; done twice it is done once."""
    clock = stage.hall.clock
    assert isinstance(clock, FixedClock)
    end = clock.at
    with stage.hall.reading() as connection:
        offset = stage.hall.legal_offset(connection)
    stories = yaml.safe_load((HERE / "enquiries.yaml").read_text(encoding="utf-8"))
    for number, story in enumerate(stories):
        back = story["back"]
        clock.at = _moment(stage, until, back, number) - offset
        key = f"{owner} enquiry {number}"
        enquiry_id = stage.hall.run(_asked(stage, key, story))["enquiry_id"]
        for step, act in enumerate(story["acts"]):
            back -= act.get("wait", 0)
            clock.at = _moment(stage, until, back, number) + timedelta(minutes=step + 1) - offset
            by = stage.people[act.get("who") or story["who"]]
            stage.hall.run(_command(act, by, f"{key} {step}", enquiry_id))
    clock.at = max(end, clock.at)
    raise_feedback_lights(stage.hall, owner)


def _moment(stage: Stage, until: date, back: int, number: int) -> Any:
    day = workday_before(until, back, stage.hall.calendar)
    return moment(day, AFTERNOON) + timedelta(minutes=number * MINUTES_APART)


def _asked(stage: Stage, key: str, story: Mapping[str, Any]) -> Command:
    by = stage.people[story["who"]] if "who" in story else replace(applicant(), address="192.0.2.1")
    said = {"title": story["title"], "content": story["content"], "name": story.get("name", "")}
    return ReceiveEnquiry(by=by, key=key, channel=story["channel"], matter_key=story.get("matter", ""), **said)


def _command(act: Mapping[str, Any], by: Actor, key: str, enquiry_id: str) -> Command:
    one: dict[str, Any] = {"by": by, "key": key, "enquiry_id": enquiry_id}
    if act["do"] == "take":
        return TakeEnquiry(**one)
    if act["do"] == "offer":
        return OfferEnquiry(**one, department=act["to"], reason=act["reason"])
    if act["do"] == "extend":
        return ExtendEnquiry(**one, days=act["days"], reason=act["reason"])
    if act["do"] == "publish":
        return PublishEnquiry(**one, question=act["question"], answer=act["text"])
    return AnswerEnquiry(**one, answer=act["text"])
