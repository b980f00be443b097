"""One process element of a BPMN file to a :class:`~engine.bpmn.model.Process`."""

from __future__ import annotations

from typing import Any

from engine.bpmn.model import (
    ACTIVITIES,
    EVENTS,
    FLOW_NODES,
    SUB_PROCESSES,
    Element,
    Event,
    Flow,
    Lane,
    MultiInstance,
    Process,
    StandardLoop,
)
from engine.bpmn.xml import BPMN, SPIFF, Faults, References, local, name_of, other_engines, texts
from engine.text import zh


class ProcessReader:
    """Walks one process; sub-processes are flattened, with their id as the ``scope`` of what lies in them."""

    def __init__(self, node: Any, references: References, faults: Faults, number: int) -> None:
        self._node = node
        self._references = references
        self._faults = faults
        self._id = node.get("id") or f"process_{number}"
        self._elements: dict[str, Element] = {}
        self._flows: dict[str, Flow] = {}
        self._order: dict[str, int] = {}
        self._lane_of: dict[str, str] = {}
        self._lanes: list[Lane] = []

    def process(self) -> Process:
        """Read the process."""
        self._faults.process = self._id
        self._read_lanes(self._node, None)
        self._read_scope(self._node, None, None)
        self._check_references()
        self._faults.process = ""
        # Conditions are asked in the order of a node's outgoing children, where the file gives one.
        flows = sorted(self._flows.values(), key=lambda flow: self._order.get(flow.id, 0))
        return Process(
            id=self._id,
            name=name_of(self._node),
            executable=_flag(self._node, "isExecutable", False),
            elements=self._elements,
            flows={flow.id: flow for flow in flows},
            lanes=tuple(self._lanes),
            line=self._node.sourceline or 0,
        )

    def _read_lanes(self, holder: Any, parent: str | None) -> None:
        tag = "laneSet" if parent is None else "childLaneSet"
        for node in holder.iterfind(f"{BPMN}{tag}/{BPMN}lane"):
            identifier = node.get("id") or f"{self._id}_lane_{len(self._lanes) + 1}"
            properties = _properties(node)
            self._lanes.append(
                Lane(
                    identifier,
                    name_of(node),
                    properties.get("department"),
                    properties.get("level"),
                    parent,
                    properties,
                )
            )
            for reference in node.iterfind(BPMN + "flowNodeRef"):
                self._lane_of[(reference.text or "").strip()] = identifier
            self._read_lanes(node, identifier)

    def _read_scope(self, holder: Any, scope: str | None, lane: str | None) -> None:
        for node in holder:
            if not str(node.tag).startswith(BPMN):
                continue
            kind = local(node)
            if kind in FLOW_NODES:
                element = self._element(node, kind, scope, lane)
                if element is None:
                    continue
                if kind in SUB_PROCESSES:
                    self._read_scope(node, element.id, element.lane)
            elif kind == "sequenceFlow":
                self._flow(node, scope)
            elif kind.endswith("Task") or kind.startswith("callChoreography"):
                identifier = node.get("id", "")
                self._faults.add("unsupported-element", identifier, zh("不支持 {type}。", type=kind), node.sourceline)

    def _element(self, node: Any, kind: str, scope: str | None, lane: str | None) -> Element | None:
        identifier = node.get("id") or self._new_id(kind)
        if identifier in self._elements:
            return None  # the duplicate is among the faults already
        self._quantities(node, identifier)
        for position, child in enumerate(node.iterfind(BPMN + "outgoing")):
            self._order[(child.text or "").strip()] = position
        multi_instance, loop = self._repetition(node, identifier)
        element = Element(
            id=identifier,
            type=kind,
            name=name_of(node),
            scope=scope,
            lane=self._lane_of.get(identifier, lane),
            properties=_properties(node),
            event=self._event(node, kind, identifier),
            attached_to=node.get("attachedToRef") if kind == "boundaryEvent" else None,
            interrupting=_flag(node, "cancelActivity" if kind == "boundaryEvent" else "isInterrupting", True),
            multi_instance=multi_instance,
            loop=loop,
            default=node.get("default"),
            called=_called(node) if kind == "callActivity" else None,
            function=self._function(node, kind),
            triggered_by_event=_flag(node, "triggeredByEvent", False),
            documentation=texts(node, "documentation"),
            line=node.sourceline or 0,
        )
        self._elements[identifier] = element
        return element

    def _event(self, node: Any, kind: str, identifier: str) -> Event | None:
        if kind in EVENTS:
            event = self._references.event(node, identifier)
            if event.kind == "multiple":
                text = zh("一个事件只能有一个事件定义。")
                self._faults.add("multiple-event", identifier, text, node.sourceline)
            return event
        if kind in ("sendTask", "receiveTask"):
            name = self._references.named(node, "messageRef", identifier)
            if name is None:
                event = self._references.event(node, identifier)
                name = event.name if event.kind == "message" else None
            return Event("message", name or node.get("name") or identifier)
        return None

    def _repetition(self, node: Any, identifier: str) -> tuple[MultiInstance | None, StandardLoop | None]:
        repeat = node.find(BPMN + "multiInstanceLoopCharacteristics")
        if repeat is not None:
            if repeat.get("behavior", "All") != "All" or repeat.find(BPMN + "complexBehaviorDefinition") is not None:
                text = zh("不支持多实例的 behavior。")
                self._faults.add("multi-instance-behavior", identifier, text, repeat.sourceline)
            item = repeat.find(BPMN + "inputDataItem")
            collection = texts(repeat, "loopDataInputRef") or other_engines(repeat, "collection")
            target = self._references.get(collection)
            if target is not None and target.get("name"):
                collection = target.get("name")
            return MultiInstance(
                sequential=_flag(repeat, "isSequential", False),
                cardinality=texts(repeat, "loopCardinality") or None,
                collection=collection or None,
                item=(item.get("name") or item.get("id"))
                if item is not None
                else other_engines(repeat, "elementVariable"),
                completion=texts(repeat, "completionCondition") or None,
            ), None
        loop = node.find(BPMN + "standardLoopCharacteristics")
        if loop is None:
            return None, None
        maximum = loop.get("loopMaximum", "")
        return None, StandardLoop(
            texts(loop, "loopCondition") or None,
            int(maximum) if maximum.isascii() and maximum.isdigit() else None,
            _flag(loop, "testBefore", False),
        )

    def _quantities(self, node: Any, identifier: str) -> None:
        for attribute in ("startQuantity", "completionQuantity"):
            if node.get(attribute, "1") != "1":
                text = zh("不支持 {attribute}（只能是 1）。", attribute=attribute)
                self._faults.add("token-quantity", identifier, text, node.sourceline)
        if _flag(node, "isForCompensation", False):
            text = zh("不支持补偿活动。")
            self._faults.add("compensation", identifier, text, node.sourceline)

    def _function(self, node: Any, kind: str) -> str | None:
        if kind == "scriptTask":
            return texts(node, "script") or None
        if kind in ("serviceTask", "businessRuleTask"):
            operator = node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
            if operator is None:
                operator = node.find(f"{BPMN}extensionElements/{SPIFF}calledDecisionId")
                named = (operator.text or "").strip() if operator is not None else ""
            else:
                named = operator.get("id", "")
            operation = self._references.get(node.get("operationRef"))
            if not named and operation is not None:
                named = operation.get("name") or operation.get("id")
            return named or _properties(node).get("function") or None
        return None

    def _flow(self, node: Any, scope: str | None) -> None:
        identifier = node.get("id") or self._new_id("flow")
        if identifier in self._flows:
            return
        source, target = (node.get("sourceRef") or "").strip(), (node.get("targetRef") or "").strip()
        condition = node.find(BPMN + "conditionExpression")
        text = "".join(condition.itertext()).strip() if condition is not None else ""
        self._flows[identifier] = Flow(
            identifier, source, target, name_of(node), scope, text or None, node.sourceline or 0
        )

    def _new_id(self, kind: str) -> str:
        number = len(self._elements) + len(self._flows) + 1
        while True:
            identifier = f"{kind}_{number}"
            taken = self._references.get(identifier) is not None
            if not taken and identifier not in self._elements and identifier not in self._flows:
                return identifier
            number += 1

    def _check_references(self) -> None:
        for flow in list(self._flows.values()):
            for end in (flow.source, flow.target):
                if end not in self._elements:
                    text = zh("顺序流 {flow} 的一端“{target}”不是本流程的节点。", flow=flow.id, target=end)
                    self._faults.add("dangling-reference", flow.id, text, flow.line)
                    self._flows.pop(flow.id, None)
        for element in self._elements.values():
            if element.type == "boundaryEvent":
                host = self._elements.get(element.attached_to or "")
                if host is None or host.type not in ACTIVITIES:
                    text = zh("边界事件依附的 {target} 不是本流程的活动。", target=element.attached_to or "")
                    self._faults.add("dangling-reference", element.id, text, element.line)
            if element.default and element.default not in self._flows:
                text = zh("默认流 {target} 不存在。", target=element.default)
                self._faults.add("dangling-reference", element.id, text, element.line)
        for reference in self._lane_of:
            if reference not in self._elements:
                text = zh("泳道引用的 {target} 不存在。", target=reference)
                self._faults.add("dangling-lane-reference", reference, text, self._node.sourceline)


def _properties(node: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in node.iterfind(f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property"):
        if child.get("name"):
            found[child.get("name")] = child.get("value", "")
    return found


def _flag(node: Any, attribute: str, default: bool) -> bool:
    value = node.get(attribute)
    return default if value is None else str(value).strip().lower() in ("true", "1")


def _called(node: Any) -> str | None:
    called = node.get("calledElement")
    return called.rpartition(":")[2] if called else None
