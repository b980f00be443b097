"""Write a rating into a case that is locked, and what follows from a poor one, in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from engine.actor import Actor
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.errors import Conflict, Forbidden, Invalid
from engine.feedback.issue_rectification import issue_rectification
from engine.feedback.ratable import AGAIN, CHANNELS, FIRST, LEVELS, LONGEST, NOTHING_YET, POOR, RATABLE, TAGS
from engine.feedback.rectification_row import note, rectification_table
from engine.ids import new_id
from engine.sealing import seal_values
from engine.store.base import table_of
from engine.store.ratings import Rating
from engine.store.trail import TrailEntry
from engine.text import Text, zh

rating_table = table_of(Rating)
_rating, _entry = rating_table.c, table_of(TrailEntry).c
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u3164]+")
MOST_TAGS = 5


@dataclass(frozen=True)
class Said:
    """What the rater said: a level, what they ticked and wrote, by which way, and whether they are known by it."""

    level: int | None
    channel: str
    tags: Sequence[str] = ()
    text: str = ""
    is_named: bool = True
    window: str | None = None


def ratings_of(case: WorkingCase) -> list[Any]:
    """Return the ratings of a case, the first one first."""
    return list(case.uow.execute(select(rating_table).where(_rating.case_id == case.id).order_by(_rating.round)).all())


def write_rating(case: WorkingCase, by: Actor, said: Said) -> dict[str, Any]:
    """Write the rating; the caller saves the case. Returns its id, round and level, and the sheet if there is one.

    A poor one makes a rectification at once. Raises Conflict, saying when and how, where this service was rated before,
    Forbidden where there is nothing to rate yet, Invalid with a problem for each field that will not do.
    """
    if case.row["status"] not in RATABLE:
        raise Forbidden(NOTHING_YET)
    before = ratings_of(case)
    round_ = _round(case, before)
    text, tags = _checked(said)
    row = {
        "id": new_id(case.uow.now),
        "case_id": case.id,
        "round": round_,
        "level": said.level,
        "channel": said.channel,
        "is_named": said.is_named,
        "tags": tags,
        "sealed_text": seal_values(case.key, text)[0] if text else None,
        "department": case.row["department"],
        "matter_key": case.row["matter_key"],
        "window": said.window or _window_of(case),
        "rated_on": case.uow.today,
        "rated_at": case.uow.now,
        "recorded_by": by.person_id,
        "recorded_by_name": by.name if by.kind == "staff" else "",
        "excluded_on": None,
    }
    case.uow.execute(insert(rating_table), row)
    detail = {"level": said.level, "channel": said.channel, "round": round_}
    case.record("rated", by, detail=detail, values={"tags": tags, "text": text})
    if round_ == AGAIN:
        _tell_the_first(case, by, before[0].id, said.level)
    sheet = issue_rectification(case, row, text) if said.level in POOR else ""
    return {"case_id": case.id, "rating_id": row["id"], "round": round_, "level": said.level, "rectification": sheet}


def _round(case: WorkingCase, before: Sequence[Any]) -> int:
    """Return whether this is the first rating or the one after a poor one was put right; raises Conflict."""
    if not before:
        return FIRST
    if len(before) == FIRST and _may_rate_again(case, before[0].id):
        return AGAIN
    raise Conflict(already_rated(before[-1]))


def already_rated(row: Any) -> Text:
    """Return the sentence that says when and by which way a service was rated."""
    said = {"at": f"{row.rated_at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}", "channel": CHANNELS[row.channel]}
    if row.recorded_by_name:
        return zh("本次服务已于 {at} 评价过（{channel}，由{who}登记）。一次服务只评价一次。",
                  who=row.recorded_by_name, **said)  # fmt: skip
    return zh("本次服务已于 {at} 由申请人评价过（{channel}）。一次服务只评价一次。", **said)


def _may_rate_again(case: WorkingCase, rating_id: str) -> bool:
    one = rectification_table.c
    status = case.uow.execute(select(one.status).where(one.rating_id == rating_id)).scalar()
    return status == "closed"


def _checked(said: Said) -> tuple[str, list[str]]:
    problems: dict[str, Text] = {}
    text = said.text.strip()
    if not _INVISIBLE.sub("", text):
        text = ""
    if said.level not in LEVELS:
        problems["level"] = zh("请选择满意程度。")
    if len(text) > LONGEST:
        problems["text"] = zh("最多写 {most} 字。", most=LONGEST)
    tags = [one for one in TAGS if one in said.tags]
    if len(tags) > MOST_TAGS:
        problems["tags"] = zh("最多选 {most} 项。", most=MOST_TAGS)
    if said.channel not in CHANNELS:
        problems["channel"] = zh("没有这种评价渠道。")
    if problems:
        raise Invalid(zh("评价没有提交，请更正。"), problems)
    return text, tags


def _window_of(case: WorkingCase) -> str | None:
    """Return the window at which somebody acted last in the case."""
    own = select(_entry.window).where(_entry.case_id == case.id, _entry.window.is_not(None))
    window: str | None = case.uow.execute(own.order_by(_entry.seq.desc()).limit(1)).scalar()
    return window


def _tell_the_first(case: WorkingCase, by: Actor, rating_id: str, level: int | None) -> None:
    one = rectification_table.c
    found = case.uow.execute(select(one.id).where(one.rating_id == rating_id)).scalar()
    if found is not None:
        note(case, found, "rated_again", by, measure=str(level))
