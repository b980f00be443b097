"""What people do in the invented cases: each act is one of the commands that their pages run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.actor import Actor, Holding, applicant
from engine.cases.answer_flow import AnswerFlow
from engine.cases.attach_file import AttachFile
from engine.cases.claim_task import ClaimTask
from engine.cases.close_without_supplement import CloseWithoutSupplement
from engine.cases.complete_task import CompleteTask
from engine.cases.file_case import FileCase
from engine.cases.receive_supplement import ReceiveSupplement
from engine.cases.save_draft import SaveDraft
from engine.cases.save_opinion import SaveOpinion
from engine.cases.withdraw_case import WithdrawCase
from engine.command import Command
from engine.errors import Forbidden
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from webapp.training_hall import answers
from webapp.training_hall.plan import Act

MATTER = "small_catering_permit"
REPORT = "rectification_reported"
INSPECTORS = (("hecha1", "hecha2"), ("hecha2", "hecha3"), ("hecha1", "hecha3"))
_task = table_of(Task).c

# Act: who does it, in which step, with what result.
TASKS: dict[str, tuple[str, str, str]] = {
    "accept": ("chuangkou", "acceptance", "accept"),
    "ask": ("chuangkou", "acceptance", "supplement"),
    "turn_away": ("chuangkou", "acceptance", "refuse"),
    "assign": ("suozhang", "assign_check", ""),
    "check": ("", "site_check", "pass"),
    "check_rectify": ("", "site_check", "rectify"),
    "check_fail": ("", "site_check", "fail"),
    "recheck": ("", "recheck", "pass"),
    "recheck_fail": ("", "recheck", "fail"),
    "review": ("shenhe", "review", "pass"),
    "review_against": ("shenhe", "review", "fail"),
    "review_return": ("shenhe", "review", "return"),
    "grant": ("shenpi", "approval", "grant"),
    "refuse": ("shenpi", "approval", "refuse"),
    "approval_return": ("shenpi", "approval", "return"),
    "certify": ("chujian", "certificate", ""),
    "write_refusal": ("chujian", "refusal_notice", ""),
    "hand_over": ("chujian", "delivery", "window"),
    "post": ("chujian", "delivery", "courier"),
}
HANDLERS = {"acceptance": "chuangkou", "review": "shenhe", "approval": "shenpi"}


@dataclass(frozen=True)
class Stage:
    """The hall in the past with its people by login, and the sample files by material."""

    hall: Hall
    people: Mapping[str, Actor]
    samples: Mapping[str, tuple[str, int]]


def people_of(hall: Hall) -> dict[str, Actor]:
    """Return everybody with an account, by login."""
    person, held, department = table_of(Person).c, table_of(PostHolding).c, table_of(Department).c
    with hall.reading() as connection:
        posts: dict[str, list[Holding]] = {}
        for row in connection.execute(select(held.person_id, held.post, held.department)):
            posts.setdefault(row.person_id, []).append(Holding(row.post, row.department))
        rows = connection.execute(
            select(person.id, person.login, person.name, department.name.label("office")).outerjoin(
                Department, department.code == person.department
            )
        ).all()
    return {
        row.login: Actor("staff", row.name, row.id, tuple(posts.get(row.id, ())), department_name=row.office or "")
        for row in rows
    }


def perform(stage: Stage, act: Act, key: str, case_id: str) -> str:
    """Do one act and return the id of its case; ``case_id`` is empty for the first."""
    if act.name in ("file", "file_at_window"):
        return _file(stage, act, key)
    other: dict[str, Callable[[Stage, Act, str, str], None]] = {
        "claim": _claim,
        "save": _save,
        "supplement": _supplement,
        "report": _report,
        "withdraw": _withdraw,
        "close": _close,
    }
    other.get(act.name, _complete)(stage, act, key, case_id)
    return case_id


@dataclass(frozen=True, kw_only=True)
class HandIn(Command):
    """Make a draft with a sample of each material, then file it, or supplement ``case_id`` with it.

    The commands of the pages in one transaction: to wait for the disk nine times would be too long here.
    """

    samples: Mapping[str, tuple[str, int]]
    values: Mapping[str, Any]
    channel: str = "online"
    case_id: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        draft = SaveDraft(by=self.by, matter_key=MATTER, entered={}).execute(uow)["draft_id"]
        values = dict(self.values)
        for material, (sha256, size) in self.samples.items():
            name, kind = f"{answers.MATERIALS[material]}.pdf", "application/pdf"
            sample = {"filename": name, "media_type": kind, "size": size, "sha256": sha256}
            attach = AttachFile(by=self.by, draft_id=draft, material=material, **sample)
            values[material] = [attach.execute(uow)["attachment_id"]]
        if self.case_id:
            return ReceiveSupplement(by=self.by, case_id=self.case_id, draft_id=draft, values=values).execute(uow)
        filing = {"matter_key": MATTER, "channel": self.channel, "draft_id": draft}
        return FileCase(by=self.by, values=values, **filing).execute(uow)


def _file(stage: Stage, act: Act, key: str) -> str:
    by, channel = (stage.people["chuangkou"], "window") if act.name == "file_at_window" else (applicant(), "online")
    values = answers.application(act.case)
    command = HandIn(by=by, key=key, samples=stage.samples, values=values, channel=channel)
    return str(stage.hall.run(command)["case_id"])


def _complete(stage: Stage, act: Act, key: str, case_id: str) -> None:
    login, element, result = TASKS[act.name]
    by, task = _who_and_what(stage, case_id, element, login)
    pair = INSPECTORS[act.case.number % len(INSPECTORS)]
    inspectors = [stage.people[one].person_id for one in pair]
    values = answers.of(element, result, act.case, act.day, inspectors)
    stage.hall.run(CompleteTask(by=by, key=key, task_id=task, values=values))


def _who_and_what(stage: Stage, case_id: str, element: str, login: str) -> tuple[Actor, str]:
    """Return who takes the next open task of an element, and its id; without a login, whoever it is assigned to."""
    with stage.hall.reading() as connection:
        row = connection.execute(
            select(_task.id, _task.assignee_id)
            .where(_task.case_id == case_id, _task.element_id == element, _task.status == "open")
            .order_by(_task.instance, _task.id)
        ).first()
    assert row is not None, f"{element} is not open"
    by = (
        stage.people[login] if login else next(one for one in stage.people.values() if one.person_id == row.assignee_id)
    )
    return by, row.id


def _claim(stage: Stage, act: Act, key: str, case_id: str) -> None:
    by, task = _handler(stage, case_id)
    stage.hall.run(ClaimTask(by=by, key=key, task_id=task))


def _save(stage: Stage, act: Act, key: str, case_id: str) -> None:
    by, task = _handler(stage, case_id)
    stage.hall.run(SaveOpinion(by=by, key=key, task_id=task, values={"opinion": ["申请材料齐全，现场核查合格，"]}))


def _handler(stage: Stage, case_id: str) -> tuple[Actor, str]:
    with stage.hall.reading() as connection:
        row = connection.execute(
            select(_task.id, _task.element_id).where(_task.case_id == case_id, _task.status == "open")
        ).one()
    return stage.people[HANDLERS[row.element_id]], row.id


def _supplement(stage: Stage, act: Act, key: str, case_id: str) -> None:
    samples = {one: stage.samples[one] for one in answers.asked_of(act.case)}
    stage.hall.run(HandIn(by=applicant(case_id), key=key, samples=samples, values={}, case_id=case_id))


def _report(stage: Stage, act: Act, key: str, case_id: str) -> None:
    note = "已经按要求整改完毕，请复查。"
    # Over a long holiday the time for the rectification runs out before anybody can report.
    with suppress(Forbidden):
        stage.hall.run(AnswerFlow(by=applicant(case_id), key=key, case_id=case_id, message=REPORT, note=note))


def _withdraw(stage: Stage, act: Act, key: str, case_id: str) -> None:
    stage.hall.run(WithdrawCase(by=applicant(case_id), key=key, case_id=case_id, reason="店面另作他用，不再申请"))


def _close(stage: Stage, act: Act, key: str, case_id: str) -> None:
    stage.hall.run(CloseWithoutSupplement(by=stage.people["chuangkou"], key=key, case_id=case_id))
