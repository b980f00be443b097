"""How large a BPMN file may be: one limit for whatever is read, and one for whatever is drawn, checked and saved."""

from __future__ import annotations

from engine.bpmn.model import Model
from engine.text import Text, zh

MOST_BYTES = 5 * 1024 * 1024
"""Of a file that is read at all."""
MOST_NODES = 400
"""Four times the largest process of a hall; the time of the check and of the layout grows faster than the drawing."""
MOST_LINES = 1_000
"""Sequence flows: two and a half for every node, more than any drawing that can be read has."""


def beyond_limits(model: Model) -> Text | None:
    """Return which limit a drawing passes; none where it can be judged and laid out while somebody waits."""
    nodes = sum(len(process.elements) for process in model.processes)
    if nodes > MOST_NODES:
        return zh(
            "图里有 {count} 个节点，超过 {most} 个，既不检查也不保存。请把其中的几段改成共用流程。",
            count=nodes,
            most=MOST_NODES,
        )
    lines = sum(len(process.flows) for process in model.processes)
    if lines > MOST_LINES:
        return zh(
            "图里有 {count} 条连线，超过 {most} 条，既不检查也不保存。请把其中的几段改成共用流程。",
            count=lines,
            most=MOST_LINES,
        )
    return None
