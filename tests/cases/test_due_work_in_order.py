"""What falls due takes effect in order, each at its own time, whoever comes late; what fails stops nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from support import catering
from support.lights import notices
from support.matters import bundle, flow, task
from support.training import TrainingHall, publish

from engine.actor import SYSTEM
from engine.administration.training_clock import MoveTrainingClock
from engine.administration.verify import verify
from engine.cases.retry_incident import RetryIncident
from engine.clock import legal_day
from engine.jobs import claiming
from engine.jobs.agenda import TIMER
from engine.jobs.claiming import claim
from engine.jobs.due_work import LEASE, LONGEST_HELD
from engine.jobs.failing import FIRST_WAIT, TRIES
from engine.jobs.sweep import work_through
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.claims import WorkClaim
from engine.store.trail import TrailEntry
from engine.store.waits import Incident

_entry, _incident, _claim = table_of(TrailEntry).c, table_of(Incident).c, table_of(WorkClaim).c
_content = table_of(PublishedBundle).c


def done_by_the_system(training: TrainingHall, case: str) -> list[tuple[str, str, date]]:
    """Return the acts that time brought about: what, which, and its legal day."""
    acts = ("light", "deemed_accepted", "timer")
    with training.hall.reading() as connection:
        rows = connection.execute(
            select(_entry.act, _entry.detail, _entry.element_id, _entry.legal_at)
            .where(_entry.case_id == case, _entry.act.in_(acts))
            .order_by(_entry.seq)
        ).all()
    said = [f"{row.detail['of']} {row.detail['light']}" if row.act == "light" else row.element_id for row in rows]
    return [(row.act, what, legal_day(row.legal_at)) for row, what in zip(rows, said, strict=True)]


def test_thirty_days_of_silence_come_in_order_and_on_their_days(training: TrainingHall) -> None:
    case = catering.file_application(training)  # Monday 2 March; an answer is due by 9 March.
    training.hall.run(MoveTrainingClock(by=SYSTEM, days=30))
    assert "failed 0" in work_through(training.hall, "worker")
    done = done_by_the_system(training, case)
    assert [day for _, _, day in done] == sorted(day for _, _, day in done)
    acts = [what for _, what, _ in done]
    accepted = acts.index("acceptance")
    assert done[accepted][2] == date(2026, 3, 10)  # from the midnight after the last day
    assert ("light", "intake red", date(2026, 3, 10)) in done[:accepted]
    # The promise counts from the receipt: ten working days from 2 March.
    assert training.supervisor.file(case).case["accepted_on"] == date(2026, 3, 2)
    assert acts.index("promised yellow") < acts.index("promised red")
    assert list(verify(training.hall)) == []


def test_what_comes_late_does_not_go_behind_what_people_did(training: TrainingHall) -> None:
    case = catering.to_approval(training)  # The approval is yellow from today on and red from 4 March.
    training.pass_days(8)
    training["shenpi"].claim(case, "approval")
    work_through(training.hall, "worker")
    with training.hall.reading() as connection:
        times = connection.execute(select(_entry.legal_at).where(_entry.case_id == case).order_by(_entry.seq))
        told = list(times.scalars())
    assert told == sorted(told)


@pytest.fixture
def reminded(training: TrainingHall) -> list[str]:
    """Cases with a timer each, filed an hour apart, and due a day later."""
    late = "<timerEventDefinition><timeDuration>PT24H</timeDuration></timerEventDefinition>"
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>' + task("ask") + task("remind"),
        f'<boundaryEvent id="late" attachedToRef="ask" cancelActivity="false">{late}</boundaryEvent>',
        flow("filed", "ask") + flow("ask", "closed") + flow("late", "remind") + flow("remind", "closed"),
    ]
    publish(training.hall, bundle("reminded", "".join(body)))
    cases = []
    for _ in range(4):
        cases.append(training.file_case("reminded"))
        training.clock.advance(timedelta(hours=1))
    return cases


def test_the_oldest_comes_first_and_each_once(training: TrainingHall, reminded: list[str]) -> None:
    training.clock.advance(timedelta(hours=40))
    assert work_through(training.hall, "worker", (TIMER,)) == "fired 4, failed 0"
    with training.hall.reading() as connection:
        rows = connection.execute(select(_entry.case_id, _entry.legal_at).where(_entry.act == "timer")).all()
    fired = sorted(rows, key=lambda row: row.legal_at)
    assert [row.case_id for row in fired] == reminded
    assert [row.legal_at for row in rows] == [
        training.clock.now() - timedelta(hours=40 + 4 - 24 - number) for number in range(4)
    ]
    assert work_through(training.hall, "another", (TIMER,)) == "failed 0"


def test_two_workers_share_and_what_a_dead_one_held_is_free_after_its_lease(
    training: TrainingHall, reminded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "BATCH", 2)
    training.clock.advance(timedelta(hours=40))
    assert [held.due.case_id for held in claim(training.hall, (TIMER,), "dead")] == reminded[:2]
    assert work_through(training.hall, "alive", (TIMER,)) == "fired 2, failed 0"
    training.clock.advance(LEASE - timedelta(seconds=1))
    assert work_through(training.hall, "alive", (TIMER,)) == "failed 0"
    training.clock.advance(timedelta(seconds=2))
    assert work_through(training.hall, "alive", (TIMER,)) == "fired 2, failed 0"


def test_a_lease_from_before_the_clock_was_set_back_is_not_waited_for(
    training: TrainingHall, reminded: list[str]
) -> None:
    training.clock.advance(timedelta(hours=40))
    assert claim(training.hall, (TIMER,), "dead")
    training.clock.advance(-timedelta(hours=1))
    assert timedelta(hours=1) > LONGEST_HELD
    assert work_through(training.hall, "alive", (TIMER,)) == "fired 4, failed 0"


def test_what_fails_waits_longer_each_time_then_becomes_an_incident_that_can_be_retried(
    training: TrainingHall, reminded: list[str]
) -> None:
    training.clock.advance(timedelta(hours=40))
    bad = reminded[0]
    broken = update(table_of(PublishedBundle)).where(_content.key == "reminded")
    with training.hall.database.begin() as connection:
        kept = connection.execute(select(_content.content).where(_content.key == "reminded")).scalar_one()
        connection.execute(broken.values(content=b"away"))
    training.hall._bundles.clear()
    catering.to_approval(training)
    for tries in range(1, TRIES):
        assert "failed 4" in work_through(training.hall, "worker"), tries
        # Too early: nothing is tried.
        training.clock.advance(FIRST_WAIT * 2 ** (tries - 1) - timedelta(seconds=1))
        assert work_through(training.hall, "worker") == "failed 0"
        training.clock.advance(timedelta(seconds=2))
    assert notices(training, "shenpi") == ["soon 审批"]
    assert "failed 4" in work_through(training.hall, "worker")
    with training.hall.reading() as connection:
        incidents = connection.execute(select(_incident.id, _incident.case_id, _incident.kind)).all()
    assert {row.case_id for row in incidents} == set(reminded)
    training.clock.advance(timedelta(hours=1))
    assert work_through(training.hall, "worker") == "failed 0"

    with training.hall.database.begin() as connection:
        connection.execute(broken.values(content=kept))
    training.hall.run(RetryIncident(by=SYSTEM, incident_id=next(row.id for row in incidents if row.case_id == bad)))
    assert work_through(training.hall, "worker") == "fired 1, failed 0"
    assert training.open_elements(bad) == ["ask", "remind"]
