"""Ids of a file from elsewhere to identifiers that conditions can use, with every reference following."""

from __future__ import annotations

import re
from typing import Any

from engine.bpmn.checks.references import NOT_A_NAME
from engine.bpmn.model import FLOW_NODES
from engine.bpmn.xml import BPMN, local
from engine.text import zh
from processes.foreign_remark import Remark

LONGEST = 60
IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+", re.ASCII)
# What must have an id so that a drawing can point at it.
_NEED_ID = FLOW_NODES | {
    "sequenceFlow",
    "messageFlow",
    "association",
    "dataInputAssociation",
    "dataOutputAssociation",
    "process",
    "collaboration",
    "participant",
    "laneSet",
    "lane",
    "textAnnotation",
    "dataObjectReference",
    "dataStoreReference",
}
_ATTRIBUTES = frozenset({"default", "calledElement", "bpmnElement"})
_TEXTS = frozenset({"incoming", "outgoing", "source", "target"})


def with_our_ids(root: Any, main: Any, key: str) -> tuple[dict[str, str], list[Remark]]:
    """Rename in place; return the new id of each old one that something may point to, and what was renamed."""
    nodes = [node for node in root.iter("*") if str(node.tag).startswith(BPMN)]
    drawn = [node for node in root.iter("*") if node.get("id") and not str(node.tag).startswith(BPMN)]
    taken = {key, *(node.get("id") for node in drawn)}
    mapping: dict[str, str] = {}
    new_ids: dict[Any, str] = {main: key}
    remarks: list[Remark] = []
    if main.get("id"):
        mapping[main.get("id").strip()] = key
    for node in nodes:
        old = (node.get("id") or "").strip()
        if old and old not in mapping and _good(old) and old not in taken:
            mapping[old] = new_ids[node] = old
            taken.add(old)
    for node in nodes:
        old = node.get("id")
        if node not in new_ids and (old is not None or local(node) in _NEED_ID):
            new_ids[node] = _fresh((old or "").strip(), local(node), taken)
            if old and old.strip() not in mapping:
                mapping[old.strip()] = new_ids[node]
            elif old:
                said = zh("标识“{old}”重复：这一个改为“{new}”，引用都指前一个。", old=old, new=new_ids[node])
                remarks.append(Remark("changed", "id", new_ids[node], node.get("name", ""), said))
    for node, new in new_ids.items():
        old = node.get("id")
        if old is None:
            said = zh("没有标识，编为“{new}”。", new=new)
            remarks.append(Remark("changed", "id", new, node.get("name", ""), said))
        elif old != new and mapping.get(old.strip()) == new:
            said = zh("标识“{old}”改为“{new}”。", old=old, new=new)
            remarks.append(Remark("changed", "id", new, node.get("name", ""), said))
        node.set("id", new)
    _follow(root, mapping)
    return mapping, remarks


def _follow(root: Any, mapping: dict[str, str]) -> None:
    for node in root.iter("*"):
        for attribute, value in node.attrib.items():
            if attribute in _ATTRIBUTES or (attribute.endswith(("Ref", "Refs")) and "}" not in attribute):
                node.set(attribute, " ".join(_pointed(word, mapping) for word in value.split()))
        if str(node.tag).startswith(BPMN) and (local(node) in _TEXTS or local(node).endswith(("Ref", "Refs"))):
            text = (node.text or "").strip()
            if text and not len(node):
                node.text = _pointed(text, mapping)


def _pointed(reference: str, mapping: dict[str, str]) -> str:
    """Return where a reference leads now; one to nothing stays as it was, so that the gate names it."""
    return mapping.get(reference) or mapping.get(reference.rpartition(":")[2]) or reference


def _good(identifier: str) -> bool:
    fits = IDENTIFIER.fullmatch(identifier) and len(identifier) <= LONGEST and not identifier.startswith("__")
    return bool(fits) and identifier not in NOT_A_NAME


def _fresh(old: str, kind: str, taken: set[str]) -> str:
    stem = _OTHER.sub("_", _HUMP.sub("_", old).lower()).strip("_")[:LONGEST]
    if not re.search(r"[a-z]", stem):
        stem = f"{_HUMP.sub('_', kind).lower()}_{stem}".rstrip("_")
    if stem[0].isdigit():
        stem = f"n_{stem}"
    found, number = stem, 1
    while found in taken or not _good(found):
        number += 1
        ending = f"_{number}"
        found = stem[: LONGEST - len(ending)] + ending
    taken.add(found)
    return found
