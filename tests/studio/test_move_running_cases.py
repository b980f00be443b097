"""Running cases move to another version, all or none, and end there; until the next act the move can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from designers import MATTER
from sqlalchemy import select
from support import limits
from support.matters import bundle, flow, message, task, three_reviews
from support.training import key, publish

from engine.actor import SYSTEM
from engine.administration.verify import verify
from engine.bundle import Bundle
from engine.cases.case_bills import tell_flow
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed
from engine.queries.bundles import versions_of
from engine.queries.moves import moves_of, preview_moves, running_by_version
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.tasks import Task
from engine.store.waits import Job
from engine.studio.move_cases import MoveCases
from engine.studio.undo_move import UndoMove

RENAMED = (b'"review_fire"', b'"review_fire_safety"')
PROMISE = b"promised: {value: {days: 7}"
SHORTER = b'limitWorkdays" value="2"', b'limitWorkdays" value="1"'


def published(studio, *changes) -> str:
    """Publish a version in which these texts of the process and the facts are changed; return its hash."""
    files = dict(three_reviews().files)
    for old, new in changes:
        names = [name for name in ("process.bpmn", "matter.yaml") if old in files[name]]
        assert names, old
        files |= {name: files[name].replace(old, new) for name in names}
    draft_id = studio.open(files=files)
    studio.submit(draft_id)
    studio.approve(draft_id)
    sha256: str = studio.look(draft_id).sha256
    return sha256


def row_of(studio, case_id):
    with studio.hall.reading() as connection:
        return connection.execute(select(table_of(Case)).where(Case.id == case_id)).mappings().one()


def move(studio, sha256, *cases, by=None, seen=None, **renames):
    seen = seen or {case: row_of(studio, case)["version"] for case in cases}
    return studio.hall.run(MoveCases(by=by or studio.manager, key=key(), to_sha256=sha256, seen=seen, renames=renames))


def accepted(studio) -> str:
    case = studio.training.file_case()
    studio.training.clerk.complete(case, "accept", result="accept")
    return case


def rows(studio, table, case_id):
    with studio.hall.reading() as connection:
        found = connection.execute(select(table_of(table)).where(table.case_id == case_id)).mappings()
        return {row["id"]: dict(row) for row in found}


def rows_but_version(studio, case_id):
    """Return the tasks of a case without the count of their changes."""
    return {key: {**row, "version": 0} for key, row in rows(studio, Task, case_id).items()}


def sound(studio) -> bool:
    return list(verify(studio.hall)) == []


def test_a_case_moves_and_ends_on_the_new_version(studio):
    case = accepted(studio)
    studio.training.reviewer.complete(case, "review_plan", result="pass")
    sha256 = published(studio, SHORTER)
    before = {one["element_id"]: one for one in rows(studio, Task, case).values()}
    move(studio, sha256, case)
    assert row_of(studio, case)["bundle_sha256"] == sha256
    after = {one["element_id"]: one for one in rows(studio, Task, case).values()}
    for element in ("review_fire", "review_tax"):
        assert after[element]["limit_workdays"] == 1
        assert after[element]["due_on"] < before[element]["due_on"]
    assert after["review_plan"] == before["review_plan"]
    assert sound(studio)
    for element in ("review_fire", "review_tax"):
        studio.training.reviewer.complete(case, element, result="pass")
    studio.training.reviewer.complete(case, "decide", result="pass")
    assert row_of(studio, case)["closed_at"] is not None
    assert sound(studio)
    (line,) = [one for one in studio.training.supervisor.file(case).trail if one.act == "moved"]
    assert (line.detail["from"], line.detail["to"], line.actor_name) == (1, 2, studio.manager.name)


def test_a_renamed_step_moves_with_what_was_answered_under_its_old_id(studio):
    open_case, done_case = accepted(studio), accepted(studio)
    studio.training.reviewer.complete(done_case, "review_fire", result="pass")
    sha256 = published(studio, RENAMED)
    with pytest.raises(Forbidden, match="review_fire"):
        move(studio, sha256, open_case)
    move(studio, sha256, open_case, done_case, review_fire="review_fire_safety")
    assert "review_fire_safety" in studio.training.open_elements(open_case)
    assert sound(studio)
    trail = studio.training.supervisor.file(done_case).trail
    assert [one.element_id for one in trail if one.act == "done"] == ["accept", "review_fire_safety"]
    studio.training.reviewer.complete(open_case, "review_fire_safety", result="pass")
    assert sound(studio)


def test_one_that_cannot_move_keeps_all_where_they_are(studio):
    can, cannot = studio.training.file_case(), accepted(studio)
    sha256 = published(studio, RENAMED)
    before = [dict(row_of(studio, case)) for case in (can, cannot)]
    with pytest.raises(Forbidden) as refusal:
        move(studio, sha256, can, cannot)
    assert row_of(studio, cannot)["number"] in str(refusal.value)
    assert [dict(row_of(studio, case)) for case in (can, cannot)] == before


def test_what_has_changed_since_the_preview_is_not_moved(studio):
    case = studio.training.file_case()
    seen = {case: row_of(studio, case)["version"]}
    sha256 = published(studio, RENAMED)
    studio.training.clerk.claim(case, "accept")
    with pytest.raises(Conflict, match="重新预览"):
        move(studio, sha256, seen=seen)


def test_a_shorter_promise_holds_for_running_cases_a_longer_one_does_not(studio):
    case = accepted(studio)
    promised = {one["kind"]: one for one in rows(studio, CaseClock, case).values()}["promised"]
    longer = published(studio, (PROMISE, PROMISE.replace(b"7", b"8")))
    move(studio, longer, case)
    assert row_of(studio, case)["promised_due"] == promised["due_on"]
    move(studio, published(studio, (PROMISE, PROMISE.replace(b"7", b"6"))), case)
    assert row_of(studio, case)["promised_due"] < promised["due_on"]
    assert sound(studio)


def test_a_case_that_stands_still_or_was_extended_moves_with_that(studio):
    training, case = studio.training, accepted(studio)
    pause = limits.start(training.reviewer, case, days=5, at="review_fire")
    limits.decide(training["juzhang"], limits.propose(training.reviewer, case, days=3, at="review_fire"))
    tasks, clocks = rows_but_version(studio, case), rows(studio, CaseClock, case)
    batch = move(studio, published(studio, SHORTER, (PROMISE, PROMISE.replace(b"7", b"6"))), case)["batch_id"]
    assert {one["paused_since"] for one in rows(studio, Task, case).values() if one["status"] == "open"} != {None}
    assert sound(studio)
    studio.hall.run(UndoMove(by=studio.manager, key=key(), batch_id=batch))
    assert (rows_but_version(studio, case), rows(studio, CaseClock, case)) == (tasks, clocks)
    training.pass_days(7)
    limits.end(training.reviewer, pause)
    assert sound(studio)


def test_until_the_next_act_a_move_is_undone_and_everything_is_as_it_was(studio):
    case = accepted(studio)
    studio.training.reviewer.complete(case, "review_fire", result="pass")
    sha256 = published(studio, RENAMED, SHORTER, (PROMISE, PROMISE.replace(b"7", b"6")))
    tasks, clocks, row = rows_but_version(studio, case), rows(studio, CaseClock, case), dict(row_of(studio, case))
    batch = move(studio, sha256, case, review_fire="review_fire_safety")["batch_id"]
    assert rows_but_version(studio, case) != tasks
    studio.hall.run(UndoMove(by=studio.manager, key=key(), batch_id=batch))
    assert (rows_but_version(studio, case), rows(studio, CaseClock, case)) == (tasks, clocks)
    now = dict(row_of(studio, case))
    moving = {"version", "trail_seq", "trail_hash"}
    assert {name: now[name] for name in now.keys() - moving} == {name: row[name] for name in row.keys() - moving}
    assert sound(studio)
    studio.training.reviewer.complete(case, "review_plan", result="pass")
    with pytest.raises(Forbidden, match="已经撤销"):
        studio.hall.run(UndoMove(by=studio.manager, key=key(), batch_id=batch))


def test_after_an_act_it_is_not_undone_and_the_act_is_named(studio):
    acted, other = accepted(studio), accepted(studio)
    batch = move(studio, published(studio, (PROMISE, PROMISE.replace(b"7", b"6"))), acted, other)["batch_id"]
    studio.training.reviewer.complete(acted, "review_fire", result="pass")
    with pytest.raises(Conflict, match=studio.training.reviewer.actor.name):
        studio.hall.run(UndoMove(by=studio.manager, key=key(), batch_id=batch))
    studio.hall.run(UndoMove(by=studio.manager, key=key(), batch_id=batch, case_id=other))
    assert row_of(studio, acted)["bundle_sha256"] != row_of(studio, other)["bundle_sha256"]


def test_only_matter_managers_move_and_only_to_what_is_in_force(studio, clock):
    case = studio.training.file_case()
    draft_id = studio.submitted()
    studio.approve(draft_id, studio.training.today + timedelta(days=2))
    sha256 = studio.look(draft_id).sha256
    with pytest.raises(NotAllowed):
        move(studio, sha256, case, by=studio.designer)
    with pytest.raises(Forbidden, match="已经施行"):
        move(studio, sha256, case)
    clock.advance(timedelta(days=2))
    move(studio, sha256, case)


def test_a_map_that_could_be_read_in_two_ways_is_refused(studio):
    case = accepted(studio)
    sha256 = published(studio, RENAMED)
    for wish in ({"review_fire": "review_tax"}, {"review_fire": "nowhere"}, {"review_tax": "review_fire_safety"}):
        with pytest.raises(Invalid):
            move(studio, sha256, case, **wish)
    assert row_of(studio, case)["matter_key"] == MATTER


@dataclass(frozen=True, kw_only=True)
class TellFlow(Command):
    """Send the letter that the flow waits for."""

    case_id: str

    def execute(self, uow):
        case = WorkingCase.lock(uow, self.case_id)
        tell_flow(case, "letter", {"text": "到了"}, self.by, "", "")
        case.save()
        return {}


def reminded(duration: str) -> Bundle:
    """Return a matter with a step that reminds after ``duration`` while it waits."""
    body = "".join(
        [
            '<startEvent id="filed"/><endEvent id="closed"/><endEvent id="told"/>',
            task("check"),
            '<boundaryEvent id="late" name="催办" attachedToRef="check" cancelActivity="false">'
            f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition></boundaryEvent>",
            message("letter"),
            flow("filed", "letter"),
            flow("letter", "check"),
            flow("check", "closed"),
            flow("late", "told"),
        ]
    )
    return bundle("reminded", body)


def test_timers_and_what_is_waited_for_follow_the_case_and_come_back(studio):
    publish(studio.hall, reminded("P5D"))
    waits, at_work = studio.training.file_case("reminded"), studio.training.file_case("reminded")
    studio.hall.run(TellFlow(by=SYSTEM, case_id=at_work))
    publish(studio.hall, reminded("P3D"))
    with studio.hall.reading() as connection:
        newest, first = versions_of(connection, "reminded")
        shown = preview_moves(studio.hall, connection, studio.designer, "reminded", first.sha256, newest.sha256, {})
    assert [[one.element for one in case.plan.moved.landings] for case in shown] == [["letter"], ["check"]]
    (timer,) = [timer for case in shown for timer in case.plan.moved.timers]
    assert timer.before - timer.after == timedelta(days=2)
    before = {case: rows(studio, Job, case) for case in (waits, at_work)}
    batch = move(studio, newest.sha256, seen={case.case_id: case.version for case in shown})["batch_id"]
    assert [row["due_at"] for row in rows(studio, Job, at_work).values() if row["status"] == "waiting"] == [timer.after]
    assert sound(studio)
    studio.hall.run(UndoMove(by=studio.manager, key=key(), batch_id=batch))
    waiting = [row["due_at"] for row in rows(studio, Job, at_work).values() if row["status"] == "waiting"]
    assert waiting == [row["due_at"] for row in before[at_work].values()]
    assert sound(studio)
    with studio.hall.reading() as connection:
        (made,) = moves_of(connection, studio.manager, "reminded")
    assert (made.cases, made.undone, made.undoable) == (2, 2, 0)


def test_a_preview_says_for_every_case_why_it_stays(studio):
    can, cannot = studio.training.file_case(), accepted(studio)
    sha256 = published(studio, RENAMED)
    with studio.hall.reading() as connection:
        first = versions_of(connection, MATTER)[-1]
        shown = preview_moves(studio.hall, connection, studio.designer, MATTER, first.sha256, sha256, {})
        mapped = preview_moves(
            studio.hall,
            connection,
            studio.designer,
            MATTER,
            first.sha256,
            sha256,
            {"review_fire": "review_fire_safety"},
        )
        assert running_by_version(connection, studio.designer, MATTER) == {first.sha256: 2}
    why = {one.case_id: [obstacle.element for obstacle in one.plan.obstacles] for one in shown}
    assert why == {can: [], cannot: ["review_fire"]}
    assert [one.plan.obstacles for one in mapped] == [(), ()]
