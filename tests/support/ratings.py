"""Ratings in tests: a service that is over, and each person's part in what follows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from support import catering
from support.training import TrainingHall, key

from engine.actor import applicant
from engine.feedback.answer_rectification import AnswerRectification
from engine.feedback.call_back import CallBack
from engine.feedback.rate import Rate
from engine.store.base import table_of
from engine.store.ratings import Rating, Rectification

HEAD, OFFICER = "shenpi", "pingjia"


def served(training: TrainingHall, **changes: Any) -> str:
    """Bring an application to its end, the result handed over."""
    case = catering.file_application(training, **changes)
    catering.accept(training, case)
    catering.assign(training, case)
    catering.check(training, case, "hecha1")
    catering.check(training, case, "hecha2")
    training.reviewer.complete(case, "review", result="pass", opinion="符合条件，建议准予许可")
    catering.grant(training, case)
    catering.certify(training, case)
    catering.deliver(training, case)
    return case


def rate(training: TrainingHall, case: str, level: int | None, channel: str = "pc", **said: Any) -> dict[str, Any]:
    """Rate as the applicant of the case."""
    return training.hall.run(Rate(by=applicant(case), key=key(), case_id=case, level=level, channel=channel, **said))


def rows(training: TrainingHall, case: str) -> list[Any]:
    """Return the ratings of a case."""
    table = table_of(Rating)
    with training.hall.reading() as connection:
        return list(connection.execute(select(table).where(table.c.case_id == case).order_by(table.c.round)).all())


def sheet(training: TrainingHall, case: str) -> Any:
    """Return the newest rectification of a case."""
    table = table_of(Rectification)
    with training.hall.reading() as connection:
        own = select(table).where(table.c.case_id == case).order_by(table.c.id.desc())
        return connection.execute(own).first()


def act(training: TrainingHall, command: type, case: str, login: str, **said: Any) -> dict[str, Any]:
    """Do something with the newest rectification of a case."""
    one = sheet(training, case).id
    return training.hall.run(command(by=training[login].actor, key=key(), rectification_id=one, **said))


def answer(training: TrainingHall, case: str, measure: str = "immediate", login: str = HEAD, **said: Any) -> Any:
    """Answer for the department that was rated."""
    text = {"answer": "已核实，当天调整了窗口排班。"} | said
    return act(training, AnswerRectification, case, login, measure=measure, **text)


def call(training: TrainingHall, case: str, outcome: str = "satisfied", login: str = OFFICER, **said: Any) -> Any:
    """Call the rater back."""
    text = {"said": "已说明处理结果。"} | said
    return act(training, CallBack, case, login, outcome=outcome, **text)
