"""What supervision does in the training hall: orders about what is late, one answered, and an overrun explained."""

from __future__ import annotations

from sqlalchemy import select

from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.lights import RaisedLight
from engine.supervision.answer_order import AnswerOrder
from engine.supervision.answering import SUPERVISOR, who_answers
from engine.supervision.explain_overrun import ExplainOverrun
from engine.supervision.issue_order import IssueOrder
from webapp.training_hall.acts import Stage

PASSED = "EM-03"
_light, _case = table_of(RaisedLight).c, table_of(Case).c


def supervise(stage: Stage, owner: str) -> None:
    """Order the departments whose promises were passed first to account for it; done twice it is done once."""
    hall, supervisor = stage.hall, next(one for one in stage.people.values() if one.holds(SUPERVISOR))
    late = (
        select(_case.id, _case.department)
        .join(RaisedLight, _light.case_id == _case.id)
        .where(_light.rule == PASSED, _light.ended_on.is_(None), _case.decided_on.is_(None), _case.closed_at.is_(None))
        .order_by(_light.since, _case.id)
        .limit(2)
    )
    with hall.reading() as connection:
        found = connection.execute(late).all()
        heads = [min(who_answers(connection, row.department, hall.today(connection))) for row in found]
    for number, (row, head) in enumerate(zip(found, heads, strict=True)):
        said = {"department": row.department, "case_id": row.id, "rule": PASSED}
        demand = "本件已超过承诺时限。请说明原因，尽快作出决定，并报告整改措施。"
        key = f"{owner} order {number}"
        answer = hall.run(IssueOrder(by=supervisor, key=key, demand=demand, **said))
        if number == 0:
            continue
        text = "经办人员集中参加防汛值守，审核推迟。已调整人员，本周内办结，今后值守期间安排替岗。"
        order = answer["order_id"]
        hall.run(AnswerOrder(by=stage.person(head), key=f"{key} answer", order_id=order, answer=text))
        why = "经办人员集中参加防汛值守，审核推迟，现已恢复办理。"
        hall.run(ExplainOverrun(by=stage.person(head), key=f"{key} explained", case_id=row.id, why=why))
