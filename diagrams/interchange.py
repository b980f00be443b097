"""BPMNDI: the layout of a process written into its file, for modelers, which draw what the file says (BPMN 12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from diagrams.geometry import Point, Rect
from diagrams.interchange_places import Drawing, drawing_of
from engine.bpmn.model import FLOW_NODES, Model, Process
from engine.bpmn.read import parse, read
from engine.bpmn.xml import BPMN, DC, DI, local
from engine.text import Text, zh

DD = "{http://www.omg.org/spec/DD/20100524/DI}"
_NAMES = {"bpmndi": DI[1:-1], "dc": DC[1:-1], "di": DD[1:-1]}
SHAPES = FLOW_NODES | {"participant", "lane", "textAnnotation", "dataObjectReference", "dataStoreReference"}
EDGES = frozenset({"sequenceFlow", "messageFlow", "association", "dataInputAssociation", "dataOutputAssociation"})


@dataclass
class Needed:
    """What a drawing of the file has to show, by id: shapes, and lines with the ids of their ends."""

    shapes: dict[str, Any] = field(default_factory=dict)
    edges: dict[str, tuple[Any, str, str]] = field(default_factory=dict)


def with_layout(xml: bytes) -> tuple[bytes, tuple[Text, ...]]:
    """Return the file with a place for every node, line, pool and lane, and what was done for it.

    A complete drawing is kept; one of which anything is missing is made anew as a whole, in landscape with lanes as
    rows. Things without an id get no place. Raises BpmnError as ``engine.bpmn.read`` does.
    """
    model, root = read(xml), parse(xml)
    told: list[Text] = []
    needed = needed_of(root)
    present = _ids(root)
    drawn = _drawn(root)
    for node in [one for one in root.iter(DI + "BPMNShape", DI + "BPMNEdge") if one.get("bpmnElement") not in present]:
        told.append(
            zh(
                "图形“{id}”指向的“{element}”不存在，已去掉。",
                id=node.get("id", ""),
                element=node.get("bpmnElement", ""),
            )
        )
        node.getparent().remove(node)
    missing = [one for one in (*needed.shapes, *needed.edges) if one not in drawn]
    if missing:
        if drawn:
            listed = "、".join(missing[:10])
            said = zh(
                "文件缺 {count} 个图形（{listed}），全部重新排列；原来的位置和颜色不再保留。",
                count=len(missing),
                listed=listed,
            )
        else:
            said = zh("文件没有图形信息，已经全部排好。")
        told.append(said)
        told += _drawn_anew(root, model)
    elif not told:
        return xml, ()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), tuple(told)


def _ids(root: Any) -> set[str]:
    return {node.get("id") for node in root.iter("*") if str(node.tag).startswith(BPMN) and node.get("id")}


def needed_of(root: Any) -> Needed:
    """Return what has to be drawn; a line that leads nowhere can not be."""
    needed = Needed()
    lines = []
    for node in root.iter("*"):
        if not str(node.tag).startswith(BPMN) or not node.get("id"):
            continue
        if local(node) in SHAPES:
            needed.shapes.setdefault(node.get("id"), node)
        elif local(node) in EDGES:
            lines.append(node)
    for node in lines:
        source, target = _ends(node)
        if {source, target} <= needed.shapes.keys():
            needed.edges.setdefault(node.get("id"), (node, source, target))
    return needed


def _ends(node: Any) -> tuple[str, str]:
    if not local(node).startswith("data"):
        return node.get("sourceRef", "").strip(), node.get("targetRef", "").strip()
    owner = node.getparent().get("id", "")
    if local(node) == "dataInputAssociation":
        return (node.findtext(BPMN + "sourceRef") or "").strip(), owner
    return owner, (node.findtext(BPMN + "targetRef") or "").strip()


def _drawn(root: Any) -> set[str]:
    shapes = {one.get("bpmnElement") for one in root.iter(DI + "BPMNShape") if _has_size(one.find(DC + "Bounds"))}
    edges = {one.get("bpmnElement") for one in root.iter(DI + "BPMNEdge") if len(one.findall(DD + "waypoint")) > 1}
    return shapes | edges


def _has_size(bounds: Any) -> bool:
    try:
        return bounds is not None and all(float(bounds.get(side, "0")) > 0 for side in ("width", "height"))
    except ValueError:
        return False


def _drawn_anew(root: Any, model: Model) -> list[Text]:
    told = []
    for old in root.findall(DI + "BPMNDiagram"):
        root.remove(old)
    plane, added = _with_pools(root, model)
    if added:
        told.append(zh("加了 {count} 个流程框（参与者），泳道和别的流程才画得出来。", count=added))
    drawing = drawing_of(read(etree.tostring(root)), needed_of(root))
    told += _in_lanes(root, drawing)
    _write(root, plane, drawing)
    groups = [node.get("id", "") for node in root.iter(BPMN + "group")]
    if groups:
        told.append(zh("分组框没有位置，没有画出：{listed}。", listed="、".join(groups)))
    return told


def _with_pools(root: Any, model: Model) -> tuple[str, int]:
    """Give every process a pool where lanes or a second process need one; return what the plane shows."""
    filled = [process for process in model.processes if process.elements or process.lanes]
    collaboration = root.find(BPMN + "collaboration")
    if collaboration is None:
        if len(filled) == 1 and not filled[0].lanes:
            return filled[0].id, 0
        collaboration = etree.Element(BPMN + "collaboration", id=_free(root, f"{model.main.id}_hall"))
        root.insert(root.index(root.find(BPMN + "process")), collaboration)
    shown = {pool.process for pool in model.pools}
    bare = [process for process in filled if process.id not in shown]
    for number, process in enumerate(bare):
        participant = etree.Element(BPMN + "participant", id=_free(root, f"{process.id}_pool"), processRef=process.id)
        participant.set("name", _pool_name(process))
        # The schema wants participants before the message flows.
        collaboration.insert(number, participant)
    return collaboration.get("id", ""), len(bare)


def _pool_name(process: Process) -> str:
    return process.name or process.id


def _free(root: Any, wanted: str) -> str:
    taken = {node.get("id") for node in root.iter("*")}
    while wanted in taken:
        wanted += "_"
    return wanted


def _in_lanes(root: Any, drawing: Drawing) -> list[Text]:
    """Put nodes that no lane names into the lane they are drawn in."""
    lanes = {node.get("id"): node for node in root.iter(BPMN + "lane")}
    told = []
    for element, lane in drawing.joined.items():
        reference = etree.Element(BPMN + "flowNodeRef")
        reference.text = element
        inner = lanes[lane].find(BPMN + "childLaneSet")
        at = len(lanes[lane]) if inner is None else lanes[lane].index(inner)
        lanes[lane].insert(at, reference)
        told.append(zh("“{element}”不在泳道里，归入“{lane}”。", element=element, lane=lanes[lane].get("name") or lane))
    return told


def _write(root: Any, plane: str, drawing: Drawing) -> None:
    diagram = etree.SubElement(root, DI + "BPMNDiagram", nsmap=_NAMES, id=_free(root, "diagram"))
    board = etree.SubElement(diagram, DI + "BPMNPlane", id=_free(root, "plane"), bpmnElement=plane)
    taken = {node.get("id") for node in root.iter("*")}

    def named(element: str) -> str:
        wanted = f"{element}_di"
        while wanted in taken:
            wanted += "_"
        taken.add(wanted)
        return wanted

    for element, rect in drawing.shapes.items():
        shape = etree.SubElement(board, DI + "BPMNShape", id=named(element), bpmnElement=element)
        if element in drawing.upright:
            shape.set("isHorizontal", "true")
        if element in drawing.expanded:
            shape.set("isExpanded", "true")
        if element in drawing.crossed:
            shape.set("isMarkerVisible", "true")
        _bounds(shape, rect)
        if element in drawing.labels:
            _bounds(etree.SubElement(shape, DI + "BPMNLabel"), drawing.labels[element])
    for element, points in drawing.edges.items():
        edge = etree.SubElement(board, DI + "BPMNEdge", id=named(element), bpmnElement=element)
        for point in points:
            _waypoint(edge, point)
        if element in drawing.labels:
            _bounds(etree.SubElement(edge, DI + "BPMNLabel"), drawing.labels[element])


def _bounds(holder: Any, rect: Rect) -> None:
    sides = {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}
    etree.SubElement(holder, DC + "Bounds", {side: _number(value) for side, value in sides.items()})


def _waypoint(edge: Any, point: Point) -> None:
    etree.SubElement(edge, DD + "waypoint", x=_number(point[0]), y=_number(point[1]))


def _number(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 100_000 else str(round(value))
