"""What the people of the training hall were asked and told in past weeks: enquiries and complaints in every state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from engine.actor import Actor, applicant
from engine.clock import FixedClock
from engine.command import Command
from engine.feedback.answer_complaint import AnswerComplaint, CloseComplaint
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.decide_complaint import AcceptComplaint, RefuseComplaint
from engine.feedback.extend_enquiry import ExtendEnquiry
from engine.feedback.hand_over_enquiry import OfferEnquiry
from engine.feedback.look_into_complaint import ExtendComplaint, NoteInvestigation
from engine.feedback.publish_enquiry import PublishEnquiry
from engine.feedback.receive_complaint import ReceiveComplaint
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.feedback.take_enquiry import TakeEnquiry
from engine.jobs.feedback import raise_feedback_lights
from webapp.training_hall.acts import Stage
from webapp.training_hall.plan import moment, workday_before

HERE = Path(__file__).resolve().parent / "invented_feedback"
FILES = {"enquiry": "enquiries.yaml", "complaint": "complaints.yaml"}
AFTERNOON, MINUTES_APART = time(14, 10), 7


def hear(stage: Stage, owner: str, until: date) -> None:
    """Let be asked, complained and answered what was up to the working day ``until``; done twice it is done once."""
    clock = stage.hall.clock
    assert isinstance(clock, FixedClock)
    end = clock.at
    for register, begin, do in (("enquiry", _asked, _act_on_enquiry), ("complaint", _complained, _act_on_complaint)):
        ids: dict[int, str] = {}
        for at, story, number, step in _in_order(stage, FILES[register], until):
            clock.at = at
            key = f"{owner} {register} {number}"
            if step < 0:
                ids[number] = stage.hall.run(begin(stage, key, story))[f"{register}_id"]
                continue
            act = story["acts"][step]
            by = stage.people[act.get("who") or story["who"]]
            stage.hall.run(do(act, {"by": by, "key": f"{key} {step}", f"{register}_id": ids[number]}))
    clock.at = max(end, clock.at)
    raise_feedback_lights(stage.hall, owner)


def _in_order(stage: Stage, file: str, until: date) -> list[tuple[datetime, Mapping[str, Any], int, int]]:
    """Return every act with its moment, its story, the number of that, and its place in it; -1 is how it began."""
    with stage.hall.reading() as connection:
        offset = stage.hall.legal_offset(connection)
    acts = []
    for number, story in enumerate(yaml.safe_load((HERE / file).read_text(encoding="utf-8"))):
        back = story["back"]
        for step in range(-1, len(story["acts"])):
            back -= story["acts"][step].get("wait", 0) if step >= 0 else 0
            day = workday_before(until, back, stage.hall.calendar)
            at = moment(day, AFTERNOON) + timedelta(minutes=number * MINUTES_APART + step + 1) - offset
            acts.append((at, story, number, step))
    return sorted(acts, key=lambda one: (one[0], one[2], one[3]))


def _writer(stage: Stage, story: Mapping[str, Any]) -> Actor:
    return stage.people[story["who"]] if "who" in story else replace(applicant(), address="192.0.2.1")


def _asked(stage: Stage, key: str, story: Mapping[str, Any]) -> Command:
    said = {"title": story["title"], "content": story["content"], "name": story.get("name", "")}
    about = {"channel": story["channel"], "matter_key": story.get("matter", "")}
    return ReceiveEnquiry(by=_writer(stage, story), key=key, **about, **said)


def _complained(stage: Stage, key: str, story: Mapping[str, Any]) -> Command:
    said = {"title": story["title"], "content": story["content"], "name": story.get("name", "")}
    about = {"target_department": story["about"], "target_name": story.get("person", "")}
    anonymous = "name" not in story
    by = _writer(stage, story)
    return ReceiveComplaint(by=by, key=key, channel=story["channel"], anonymous=anonymous, **about, **said)


def _act_on_enquiry(act: Mapping[str, Any], one: dict[str, Any]) -> Command:
    if act["do"] == "take":
        return TakeEnquiry(**one)
    if act["do"] == "offer":
        return OfferEnquiry(**one, department=act["to"], reason=act["reason"])
    if act["do"] == "extend":
        return ExtendEnquiry(**one, days=act["days"], reason=act["reason"])
    if act["do"] == "publish":
        return PublishEnquiry(**one, question=act["question"], answer=act["text"])
    return AnswerEnquiry(**one, answer=act["text"])


def _act_on_complaint(act: Mapping[str, Any], one: dict[str, Any]) -> Command:
    if act["do"] == "accept":
        return AcceptComplaint(**one, department=act["to"])
    if act["do"] == "refuse":
        return RefuseComplaint(**one, reason=act["reason"])
    if act["do"] == "look_into":
        return NoteInvestigation(**one, found=act["text"])
    if act["do"] == "extend":
        return ExtendComplaint(**one, days=act["days"], reason=act["reason"])
    if act["do"] == "close":
        return CloseComplaint(**one, satisfied=act["satisfied"])
    return AnswerComplaint(**one, finding=act["finding"], answer=act["text"])
