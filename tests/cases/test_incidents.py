"""What failed is retried by an administrator; what ended needs nobody any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from support.matters import bundle, flow, task
from support.training import TrainingHall, publish

from engine.actor import SYSTEM, applicant
from engine.administration.verify import verify
from engine.cases.retry_incident import RetryIncident
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import Forbidden
from engine.jobs.failing import TRIES
from engine.jobs.worker import sweep_all
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.waits import Incident, Job

_incident, _job = table_of(Incident).c, table_of(Job).c


def incidents(training: TrainingHall) -> list[str]:
    """Return the ids of the open incidents."""
    with training.hall.reading() as connection:
        wanted = select(_incident.id).where(_incident.closed_at.is_(None)).order_by(_incident.id)
        return list(connection.execute(wanted).scalars())


@pytest.fixture
def scripted(training: TrainingHall) -> str:
    """A case that stands at a script whose function is missing."""
    script = '<scriptTask id="check" name="核对"><script>check</script></scriptTask>'
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        script + task("ask"),
        flow("filed", "check") + flow("check", "ask") + flow("ask", "closed"),
    ]
    publish(training.hall, bundle("scripted", "".join(body), functions=("check",)))
    return training.file_case("scripted")


def test_a_case_that_was_withdrawn_cannot_be_moved_by_a_retry(training: TrainingHall, scripted: str) -> None:
    (incident,) = incidents(training)
    training.hall.run(WithdrawCase(by=applicant(scripted), case_id=scripted, reason="不办了"))
    assert incidents(training) == []

    def check(view: Mapping[str, object]) -> Mapping[str, object]:
        return {}

    training.hall.functions = {"scripted": {"check": check}}
    with pytest.raises(Forbidden, match="已经办结"):
        training.hall.run(RetryIncident(by=SYSTEM, incident_id=incident))
    assert training.open_elements(scripted) == []
    assert list(verify(training.hall)) == []


def test_a_failure_whose_branch_was_taken_away_needs_nobody(training: TrainingHall) -> None:
    script = '<scriptTask id="check" name="核对"><script>check</script></scriptTask>'
    late = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/><subProcess id="inner">',
        '<startEvent id="begun"/><endEvent id="done"/>' + script,
        flow("begun", "check") + flow("check", "done") + "</subProcess>",
        f'<boundaryEvent id="late" attachedToRef="inner">{late}</boundaryEvent>',
        task("ask"),
        flow("filed", "inner") + flow("inner", "closed") + flow("late", "ask") + flow("ask", "closed"),
    ]
    publish(training.hall, bundle("inside", "".join(body), functions=("check",)))
    case = training.file_case("inside")
    assert len(incidents(training)) == 1
    training.clock.advance(timedelta(hours=2))
    sweep_all(training.hall)
    assert training.open_elements(case) == ["ask"]
    assert incidents(training) == []
    assert list(verify(training.hall)) == []


def test_a_service_that_was_given_up_goes_with_its_case(training: TrainingHall) -> None:
    service = '<serviceTask id="check" name="核对" operationRef="check"/>'
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        service + task("ask"),
        flow("filed", "check") + flow("check", "ask") + flow("ask", "closed"),
    ]
    publish(training.hall, bundle("served", "".join(body), functions=("check",)))
    case = training.file_case("served")
    sweep_all(training.hall)
    assert len(incidents(training)) == 1
    training.hall.run(WithdrawCase(by=applicant(case), case_id=case, reason="不办了"))
    assert incidents(training) == []
    assert list(verify(training.hall)) == []


def test_a_timer_that_was_given_up_fires_after_a_retry(training: TrainingHall) -> None:
    late = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        task("ask") + task("remind"),
        f'<boundaryEvent id="late" attachedToRef="ask">{late}</boundaryEvent>',
        flow("filed", "ask") + flow("ask", "closed") + flow("late", "remind") + flow("remind", "closed"),
    ]
    publish(training.hall, bundle("timed", "".join(body)))
    case = training.file_case("timed")
    content = table_of(PublishedBundle)
    with training.hall.database.begin() as connection:
        kept = connection.execute(select(content.c.content).where(content.c.key == "timed")).scalar_one()
        connection.execute(update(content).where(content.c.key == "timed").values(content=b"away"))
    for _ in range(TRIES):
        training.clock.advance(timedelta(hours=1))
        training.hall._bundles.clear()
        sweep_all(training.hall)
    with training.hall.database.begin() as connection:
        connection.execute(update(content).where(content.c.key == "timed").values(content=kept))
    (incident,) = incidents(training)
    assert list(verify(training.hall)) == []

    training.hall.run(RetryIncident(by=SYSTEM, incident_id=incident))
    sweep_all(training.hall)
    assert training.open_elements(case) == ["remind"]
    assert incidents(training) == []
    assert list(verify(training.hall)) == []


def test_a_case_that_ended_has_no_clock_that_could_run_out(training: TrainingHall) -> None:
    case = training.file_case()
    training.clerk.complete(case, "accept", result="accept")
    for review in ("review_fire", "review_plan", "review_tax"):
        training["shenhe"].complete(case, review, result="pass")
    training["shenhe"].complete(case, "decide", result="pass")
    assert training.status(case) == "closed"
    assert all(clock.stopped_on for clock in training.supervisor.file(case).clocks)
    training.pass_days(100)
    sweep_all(training.hall)
    assert [line for line in training.supervisor.file(case).trail if line.act == "light"] == []
    assert list(verify(training.hall)) == []
