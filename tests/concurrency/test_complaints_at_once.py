"""Two people at once on one complaint: one act is done, the other is told who was first."""

from __future__ import annotations

from support.complaints import HEAD, OFFICER, accepted, act, complain, seen
from support.training import TrainingHall
from test_enquiries_at_once import at_once

from engine.feedback.answer_complaint import AnswerComplaint, CloseComplaint
from engine.feedback.decide_complaint import AcceptComplaint, AssignComplaint, RefuseComplaint
from engine.jobs.feedback import raise_feedback_lights

ANSWER = {"finding": "upheld", "answer": "已批评教育。"}


def acts(training: TrainingHall, complaint: str) -> list[str]:
    return [one.act for one in seen(training, OFFICER, complaint).acts]


def test_it_is_accepted_or_refused_and_never_both(training: TrainingHall) -> None:
    complaint = complain(training)
    told = at_once(
        lambda: act(training, AcceptComplaint, complaint, OFFICER, department="market_bureau"),
        lambda: act(training, RefuseComplaint, complaint, OFFICER, reason="不属于本大厅职责。"),
    )
    assert sorted(one is None for one in told) == [False, True]
    assert acts(training, complaint) in (["received", "accepted"], ["received", "refused"])


def test_it_is_answered_once(training: TrainingHall) -> None:
    complaint = accepted(training)
    told = at_once(
        lambda: act(training, AnswerComplaint, complaint, HEAD, **ANSWER),
        lambda: act(training, AnswerComplaint, complaint, OFFICER, **ANSWER),
    )
    assert sorted(one is None for one in told) == [False, True]
    assert seen(training, OFFICER, complaint).line.answer_paper == "诉复〔2026〕00001号"
    told = at_once(
        lambda: act(training, CloseComplaint, complaint, OFFICER, satisfied="yes"),
        lambda: act(training, CloseComplaint, complaint, OFFICER, satisfied="no"),
    )
    assert sorted(one is None for one in told) == [False, True]


def test_who_lost_it_to_another_department_does_not_answer_it(training: TrainingHall) -> None:
    complaint = accepted(training)
    away = {"department": "urban_bureau", "reason": "属于城管职责。"}
    told = at_once(
        lambda: act(training, AssignComplaint, complaint, OFFICER, **away),
        lambda: act(training, AnswerComplaint, complaint, HEAD, **ANSWER),
    )
    assert sorted(one is None for one in told) == [False, True]


def test_three_workers_raise_one_light(training: TrainingHall) -> None:
    complaint = complain(training)
    training.pass_days(8)
    at_once(*[lambda: raise_feedback_lights(training.hall, "w")] * 3)
    assert acts(training, complaint) == ["received", "overdue"]
