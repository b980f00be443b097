"""The stock way of a durable completion: SpiffWorkflow as it comes, and rows through the ORM.

It does the job that the engine does with the means that are at hand: it takes the idempotency key, locks the case,
looks who did what before, checks the form with jsonschema, moves the process, and writes the same rows. Sealed
values and the chain of the trail, which would only make it dearer, are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from jsonschema import Draft202012Validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.benchmark.answer_form import ANSWER
from engine.benchmark.matters import DEPARTMENT, REVIEWER
from engine.bpmn.stock_comparison import StockProcess
from engine.bundle import Bundle
from engine.cases.days import NO_LIMIT
from engine.clock import legal_day
from engine.hall import Hall
from engine.ids import new_id
from engine.store.cases import Case
from engine.store.office import AnsweredCommand
from engine.store.tasks import Task
from engine.store.trail import TrailEntry, TrailValue


class StockWay:
    """Files and completes cases of one matter in the database of ``hall``, beside its own."""

    def __init__(self, hall: Hall, bundle: Bundle) -> None:
        self._hall = hall
        self._bundle = bundle
        self._process = StockProcess(bundle.files["process.bpmn"], bundle.key)
        self._form = Draft202012Validator(ANSWER)

    def file(self) -> str:
        """File a case and return its id."""
        now = self._hall.clock.now()
        state, open_tasks = self._process.start()
        with Session(self._hall.writing) as session, session.begin():
            case = Case(
                id=new_id(now),
                number=new_id(now),
                matter_key=self._bundle.key,
                matter_name=self._bundle.key,
                bundle_sha256=self._bundle.sha256,
                department=DEPARTMENT,
                status="accepted",
                channel="online",
                applicant_name="王小明",
                received_at=now,
                state=state.encode(),
            )
            session.add(case)
            session.flush()
            self._open(session, case.id, open_tasks)
            return case.id

    def complete(self, case_id: str, element: str, values: Mapping[str, Any], by: Actor, key: str) -> None:
        """Complete the open task of ``element``."""
        now = self._hall.clock.now()
        with Session(self._hall.writing) as session, session.begin():
            wanted = select(Task, Case).join(Case, Case.id == Task.case_id).with_for_update()
            task, case = session.execute(
                wanted.where(Task.case_id == case_id, Task.element_id == element, Task.status == "open")
            ).one()
            done = session.scalars(select(Task).where(Task.case_id == case_id, Task.status == "done"))
            if any(one.stage == "approval" and one.done_by == by.person_id for one in done):
                raise PermissionError(element)
            self._form.validate(values)
            state, open_tasks, ended = self._process.complete(case.state.decode(), task.token, values)
            known = set(session.scalars(select(Task.token).where(Task.case_id == case_id, Task.status == "open")))
            task.status, task.result = "done", values["result"]
            task.done_at, task.done_by, task.done_by_name = now, by.person_id, by.name
            task.version += 1
            opened = {token: name for token, name in open_tasks.items() if token not in known}
            self._open(session, case_id, opened)
            case.state = state.encode()
            case.version += 1
            case.trail_seq += 1
            if ended:
                case.status, case.closed_at = "closed", now
            entry = TrailEntry(
                case_id=case_id,
                seq=case.trail_seq,
                at=now,
                legal_at=now,
                act="done",
                element_id=element,
                token=task.token,
                actor_id=by.person_id,
                actor_name=by.name,
                post=task.post,
                department=task.department,
                hash="0" * 64,
            )
            answer = {"case_id": case_id, "opened": list(opened.values()), "ended": ended}
            session.add_all(
                [
                    entry,
                    TrailValue(case_id=case_id, seq=case.trail_seq, sealed=orjson.dumps(values)),
                    AnsweredCommand(key=key, name="CompleteTask", fingerprint="0" * 64, at=now, answer=answer),
                ]
            )

    def _open(self, session: Session, case_id: str, tasks: Mapping[str, str]) -> None:
        now = self._hall.clock.now()
        for token, element in tasks.items():
            task = Task(
                id=new_id(now),
                case_id=case_id,
                token=token,
                element_id=element,
                name=element,
                stage="review",
                department=DEPARTMENT,
                post=REVIEWER,
                opened_at=now,
                due_on=legal_day(now),
                sort_on=NO_LIMIT,
            )
            session.add(task)
