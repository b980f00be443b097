"""Catch-alls (兜底条款) in a guide: errors in what is to be brought, warnings in the conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.checks import Problem
from engine.facts import Fact
from engine.guide import CatchAllException, Material
from engine.law.catch_all import CatchAll, catch_alls
from engine.matter import MatterFacts
from engine.text import Text, zh

MATERIAL_PARTS: dict[str, Text] = {
    "name": zh("名称"),
    "standard": zh("受理标准"),
    "when": zh("提交情形"),
    "hint": zh("填报须知"),
}
ADVICE: dict[str, Text] = {
    "C1": zh("请逐项写出材料的名称"),
    "C2": zh("请写明是哪一部法律、法规的哪一条要求的哪一份材料"),
    "C3": zh("请写明什么情形下提交哪一份材料"),
    "C4": zh("请列举完整，去掉“等”"),
    "C5": zh("请写明什么情形下必须提交"),
    "C6": zh("请写出材料的名称"),
    "C7": zh("请列举完整"),
}
"""What to write instead, by the code of the rule that was met."""


@dataclass(frozen=True)
class OpenWording:
    """A catch-all of a guide: ``path`` is its place in ``matter.yaml``, ``text`` the whole sentence.

    ``excused`` is why it may stay, where somebody agreed to just these words; it is no problem then.
    """

    path: str
    where: Text
    text: str
    found: CatchAll
    is_error: bool
    excused: CatchAllException | None = None


def open_wordings(facts: MatterFacts) -> Iterator[OpenWording]:
    """Yield every catch-all of a guide with its place, in the order of the file."""
    for number, condition in enumerate(facts.conditions, 1):
        where = zh("第 {number} 项申请条件", number=number)
        for found in catch_alls(condition.value):
            yield OpenWording(f"conditions.{number}", where, condition.value, found, is_error=False)
    for material in facts.materials:
        for part, called in MATERIAL_PARTS.items():
            yield from _of_material(material, part, called)


def _of_material(material: Material, part: str, called: Text) -> Iterator[OpenWording]:
    fact: Fact[str] | None = getattr(material, part)
    where = zh("材料“{name}”的{part}", name=material.name.value, part=called)
    for found in catch_alls(fact.value) if fact is not None else ():
        excused = next((one for one in material.catch_all_exceptions if one.words == found.words), None)
        yield OpenWording(f"materials.{material.key}.{part}", where, fact.value, found, is_error=True, excused=excused)


def wording_problems(facts: MatterFacts) -> Iterator[Problem]:
    """Yield what the gate says of a guide's catch-alls (汉政办发〔2019〕69号 二（二）2)."""
    for one in open_wordings(facts):
        if one.excused is None:
            yield Problem("matter.yaml", one.path, "catch-all", said_of(one), "error" if one.is_error else "warning")


def said_of(one: OpenWording) -> Text:
    """Return the sentence about a catch-all: where, which words, what to write instead."""
    return zh(
        "{where}有兜底的说法“{words}”（{code}）：{advice}",
        where=one.where,
        words=one.found.words,
        code=one.found.rule.code,
        advice=ADVICE[one.found.rule.code],
    )
