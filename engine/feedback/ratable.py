"""Which services are rated, in which levels and by which ways (国办发〔2019〕51号; GB/T 39046—2020)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from engine.actor import Actor
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.people import Person, PostHolding, held_on
from engine.store.reads import Reads
from engine.supervision.answering import SUPERVISOR
from engine.text import Text, zh

OFFICER = "feedback_officer"
LEVELS: dict[int, Text] = {
    1: zh("非常满意"),
    2: zh("满意"),
    3: zh("基本满意"),
    4: zh("不满意"),
    5: zh("非常不满意"),
}
"""GB/T 39046—2020 A.8."""
POOR = frozenset({4, 5})
CHANNELS: dict[str, Text] = {
    "pc": zh("PC端"),
    "mobile": zh("移动服务端"),
    "qr": zh("二维码"),
    "tablet": zh("政务大厅平板电脑"),
    "terminal": zh("政务大厅其他终端"),
    "phone": zh("电话"),
    "sms": zh("短信"),
}
"""GB/T 39046—2020 table 9."""
PHONE, TABLET = "phone", "tablet"
TAGS: dict[str, Text] = {
    "friendly": zh("态度热情"),
    "quick": zh("办得快"),
    "clear": zh("讲得清楚"),
    "one_visit": zh("一次办成"),
    "rude": zh("态度不好"),
    "slow": zh("办得慢、等得久"),
    "unclear": zh("没有一次讲清"),
    "extra": zh("要求指南以外的材料"),
    "several_visits": zh("跑了多趟"),
    "fee": zh("收费有疑问"),
}
GOOD_TAGS = ("friendly", "quick", "clear", "one_visit")
LONGEST = 500
RATABLE = frozenset({"completed", "closed", "not_accepted"})
"""States in which there is a service to be rated: its result is there, or the hall said no at the door."""
NOTHING_YET = zh("本件还没有办出结果，不能评价。办结以后欢迎评价。")
FIRST, AGAIN = 1, 2
RECTIFICATION = "rectification"
"""The kind of the clock of what follows a poor rating."""
_case, _held, _person = table_of(Case).c, table_of(PostHolding).c, table_of(Person).c


def is_ratable() -> ColumnElement[bool]:
    """Return the condition for a case that may be rated."""
    return _case.status.in_(RATABLE)


def served_at() -> Any:
    """Return the expression for the moment at which a service was there: its result, or its end."""
    return func.coalesce(_case.completed_at, _case.closed_at)


def looks_after_ratings(by: Actor) -> bool:
    """Tell whether ``by`` sees the ratings of all departments: a feedback officer, or a supervisor."""
    return by.holds(OFFICER) or by.holds(SUPERVISOR)


def feedback_officers(rows: Reads, today: date) -> frozenset[str]:
    """Return the ids of the feedback officers."""
    wanted = select(_held.person_id).join(Person, _person.id == _held.person_id).where(_held.post == OFFICER)
    return frozenset(rows.execute(wanted.where(held_on(today))).scalars())
