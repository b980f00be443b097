"""What Banjian does not run of a file from elsewhere, one remark for each element and attribute, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.bpmn.model import FLOW_NODES
from engine.bpmn.xml import BPMN, OTHER_ENGINES, SPIFF, XSI_TYPE, local
from engine.text import Text
from processes.foreign_hints import (
    ATTRIBUTE_HINTS,
    DEFAULTS,
    ELSEWHERE,
    EMPTY_SUB_PROCESS,
    EVENT_SUB_PROCESS,
    EXTENSION_HINTS,
    FOREIGN,
    OTHER_PROCESS,
    RUN_ATTRIBUTES,
    RUN_ELEMENTS,
    SCRIPT,
    START_TRIGGER,
    STAYS,
    UNSUPPORTED,
)
from processes.foreign_remark import Fate, Remark

_DRAWING = "http://www.omg.org/spec/BPMN/20100524/DI"
_OURS = frozenset({SPIFF + "properties", SPIFF + "serviceTaskOperator", SPIFF + "calledDecisionId"})
_READ = frozenset(space + name for space in OTHER_ENGINES for name in ("collection", "elementVariable"))
_FUNCTION = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)


def not_run(root: Any, main: Any) -> list[Remark]:
    """List what the engine would pass over or refuses; the drawing itself is not looked at."""
    return list(_within(root, main))


def _within(node: Any, main: Any) -> Iterator[Remark]:
    if f"{{{_DRAWING}}}" in str(node.tag):
        return
    if not str(node.tag).startswith(BPMN):
        if node.tag not in _OURS:
            yield _remark("kept", _tag(node), node, _extension(node))
        return
    yield from _element(node, main)
    for attribute, value in node.attrib.items():
        yield from _attribute(node, attribute, value)
    for child in node.iterchildren("*"):
        yield from _within(child, main)


def _element(node: Any, main: Any) -> Iterator[Remark]:
    kind, tag = local(node), _tag(node)
    if kind in UNSUPPORTED:
        yield _remark("unsupported", tag, node, UNSUPPORTED[kind])
    elif kind == "process" and node is not main:
        yield _remark("kept", tag, node, OTHER_PROCESS)
    elif kind == "subProcess" and node.get("triggeredByEvent", "false").strip() in ("true", "1"):
        yield _remark("unsupported", tag, node, EVENT_SUB_PROCESS)
    elif kind == "subProcess" and not any(local(child) in FLOW_NODES for child in node.iterchildren("*")):
        yield _remark("unsupported", tag, node, EMPTY_SUB_PROCESS)
    elif kind == "script" and not _FUNCTION.fullmatch("".join(node.itertext()).strip()):
        yield _remark("unsupported", tag, node, SCRIPT)
    elif kind == "startEvent" and node.getparent() is main and _has_trigger(node):
        yield _remark("kept", tag, node, START_TRIGGER)
    elif kind not in RUN_ELEMENTS and kind not in FLOW_NODES:
        yield _remark("kept", tag, node, STAYS)


def _has_trigger(node: Any) -> bool:
    return any(local(child).endswith("EventDefinition") for child in node.iterchildren("*"))


def _attribute(node: Any, attribute: str, value: str) -> Iterator[Remark]:
    if "}" not in attribute:
        default = value.strip() == DEFAULTS.get(attribute)
        if attribute not in RUN_ATTRIBUTES and not default:
            hint = ATTRIBUTE_HINTS.get(attribute)
            yield _remark("unsupported" if hint else "kept", f"{attribute}={value[:60]}", node, hint or STAYS)
    elif attribute != XSI_TYPE and attribute not in _READ:
        space, name = attribute[1:].split("}", 1)
        prefix = next((prefix for prefix, uri in node.nsmap.items() if uri == space and prefix), "")
        said = EXTENSION_HINTS.get(name, FOREIGN)
        yield _remark("kept", f"{prefix}:{name}={value[:60]}".lstrip(":"), node, said)


def _extension(node: Any) -> Text:
    """Say what to do instead of an extension, and what lies in it."""
    hint = EXTENSION_HINTS.get(local(node), FOREIGN)
    within = Counter(_tag(inner) for inner in node.iterdescendants("*"))
    if not within:
        return hint
    listed = "、".join(f"{tag} × {count}" if count > 1 else tag for tag, count in within.items())
    return Text(ELSEWHERE.template, {"hint": hint, "within": listed})


def _tag(node: Any) -> str:
    """Return the tag as the file writes it, for our own namespace without a prefix."""
    plain = str(node.tag).startswith(BPMN) or not node.prefix
    return local(node) if plain else f"{node.prefix}:{local(node)}"


def _remark(fate: Fate, construct: str, node: Any, text: Text) -> Remark:
    owner = node
    while owner.getparent() is not None and not (str(owner.tag).startswith(BPMN) and owner.get("id")):
        owner = owner.getparent()
    return Remark(fate, construct, owner.get("id", ""), " ".join(owner.get("name", "").split()), text)
