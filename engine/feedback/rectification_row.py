"""One rectification inside a command: its row under the lock of its case, what must hold before an act, its history."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from engine.actor import Actor
from engine.cases.case_clocks import start_clock, stop_clock_about
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.feedback.ratable import OFFICER, RECTIFICATION, looks_after_ratings
from engine.law.masking import mask_text
from engine.required_text import required_text
from engine.sealing import seal_values
from engine.store.base import table_of
from engine.store.ratings import Rectification, RectificationEntry
from engine.store.unit_of_work import UnitOfWork
from engine.supervision.answering import answers_for
from engine.text import Text, zh

BASIS = "国办发〔2019〕51号；本大厅规定"
ISSUED, RECEIVED, PROMISED, APPEALED, ANSWERED, CLOSED = (
    "issued",
    "received",
    "promised",
    "appealed",
    "answered",
    "closed",
)
WITH_DEPARTMENT = frozenset({ISSUED, RECEIVED, PROMISED})
MEASURES: dict[str, Text] = {
    "immediate": zh("立行立改"),
    "by_day": zh("限期整改"),
    "explained": zh("说明解释"),
    "appealed": zh("申诉误评"),
}
ACTS: dict[str, Text] = {
    "issued": zh("发出整改单"),
    "received": zh("签收"),
    "answered": zh("答复"),
    "done": zh("报告整改完成"),
    "upheld": zh("认定误评，不计入统计"),
    "rejected": zh("不认定误评，须整改"),
    "called": zh("回访"),
    "returned": zh("退回再整改"),
    "closed": zh("办结"),
    "rated_again": zh("申请人再次评价"),
}
LONGEST = 1000
WANTED = zh("请填写内容。")
rectification_table, _entry = table_of(Rectification), table_of(RectificationEntry)
_table = rectification_table.c


def lock_rectification(uow: UnitOfWork, rectification_id: str) -> tuple[WorkingCase, Any]:
    """Return the case, locked, and the row as it is under that lock; raises NotFound."""
    case_id = uow.execute(select(_table.case_id).where(_table.id == rectification_id)).scalar()
    if case_id is None:
        raise NotFound(zh("没有找到这份整改单。"))
    case = WorkingCase.lock(uow, case_id)
    return case, uow.execute(select(rectification_table).where(_table.id == rectification_id)).one()


def require_answerer(uow: UnitOfWork, by: Actor, row: Any) -> None:
    """Raise unless ``by`` answers for the department; who looks after ratings is told the rule."""
    if answers_for(uow, by, row.department, uow.today):
        return
    if looks_after_ratings(by):
        raise NotAllowed(zh("整改单由被评价部门的负责人签收、核实和答复。"))
    raise NotFound(zh("没有找到这份整改单。"))


def require_judge(uow: UnitOfWork, by: Actor, row: Any) -> None:
    """Raise unless ``by`` looks after ratings and does not answer for the department that was rated."""
    _require(uow, by, row, may=looks_after_ratings(by), rule=zh("误评申诉由评价投诉专员或者监察员认定。"))


def require_caller(uow: UnitOfWork, by: Actor, row: Any) -> None:
    """Raise unless ``by`` is a feedback officer, and not one of the department that was rated."""
    _require(uow, by, row, may=by.holds(OFFICER), rule=zh("回访由评价投诉专员进行。"))


def _require(uow: UnitOfWork, by: Actor, row: Any, *, may: bool, rule: Text) -> None:
    rated = answers_for(uow, by, row.department, uow.today)
    if may and rated:
        raise NotAllowed(zh("被评价部门的负责人不能认定、回访对本部门的评价。"))
    if not may:
        if rated or looks_after_ratings(by):
            raise NotAllowed(rule)
        raise NotFound(zh("没有找到这份整改单。"))


def require_status(case: WorkingCase, row: Any, *wanted: str) -> None:
    """Raise Conflict, saying who did what last and when, unless the status is one of ``wanted``."""
    if row.status in wanted:
        return
    mine = select(_entry).where(_entry.c.rectification_id == row.id).order_by(_entry.c.seq.desc()).limit(1)
    last = case.uow.execute(mine).one()
    at = f"{last.at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"
    raise Conflict(
        zh("整改单 {number} 已由{who}于 {at}{what}，请刷新页面查看。", number=row.document, who=last.actor_name,
           at=at, what=ACTS[last.act])
    )  # fmt: skip


def said_in_full(field: str, text: str) -> str:
    """Return what was written; raises Invalid where there is nothing, too much, or a number of a person in it."""
    found = required_text(text, field, WANTED, LONGEST)
    if mask_text(found) != found:
        wrong = zh("不能写身份证号码、手机号码。")
        raise Invalid(wrong, {field: wrong})
    return found


def note(
    case: WorkingCase,
    rectification_id: str,
    act: str,
    by: Actor,
    said: str = "",
    *,
    measure: str | None = None,
    due_on: date | None = None,
) -> None:
    """Append an act to the history of the rectification, and tell of it in the trail of the case."""
    uow = case.uow
    mine = select(func.max(_entry.c.seq)).where(_entry.c.rectification_id == rectification_id)
    row = {
        "rectification_id": rectification_id,
        "seq": (uow.execute(mine).scalar() or 0) + 1,
        "at": uow.now,
        "on": uow.today,
        "act": act,
        "actor_id": by.person_id,
        "actor_name": by.name,
        "measure": measure,
        "sealed_said": seal_values(case.key, said)[0] if said else None,
        "due_on": due_on,
    }
    uow.execute(insert(_entry), row)
    detail = {"what": act} | ({"measure": measure} if measure else {})
    case.record(RECTIFICATION, by, detail=detail, values={"note": said} if said else None)


def change(case: WorkingCase, row: Any, **values: Any) -> None:
    """Write what changed of a rectification."""
    case.uow.execute(
        update(rectification_table).where(_table.id == row.id).values(**values, version=_table.version + 1)
    )


def run_clock(case: WorkingCase, rectification_id: str, days: int) -> date:
    """Let its clock begin anew today, for ``days`` working days, and return its last one."""
    stop_clock_about(case, RECTIFICATION, rectification_id)
    clock = start_clock(case, RECTIFICATION, case.uow.today, days, basis=BASIS, about=rectification_id)
    due: date = clock["due_on"]
    return due
