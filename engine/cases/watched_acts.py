"""Acts that are lawful in themselves and ask for a second look: lights that follow from an act, not from a limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.cases.happened_on import days_late
from engine.cases.light_people import above_the_case
from engine.cases.light_rows import Cause, raise_light
from engine.law.calendar import OutsideCalendar
from engine.law.pauses import EXAMINATIONS, START_DAYS
from engine.law.supervision_rules import RULES, Colour
from engine.messages.tell import tell
from engine.store.base import table_of
from engine.store.documents import Document
from engine.store.service_windows import ServiceWindow
from engine.text import Text, zh

if TYPE_CHECKING:
    from engine.cases.working_case import WorkingCase

TEMPLATE = zh("办件 {number}：{what}。").template
HALL_LEVELS = frozenset({"county", ""})
_document, _window = table_of(Document).c, table_of(ServiceWindow).c


def watch_decision(case: WorkingCase) -> None:
    """Raise EM-13 where a promised matter is decided within minutes of its acceptance: it was handled elsewhere."""
    if case.bundle.facts.case_kind.value != "promised":
        return
    accepted = (_document.case_id == case.id, _document.kind == "acceptance_notice")
    at = case.uow.execute(select(_document.issued_at).where(*accepted).order_by(_document.seq)).scalar()
    if at is None or case.uow.now - at >= timedelta(minutes=case.uow.parameters.quick_minutes):
        return
    minutes = int((case.uow.now - at).total_seconds() // 60)
    _raise(case, "EM-13", "yellow", "decided", f"受理后{minutes}分钟即作出决定", minutes=minutes)


def watch_entry(case: WorkingCase, task: Mapping[str, Any], happened: date | None) -> None:
    """Raise EM-13 where what happened on a day is entered more working days later than the hall allows (补录)."""
    uow = case.uow
    if happened is None or happened >= uow.today:
        return
    try:
        late = days_late(uow.calendar, happened, uow.today)
        after = f"{late}个工作日后"
    except OutsideCalendar:
        late, after = None, "多年以后"
    if late is None or late > uow.parameters.entry_workdays:
        what = f"“{task['name']}”于{happened}发生，{after}才录入"
        _raise(case, "EM-13", "yellow", "entered", what, happened_on=happened.isoformat(), workdays=late)


def watch_examination(case: WorkingCase, cause: str, name: str) -> None:
    """Raise EM-05 where an examination by the authority begins over five working days after acceptance (第五十五条)."""
    accepted = case.row["accepted_on"]
    if cause not in EXAMINATIONS or accepted is None:
        return
    workdays = case.uow.calendar.workdays_between(accepted, case.uow.today)
    if workdays > START_DAYS:
        what = f"{name}在受理后{workdays}个工作日才开始，应当在{START_DAYS}日内指派人员（行政许可法 第五十五条）"
        _raise(case, "EM-05", "yellow", "examined", what, workdays=workdays)


def watch_acceptance(case: WorkingCase, task: Mapping[str, Any]) -> None:
    """Raise EM-12 where a matter that resides in the hall is accepted by whom no window of the hall serves.

    Towns and villages take in at their own centres; a hall without windows on record cannot tell.
    """
    facts = case.bundle.facts
    if facts.residence.value != "resident" or task.get("level", "") not in HALL_LEVELS:
        return
    windows = case.uow.execute(select(_window.departments, _window.matters).where(_window.is_open)).all()
    departments = {facts.department, task.get("department", "")}
    serving = [
        one for one in windows if departments & set(one.departments) and (not one.matters or facts.key in one.matters)
    ]
    if windows and not serving:
        _raise(case, "EM-12", "red", "accepted", "已进驻大厅的事项，受理部门在大厅没有窗口")


def _raise(case: WorkingCase, code: str, colour: Colour, act: str, what: str, **detail: Any) -> None:
    cause = Cause(f"{act}:{case.row['trail_seq']}", "act", what, case.uow.today, detail={"what": what} | detail)
    light = raise_light(case, RULES[code], colour, cause)
    if light:
        said = Text(TEMPLATE, {"number": case.row["number"], "what": what})
        tell(case.uow, above_the_case(case), colour, said, case_id=case.id, light_id=light)
