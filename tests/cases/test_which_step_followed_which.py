"""Which step followed which in the hall: what was sent back is told from what went on, and a joint step counts once."""

from __future__ import annotations

from datetime import timedelta

from support import catering

from engine.queries.step_times import followed


def test_a_check_sent_back_once_is_followed_by_both_ways(training, hall, clock):
    def act(deed, *about, **answer):
        clock.advance(timedelta(minutes=7))
        return deed(*about, **answer)

    case = act(catering.file_application, training)
    act(catering.accept, training, case)
    for opinion in ({"result": "return", "opinion": "请重新核查"}, {"result": "pass", "opinion": "建议准予许可"}):
        act(catering.assign, training, case)
        act(catering.check, training, case, "hecha1")
        act(catering.check, training, case, "hecha2")
        act(training.reviewer.complete, case, "review", **opinion)
    with hall.reading() as connection:
        known = followed(connection, catering.KEY)
        nothing = followed(connection, "nobody")
    assert known.done == {"acceptance": 1, "assign_check": 2, "site_check": 2, "review": 2}
    assert known.by == {
        ("acceptance", "assign_check"): 1,
        ("assign_check", "site_check"): 2,
        ("site_check", "review"): 2,
        ("review", "assign_check"): 1,
        ("review", "approval"): 1,
    }
    assert (nothing.done, nothing.by) == ({}, {})
