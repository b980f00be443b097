"""A part that several matters call may use the same ids as the process that calls it."""

from __future__ import annotations

from support.matters import HEAD, bundle, flow, task
from support.training import TrainingHall, publish

from engine.administration.verify import verify
from engine.bundle import Bundle


def with_part(key: str) -> Bundle:
    """Return a matter whose tasks ``check`` and ``sign`` are also tasks of the part that it calls."""
    body = [
        '<startEvent id="start"/><endEvent id="end"/><callActivity id="part" calledElement="two_eyes"/>',
        task("check", limitWorkdays="1") + task("sign"),
        flow("start", "check") + flow("check", "part") + flow("part", "sign") + flow("sign", "end"),
    ]
    part = [
        '<startEvent id="start"/><endEvent id="end"/>',
        task("check", limitWorkdays="3", post="approver"),
        task("sign", separateFrom="check", post="approver"),
        flow("start", "check") + flow("check", "sign") + flow("sign", "end"),
    ]
    process = f'{HEAD}<process id="two_eyes" isExecutable="true">{"".join(part)}</process></definitions>'
    files = dict(bundle(key, "".join(body)).files) | {"shared/two_eyes.bpmn": process.encode()}
    return Bundle.of(key, files)


def test_each_task_keeps_its_own_facts(training: TrainingHall) -> None:
    publish(training.hall, with_part("parted"))
    case = training.file_case("parted")
    training["shenhe"].complete(case, "check", result="pass")
    (line,) = training["shenpi"].file(case).open_tasks
    assert (line.element_id, line.post, line.department) == ("two_eyes_check", "approver", "market_bureau")
    assert list(verify(training.hall)) == []
    steps = with_part("parted").steps
    assert (steps["check"].limit_workdays, steps["two_eyes_check"].limit_workdays) == (1, 3)
    assert steps["two_eyes_sign"].separate_from == ("two_eyes_check",)
    assert steps["sign"].separate_from == ()
    training["shenpi"].complete(case, "two_eyes_check", result="pass")
    assert training.open_elements(case) == ["two_eyes_sign"]
