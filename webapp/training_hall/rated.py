"""What applicants say in the training hall: most services rated, one poor rating put right, one open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select

from engine.actor import applicant
from engine.feedback.answer_rectification import AnswerRectification
from engine.feedback.call_back import CallBack
from engine.feedback.ratable import AGAIN, OFFICER, is_ratable, served_at
from engine.feedback.rate import Rate
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.ratings import Rating, Rectification
from engine.supervision.answering import who_answers
from webapp.training_hall.acts import Stage

LAST_RATING = "rated last"
"""The key of the last rating: a second run adds none."""
LEVELS = (2, 1, 5, 1, 2, 1, 3, 1, 2, 1)
"""What one after the other says."""
SAID: dict[int, dict[str, Any]] = {
    1: {"tags": ("friendly", "one_visit"), "text": "窗口一次讲清了，当天就办好。"},
    2: {"tags": ("quick",), "text": ""},
    3: {"tags": ("slow",), "text": "办好了，就是等得久了一点。"},
    4: {"tags": ("unclear", "several_visits"), "text": "第一次没有说要复印件，多跑了一趟。"},
    5: {"tags": ("slow", "rude"), "text": "中午窗口没有人，等了一个小时。"},
}
CHANNELS = ("mobile", "pc", "qr")
_case, _rating, _one = table_of(Case).c, table_of(Rating).c, table_of(Rectification).c


def rate_services(stage: Stage, owner: str, *, is_last: bool = False) -> None:
    """Let applicants rate what was done since the last morning, and put right what was rated poorly before.

    Who is last has waited in vain, so that there is a sheet to work on.
    """
    _put_right(stage, owner)
    unrated = is_ratable() & ~exists(select(_rating.id).where(_rating.case_id == _case.id))
    with stage.hall.reading() as connection:
        rated = len(connection.execute(select(_rating.id)).all())
        rows = connection.execute(select(_case.id).where(unrated).order_by(served_at(), _case.id)).all()
    for place, row in enumerate(rows):
        if is_last and place < len(rows) - 1:
            # Not everybody rates.
            continue
        level = 4 if is_last else LEVELS[(rated + place) % len(LEVELS)]
        channel = CHANNELS[(rated + place) % len(CHANNELS)]
        said = {"case_id": row.id, "level": level, "channel": channel, **SAID[level]}
        key = f"{owner} {LAST_RATING if is_last else f'rated {row.id}'}"
        stage.hall.run(Rate(by=applicant(row.id), key=key, **said))


def _put_right(stage: Stage, owner: str) -> None:
    """Answer the sheets of the days before, call back, and let the rater say how it is now."""
    hall, officer = stage.hall, next(one for one in stage.people.values() if one.holds(OFFICER))
    with hall.reading() as connection:
        # By what is still to be said, not by the status: who was stopped half way goes on where they were.
        again = exists(select(_rating.id).where(_rating.case_id == _one.case_id, _rating.round == AGAIN))
        rows = connection.execute(select(table_of(Rectification)).where(~again).order_by(_one.id)).all()
        heads = [min(who_answers(connection, row.department, hall.today(connection))) for row in rows]
    for row, head in zip(rows, heads, strict=True):
        about, key = {"rectification_id": row.id}, f"{owner} sheet {row.id}"
        found = "已核实：中午只安排一人值守，临时离岗时没有人顶替。当天起实行双岗，离岗前挂牌告知。"
        hall.run(AnswerRectification(by=stage.person(head), key=f"{key} a", measure="immediate", answer=found, **about))
        told = "已致歉，说明当天起中午双岗值守，评价人表示满意。"
        hall.run(CallBack(by=officer, key=f"{key} c", outcome="satisfied", said=told, **about))
        better = {"case_id": row.case_id, "level": 2, "channel": "mobile"}
        hall.run(Rate(by=applicant(row.case_id), key=f"{key} again", **better))
