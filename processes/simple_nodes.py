"""Single things of a file as XML: a new node, what is said of one, the arrows at it, the lane it lies in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from engine.bpmn.xml import BPMN, DI, SPIFF, XSI_TYPE, local
from processes.simple_table import PART, PROPERTIES, End, Place, Row

_BEFORE_ARROWS = frozenset(("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef"))
_SPACES = {"spiffworkflow": SPIFF[1:-1]}


class Ids:
    """Ids that no element of a file has yet."""

    def __init__(self, root: Any) -> None:
        self.taken = {node.get("id") for node in root.iter("*") if node.get("id")}

    def fresh(self, wanted: str) -> str:
        found, number = wanted, 1
        while found in self.taken:
            number += 1
            found = f"{wanted}_{number}"
        self.taken.add(found)
        return found


def step_node(row: Row) -> Any:
    """Return a new step, or call of a shared part, that says nothing yet."""
    node = etree.Element(BPMN + ("callActivity" if row.kind == PART else "userTask"), id=row.id)
    if row.kind == PART:
        node.set("calledElement", row.called)
    return node


def say(node: Any, row: Row, before: Row | None) -> None:
    """Put into a node what its row says otherwise than ``before``."""
    if before is None or row.name != before.name:
        node.set("name", row.name)
    for field, name in PROPERTIES.items():
        said = getattr(row, field)
        if said != (getattr(before, field) if before is not None else ""):
            set_property(node, name, said)


def set_property(node: Any, name: str, value: str) -> None:
    """Write one property of the process vocabulary; an empty one is taken out."""
    found = node.find(f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property[@name='{name}']")
    if not value:
        if found is not None:
            found.getparent().remove(found)
        return
    if found is None:
        extension = node.find(BPMN + "extensionElements")
        if extension is None:
            extension = etree.Element(BPMN + "extensionElements")
            node.insert(sum(local(child) == "documentation" for child in node), extension)
        properties = extension.find(SPIFF + "properties")
        if properties is None:
            properties = etree.SubElement(extension, SPIFF + "properties", nsmap=_SPACES)
        found = etree.SubElement(properties, SPIFF + "property", name=name)
    found.set("value", value)


def lane_node(place: Place) -> Any:
    """Return a new lane with its department and level."""
    node = etree.Element(BPMN + "lane", id=place.id, name=place.name)
    for name, value in (("department", place.department), ("level", place.level)):
        set_property(node, name, value)
    return node


def end_node(end: End) -> Any:
    """Return a new end."""
    return etree.Element(BPMN + "endEvent", id=end.id, name=end.name)


def set_arrows(node: Any, incoming: Iterable[str], outgoing: Iterable[str]) -> None:
    """Name the flows at a node, where the schema wants them; conditions are asked in the order of ``outgoing``."""
    for tag in ("incoming", "outgoing"):
        for old in node.findall(BPMN + tag):
            node.remove(old)
    at = sum(local(child) in _BEFORE_ARROWS for child in node)
    listed = [("incoming", one) for one in incoming] + [("outgoing", one) for one in outgoing]
    for number, (tag, flow) in enumerate(listed):
        arrow = etree.Element(BPMN + tag)
        arrow.text = flow
        node.insert(at + number, arrow)


def set_condition(flow: Any, condition: str) -> None:
    """Write when a flow is taken; "" for always, or otherwise."""
    found = flow.find(BPMN + "conditionExpression")
    if not condition:
        if found is not None:
            flow.remove(found)
        return
    if found is None:
        found = etree.SubElement(flow, BPMN + "conditionExpression")
        found.set(XSI_TYPE, "bpmn:tFormalExpression" if flow.nsmap.get("bpmn") == BPMN[1:-1] else "tFormalExpression")
    if "".join(found.itertext()).strip() != condition:
        found.text = condition


def set_name(node: Any, name: str) -> None:
    """Write a name; none where it is empty."""
    if name:
        node.set("name", name)
    else:
        node.attrib.pop("name", None)


def put_in_lanes(process: Any, members: Mapping[str, str], order: Iterable[str]) -> None:
    """Let every lane name the nodes that ``members`` puts there, and no other, in this order."""
    lanes = {lane.get("id"): lane for lane in process.iterfind(f"{BPMN}laneSet/{BPMN}lane")}
    for lane in lanes.values():
        for old in lane.findall(BPMN + "flowNodeRef"):
            lane.remove(old)
    for node in order:
        lane = lanes.get(members.get(node, ""))
        if lane is not None:
            etree.SubElement(lane, BPMN + "flowNodeRef").text = node


def without_drawing(root: Any) -> None:
    """Take out where everything is drawn, so that it is laid out anew."""
    for drawing in root.findall(DI + "BPMNDiagram"):
        root.remove(drawing)


def without_loose_ends(process: Any, gone: set[str]) -> None:
    """Take out the lines between notes and nodes that are gone."""
    for line in [*process.getparent().iter(BPMN + "association")]:
        if {line.get("sourceRef"), line.get("targetRef")} & gone:
            line.getparent().remove(line)
