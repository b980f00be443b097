"""Catch-all clauses (兜底条款) in what applicants are asked for: wording that leaves open what else may be wanted.

A guide says in full what to bring (行政许可法 第三十条), and 汉政办发〔2019〕69号 二（二）2 does away with catch-alls.
Statutes may keep theirs: what is quoted from one (《…》第…条：“…”) and the titles of laws are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PAPERS = "(?:证明材料|材料|资料|文件|证明)"
_CONCERNED = "(?:相关|有关)"
_BRING = "(?:提交|提供|补充)"


@dataclass(frozen=True)
class CatchAllRule:
    """One way of leaving open what is wanted."""

    code: str
    pattern: re.Pattern[str]


RULES: tuple[CatchAllRule, ...] = (
    CatchAllRule("C1", re.compile(rf"其他(?:{_CONCERNED}|必要|需要|应当|所需)?的?(?:申请|证明)?(?:{_PAPERS}|手续)")),
    CatchAllRule("C2", re.compile(rf"规定的?其他(?:{_PAPERS}|条件|情形)")),
    CatchAllRule("C3", re.compile(rf"(?:认为|要求)(?:需要|应当|必须)?{_BRING}")),
    # 同等, 一等 and 三级等 end in the same character and leave nothing open.
    CatchAllRule(
        "C4", re.compile(rf"(?<![同一二三四五六七八九十级])(?:等等|之类|等){_CONCERNED}?{_PAPERS}?[。；;）)]?$")
    ),
    CatchAllRule("C5", re.compile(rf"(?:必要时|视情况|根据(?:实际|具体)?情况|视(?:具体)?情形|如需).{{0,10}}{_BRING}")),
    CatchAllRule("C6", re.compile(rf"^{_CONCERNED}的?(?:{_PAPERS}|手续)$")),
    CatchAllRule("C7", re.compile(r"包括但不限于|…|\.\.\.")),
)
_QUOTED = re.compile(r"《[^《》]*》(?:第[〇一二三四五六七八九十百零]+[条款项目之]+[^：:“”]*[：:]?“[^“”]*”)?")
_BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class CatchAll:
    """A catch-all that was found: ``words`` stand in the text from ``start``, counted in characters."""

    rule: CatchAllRule
    start: int
    words: str


def catch_alls(text: str) -> tuple[CatchAll, ...]:
    """Return what in ``text`` leaves open what is wanted, by where it begins; words found twice are told once."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[CatchAll]:
    # Titles of laws and what is quoted from them keep their length, so that places stay true.
    looked_at = _QUOTED.sub(lambda quoted: _BLANK * len(quoted.group()), text.rstrip())
    told = 0
    hits = [(match.start(), -match.end(), rule) for rule in RULES for match in rule.pattern.finditer(looked_at)]
    for start, end, rule in sorted(hits, key=lambda hit: hit[:2]):
        if -end > told:
            told = -end
            yield CatchAll(rule, start, text[start:-end])
