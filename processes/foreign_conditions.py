"""Conditions and timers of other engines in our language, where what comes out compiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.expressions import ExpressionError, compile_expression, compile_timer
from engine.bpmn.expressions.expression import unwrap
from engine.bpmn.xml import BPMN, local
from engine.text import zh
from processes.foreign_remark import Remark

TIMERS: Mapping[str, str] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
EXPRESSIONS = frozenset({"conditionExpression", "loopCondition", "completionCondition", "loopCardinality"})
_WORD = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<![\w.])([^\W\d][\w-]*)""")
_SINGLE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<![=<>!])=(?!=)""")
_SPOKEN = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="}


def with_our_conditions(root: Any, mapping: Mapping[str, str]) -> list[Remark]:
    """Rewrite in place what can be said in our language; list each, and each that can not be."""
    remarks: list[Remark] = []
    for node in root.iter("*"):
        kind = local(node)
        if not str(node.tag).startswith(BPMN) or (kind not in EXPRESSIONS and kind not in TIMERS):
            continue
        before = "".join(node.itertext()).strip()
        if not before:
            continue
        owner = _owner(node)
        where = (kind, owner.get("id", ""), owner.get("name", ""))
        after = _ours(before, kind, mapping)
        if after is None:
            said = zh("“{text}”不能译成本系统的条件，请照样式重写。", text=before[:200])
            remarks.append(Remark("unsupported", *where, said))
        elif after != before:
            node.text = after
            said = zh("“{before}”改写为“{after}”。", before=before[:200], after=after[:200])
            remarks.append(Remark("changed", *where, said))
    return remarks


def _ours(text: str, kind: str, mapping: Mapping[str, str]) -> str | None:
    for attempt in _attempts(text, mapping):
        try:
            if kind in TIMERS:
                compile_timer(TIMERS[kind], attempt)
            else:
                compile_expression(attempt)
        except ExpressionError:
            continue
        return attempt
    return None


def _attempts(text: str, mapping: Mapping[str, str]) -> Iterator[str]:
    """Yield ever freer readings; what reads as it stands is only told apart by the names in it."""
    body = unwrap(text)
    yield _renamed(body, mapping)
    spoken = _renamed(body, {**mapping, **_SPOKEN})
    yield spoken
    if text.startswith("="):
        yield _SINGLE.sub(lambda match: match.group(1) or "==", spoken)


def _renamed(text: str, mapping: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: match.group(1) or mapping.get(match.group(2), match.group(2)), text)


def _owner(node: Any) -> Any:
    """Return the flow or node whose condition or timer it is, past definitions that have ids of their own."""
    owner = node.getparent()
    while owner.getparent() is not None and local(owner).endswith(("EventDefinition", "LoopCharacteristics")):
        owner = owner.getparent()
    return owner
