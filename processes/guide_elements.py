"""The elements that a guide must have (政务公开要素), which of them are missing, and which nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.bpmn.checks import Problem
from engine.facts import Fact, facts_of
from engine.matter import MatterFacts
from engine.text import Text, zh
from processes.guide_wording import open_wordings

PLACEHOLDERS = frozenset({"待填写", "待补充", "待定", "暂无", "无内容", "-", "—", "/"})
"""What stands where nothing was filled in; 无 and 不收费 are answers."""
REQUIRED: dict[str, Text] = {
    "name": zh("事项名称"),
    "item_type": zh("事项类型"),
    "legal_basis": zh("设定依据"),
    "authority": zh("实施机关"),
    "applicants": zh("服务对象"),
    "conditions": zh("申请条件"),
    "materials": zh("申请材料"),
    "case_kind": zh("办件类型"),
    "limits.statutory": zh("法定办结时限"),
    "limits.promised": zh("承诺办结时限"),
    "channels": zh("办理形式"),
    "visits": zh("到现场次数"),
    "delivery_modes": zh("领取方式"),
    "fee": zh("收费"),
    "result.name": zh("办理结果"),
    "place.address": zh("办理地点"),
    "place.window": zh("办理窗口"),
    "place.hours": zh("办理时间"),
    "place.phone": zh("咨询电话"),
    "place.complaint_phone": zh("投诉电话"),
    "remedies.reconsideration_body": zh("复议机关"),
    "remedies.court": zh("诉讼法院"),
}
"""Published only with all of these (汉政办发〔2019〕69号 二（二）2; 行政许可法 第三十条)."""
WANTED: dict[str, Text] = {
    "catalog_code": zh("基本编码"),
    "task_code": zh("实施编码"),
    "office": zh("承办机构"),
    "quantity_limit": zh("数量限制"),
    "scope": zh("通办范围"),
    "appointment": zh("预约办理"),
    "intermediary": zh("中介服务"),
    "online_payment": zh("网上支付"),
    "visit_reason": zh("到场原因"),
    "questions": zh("常见问题"),
}
"""What a whole guide has besides; to be without them lowers the score and forbids nothing."""


@dataclass(frozen=True)
class Completeness:
    """How whole a guide is: what is missing, what nobody has confirmed, and how many catch-alls were excused.

    ``score`` is per cent of all elements that are there, rounded down: only a whole guide has 100.
    """

    score: int
    missing: tuple[Text, ...]
    unverified: tuple[Text, ...]
    exceptions: int


def completeness_of(facts: MatterFacts) -> Completeness:
    """Return how whole a guide is, its elements in the order of the guide."""
    every = REQUIRED | WANTED
    empty = {place for place in every if is_missing(facts, place)}
    unsure = facts.unverified
    doubtful = [
        label
        for place, label in every.items()
        if place not in empty and any(f"{path}.".startswith(f"{place}.") for path in unsure)
    ]
    return Completeness(
        (len(every) - len(empty)) * 100 // len(every),
        tuple(label for place, label in every.items() if place in empty),
        tuple(doubtful),
        sum(one.excused is not None for one in open_wordings(facts)),
    )


def is_missing(facts: MatterFacts, place: str) -> bool:
    """Tell whether the element at ``place`` says nothing, or has a part that was left to be filled in."""
    # That nothing is to be brought, or that the law limits the number, is an answer.
    if place == "materials" and not facts.materials:
        return False
    if place == "quantity_limit" and facts.quantity is not None:
        return False
    if place == "visit_reason" and facts.visits.value == 0:
        return False
    found: Any = facts
    for name in place.split("."):
        found = getattr(found, name)
    if found is None or found == ():
        return True
    return any(_says_nothing(fact) for _path, fact in facts_of(found))


def element_problems(facts: MatterFacts) -> Iterator[Problem]:
    """Yield an error for each element without which no guide is published, naming it."""
    for place, label in REQUIRED.items():
        if is_missing(facts, place):
            message = zh("办事指南缺少“{element}”：还没有填写，不能发布", element=label)
            yield Problem("matter.yaml", place, "element-missing", message, "error")


def _says_nothing(fact: Fact[Any]) -> bool:
    value = fact.value
    if isinstance(value, tuple):
        return not value
    return isinstance(value, str) and (not value.strip() or value.strip() in PLACEHOLDERS)
