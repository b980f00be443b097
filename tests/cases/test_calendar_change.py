"""A new version brings another calendar: running limits follow it, and the trail says from when to when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text
from support import catering
from support.training import TrainingHall

from engine.administration.verify import verify
from engine.jobs.worker import sweep_all


def count_by_another_calendar(training: TrainingHall, due: str) -> None:
    """Leave the database as a calendar would have left it by which everything is due on one day."""
    with training.hall.database.begin() as connection:
        running = "WHERE stopped_on IS NULL"
        connection.execute(
            text(f"UPDATE case_clock SET counted_by = 'older', due_on = '{due}', yellow_on = '{due}' {running}")
        )
        connection.execute(text(f"UPDATE \"case\" SET statutory_due = '{due}', promised_due = '{due}'"))
        connection.execute(
            text(f"UPDATE task SET due_on = '{due}', sort_on = '{due}', yellow_on = '{due}' WHERE status = 'open'")
        )


def test_running_limits_follow_and_the_trail_says_so(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    before = training.approver.file(case)
    count_by_another_calendar(training, "2026-03-04")
    assert sweep_all(training.hall)["due_work"] == "moved 3, raised 1, failed 0"

    after = training.approver.file(case)
    assert [clock.due_on for clock in after.clocks] == [clock.due_on for clock in before.clocks]
    assert [task.due_on for task in after.open_tasks] == [task.due_on for task in before.open_tasks]
    assert after.case["promised_due"] == before.case["promised_due"]
    (line,) = [line for line in after.trail if line.act == "calendar_changed"]
    assert line.detail["moved"]["promised"] == ["2026-03-04", before.case["promised_due"].isoformat()]
    assert list(verify(training.hall)) == []
    assert sweep_all(training.hall)["due_work"] == "failed 0"


def test_a_light_that_came_too_early_comes_again_when_it_is_true(training: TrainingHall) -> None:
    case = catering.to_approval(training)
    count_by_another_calendar(training, "2026-03-02")
    with training.hall.database.begin() as connection:
        told = "raised = 'red', next_light_on = NULL"
        connection.execute(text(f"UPDATE case_clock SET {told} WHERE stopped_on IS NULL"))
    sweep_all(training.hall)

    def red(of: str) -> int:
        trail = training.supervisor.file(case).trail
        return sum(line.detail.get("light") == "red" and line.detail.get("of") == of for line in trail)

    assert red("promised") == 0
    training.clock.advance(training.approver.file(case).case["promised_due"] - date(2026, 3, 1))
    sweep_all(training.hall)
    assert red("promised") == 1
