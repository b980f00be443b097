"""Thirty days in one step behave like thirty days: the same cases, lights, papers and days, but for entry times."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from support.matters import bundle, flow, message, task
from support.notices import NOTICE
from support.training import TrainingHall, publish

from engine.actor import SYSTEM
from engine.administration.training_clock import MoveTrainingClock
from engine.administration.verify import verify
from engine.bundle import Bundle
from engine.clock import FixedClock
from engine.hall import Hall
from engine.jobs.sweep import work_through
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.documents import Document
from engine.store.office import Notice
from engine.store.tasks import Task
from engine.store.trail import TrailEntry
from engine.store.waits import Incident, Job

DAYS, CASES = 30, 6
SAYS = {"content": "拟给予临时救助", "place": "村务公开栏"}


def note(view: Mapping[str, object]) -> Mapping[str, object]:
    return {"noted": True}


FUNCTIONS = {"note": note}
CALLS = '<extensionElements><spiffworkflow:serviceTaskOperator id="note"/></extensionElements>'


def after_a_time(chance: random.Random, name: str, task_id: str, cancels: bool) -> str:
    """Return a boundary timer at a random hour."""
    wait = f"<timerEventDefinition><timeDuration>PT{chance.randrange(1, 150)}H</timeDuration></timerEventDefinition>"
    kind = str(cancels).lower()
    return f'<boundaryEvent id="{name}" attachedToRef="{task_id}" cancelActivity="{kind}">{wait}</boundaryEvent>'


def moving_by_itself(chance: random.Random, key: str) -> Bundle:
    """Return a matter that silence and time take along: steps that run out, reminders, waits, functions, a notice."""
    body = ['<startEvent id="filed"/><endEvent id="closed"/>', task("acceptance", stage="acceptance")]
    before = "acceptance"
    body.append(flow("filed", before))
    if chance.random() < 0.5:
        body += [task("notice", document="public_notice", form="notice"), message("public_notice_ended")]
        body += [flow(before, "notice"), flow("notice", "public_notice_ended")]
        before = "public_notice_ended"
    for number in range(chance.randrange(1, 6)):
        step, then = f"step_{number}", f"then_{number}"
        match chance.choice(["runs_out", "runs_out", "waits", "calls"]):
            case "runs_out":
                limit = str(chance.randrange(1, 6))
                body += [task(step, limitWorkdays=limit), after_a_time(chance, f"out_{number}", step, cancels=True)]
                body += [f'<exclusiveGateway id="{then}"/>', flow(step, then), flow(f"out_{number}", then)]
                if chance.random() < 0.5:
                    body += [after_a_time(chance, f"told_{number}", step, cancels=False)]
                    body += [f'<endEvent id="told_end_{number}"/>', flow(f"told_{number}", f"told_end_{number}")]
            case "waits":
                wait = f"<timeDuration>PT{chance.randrange(1, 100)}H</timeDuration>"
                timer = f"<timerEventDefinition>{wait}</timerEventDefinition>"
                body += [f'<intermediateCatchEvent id="{step}">{timer}</intermediateCatchEvent>']
                then = step
            case "calls":
                body += [f'<serviceTask id="{step}" name="登记">{CALLS}</serviceTask>']
                then = step
        body.append(flow(before, step))
        before = then
    body += [task("last"), flow(before, "last"), flow("last", "closed")]
    return bundle(key, "".join(body), functions=("note",), forms={"notice": NOTICE})


def begun(hall: Hall, clock: FixedClock, seed: int) -> None:
    """File cases of several matters within a few days, and let people take some of them a step or two on."""
    chance, training = random.Random(seed), TrainingHall(hall, clock)
    for number in range(4):
        publish(hall, moving_by_itself(chance, f"matter_{number}"))
    for _ in range(CASES):
        clock.advance(timedelta(minutes=chance.randrange(1, 300)))
        case = training.file_case(f"matter_{chance.randrange(4)}")
        if chance.random() < 0.6:
            training.reviewer.complete(case, "acceptance", result="accept")
            if "notice" in training.open_elements(case):
                training.reviewer.complete(case, "notice", days=chance.randrange(3, 12), **SAYS)


def pass_days(hall: Hall, step: int) -> None:
    for _ in range(DAYS // step):
        hall.run(MoveTrainingClock(by=SYSTEM, days=step))
        assert "failed 0" in work_through(hall, "worker")


def came_to(hall: Hall) -> dict[str, list[Any]]:
    """Return all that is of the law, of people and of the flow; not when it was entered, nor ids of new rows."""
    case, entry, one, clock = (table_of(t).c for t in (Case, TrailEntry, Task, CaseClock))
    paper, notice, job = (table_of(t).c for t in (Document, Notice, Job))
    wanted = {
        "cases": select(case.number, case.status, case.outcome, case.accepted_on, case.decided_on, case.statutory_due,
                        case.promised_due, case.promised_yellow_on, case.trail_seq),
        "trail": select(entry.case_id, entry.seq, entry.legal_at, entry.act, entry.element_id, entry.detail),
        "steps": select(one.case_id, one.element_id, one.status, one.due_on, one.yellow_on, one.raised,
                        one.next_light_on),
        "limits": select(clock.case_id, clock.kind, clock.origin, clock.due_on, clock.raised, clock.stopped_on,
                         clock.next_light_on),
        "papers": select(paper.case_id, paper.kind, paper.number, paper.issued_on),
        "told": select(notice.case_id, notice.person_id, notice.kind, notice.params),
        "jobs": select(job.case_id, job.kind, job.element_id, job.status, job.due_at),
    }  # fmt: skip
    with hall.reading() as connection:
        found = {name: sorted(map(str, connection.execute(query))) for name, query in wanted.items()}
        assert connection.execute(select(func.count()).select_from(Incident)).scalar_one() == 0
    return found


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 12))])
def test_it_comes_to_the_same(seed: int, sqlite_template: Path, tmp_path: Path, clock: FixedClock) -> None:
    first = tmp_path / "first"
    shutil.copytree(sqlite_template, first)
    with closing(_hall(first, clock)) as hall:
        begun(hall, clock, seed)
    found = []
    for step in (1, DAYS):
        shutil.copytree(first, tmp_path / f"by_{step}")
        with closing(_hall(tmp_path / f"by_{step}", clock)) as hall:
            pass_days(hall, step)
            assert list(verify(hall)) == []
            found.append(came_to(hall))
    day_by_day, at_once = found
    for name, rows in day_by_day.items():
        assert at_once[name] == rows, name
    for act in ("light", "deemed_accepted", "timer", "caught", "document"):
        assert any(f", '{act}', " in line for line in day_by_day["trail"]), f"nothing of {act} was tried"


def _hall(folder: Path, clock: FixedClock) -> Hall:
    functions = {f"matter_{number}": FUNCTIONS for number in range(4)}
    return Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=clock, training=True, functions=functions)
