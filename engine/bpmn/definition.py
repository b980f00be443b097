"""A model compiled into what runs: one specification per scope, shared by all cases and never changed.

The specifications are built from the model, not by SpiffWorkflow's parser: that one drops flows without an id
and nodes without an incoming flow, takes conditions and events for others, and recurses along the process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.bpmn.activities import (
    Activity,
    ReceiveTask,
    SubProcess,
)
from engine.bpmn.events import Boundary, CatchEvent
from engine.bpmn.expressions import Expression, ExpressionError, Timer, compile_expression, compile_timer
from engine.bpmn.model import BpmnError, Element, Flow, Model, Process
from engine.bpmn.nodes import (
    EventGateway,
    Leaving,
    Node,
    ParallelGateway,
    PassThrough,
)
from engine.bpmn.repetition import Loop, MultiInstance
from engine.bpmn.rewrite import rewrite
from engine.bpmn.runnable import CLASSES, approval_of, refuse, refuse_faults, starts
from engine.bpmn.scope import ScopeSpec
from engine.text import zh


@dataclass(frozen=True)
class Part:
    """A process that runs, the main one or one that is called; ``renames`` has the ids that differ when it runs."""

    process: Process
    renames: Mapping[str, str]

    def running(self, element_id: str) -> str:
        """Return the id that an element has in a running case."""
        return self.renames.get(element_id, element_id)


@dataclass(frozen=True)
class Definition:
    """A compiled process with everything it calls.

    ``reads`` holds the dotted names that its expressions read; ``digest`` (SHA-256) names it in saved states.
    """

    model: Model
    digest: str
    scope: ScopeSpec
    scopes: Mapping[str, ScopeSpec]
    elements: Mapping[str, Element]
    reads: frozenset[str]
    parts: tuple[Part, ...]
    """What runs, the main process first."""

    @cached_property
    def heads(self) -> frozenset[str]:
        """What its expressions read: the names up to the first dot."""
        return frozenset(name.partition(".")[0] for name in self.reads)

    def element(self, element_id: str) -> Element:
        """Return an element, those of called processes included; KeyError if there is none."""
        return self.elements[element_id]


def compile_definition(model: Model, called: Mapping[str, Model] | None = None) -> Definition:
    """Compile a model; ``called`` maps process ids that call activities name to the models they are in.

    Elements of a called process keep their ids unless another process uses them: then the id gets the called
    process's id in front, with ``_`` between.

    :raises BpmnError: something that is not supported, an expression that is none, a called process missing.
    """
    return _Compiler(model, called or {}).definition()


class _Compiler:
    def __init__(self, model: Model, called: Mapping[str, Model]) -> None:
        self._model = model
        self._called = called
        self._elements: dict[str, Element] = {}
        self._scopes: dict[str, ScopeSpec] = {}
        self._reads: set[str] = set()
        self._parts: list[Part] = []
        self._processes: dict[tuple[int, str], ScopeSpec] = {}
        self._calls: list[tuple[SubProcess, Model]] = []

    def definition(self) -> Definition:
        main = self._process(self._model, self._model.main)
        while self._calls:
            activity, model = self._calls.pop()
            activity.inside = self._call(activity.element, model)
        return Definition(
            self._model,
            self._digest(),
            main,
            self._scopes,
            self._elements,
            frozenset(self._reads),
            tuple(self._parts),
        )

    def _digest(self) -> str:
        parts = [self._model.digest or repr(self._model.main)]
        parts += [f"{key}={model.digest or repr(model)}" for key, model in sorted(self._called.items())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _call(self, element: Element, model: Model) -> ScopeSpec:
        name = element.called or ""
        process = model.process(name)
        if process is None and name in self._called:
            model = self._called[name]
            process = model.process(name) or model.main
        if process is None:
            raise BpmnError(zh("找不到被调用的流程 {name}。", name=name), element.id, element.line)
        return self._process(model, process)

    def _process(self, model: Model, process: Process) -> ScopeSpec:
        known = self._processes.get((id(model), process.id))
        if known is not None:
            return known
        refuse_faults(model, process)
        renames = self._renames(process := rewrite(process))
        self._parts.append(Part(process, renames))
        scopes: dict[str | None, ScopeSpec] = {None: self._scope(process.id, renames)}
        self._processes[id(model), process.id] = scopes[None]
        for element in process.elements.values():
            if element.type == "subProcess":
                scopes[element.id] = self._scope(renames.get(element.id, element.id), renames)
        nodes: dict[str, Node] = {}
        for element in process.elements.values():
            if element.scope in scopes:
                nodes[element.id] = self._node(model, element, scopes[element.scope], renames)
        for key, node in nodes.items():
            self._wire(process, key, node, nodes, scopes)
        for inside, scope in scopes.items():
            scope.starts = starts(process, inside, nodes)
        if not scopes[None].starts:
            raise BpmnError(zh("流程“{name}”没有开始的地方。", name=process.name or process.id), process.id)
        return scopes[None]

    def _scope(self, name: str, renames: Mapping[str, str]) -> ScopeSpec:
        while name in self._scopes:
            name += "_"
        scope = self._scopes[name] = ScopeSpec(name, renames)
        return scope

    def _renames(self, process: Process) -> dict[str, str]:
        renames: dict[str, str] = {}
        for element_id in process.elements:
            name = element_id
            if name in self._elements:
                name = f"{process.id}_{element_id}"
                while name in self._elements or name in process.elements:
                    name += "_"
                renames[element_id] = name
        return renames

    def _node(self, model: Model, element: Element, scope: ScopeSpec, renames: Mapping[str, str]) -> Node:
        refuse(element)
        element = replace(
            element,
            id=renames.get(element.id, element.id),
            scope=renames.get(element.scope or "", element.scope or "") or None,
            attached_to=renames.get(element.attached_to or "", element.attached_to or "") or None,
        )
        kind = CLASSES[element.type]
        if element.event is not None and element.event.kind == "link":
            kind = PassThrough
        node = kind(scope, element)
        self._elements[element.id] = element
        if isinstance(node, CatchEvent) and element.event is not None and element.event.kind == "timer":
            node.timer = self._timer(element, renames)
        if isinstance(node, Activity):
            self._repeat(node, renames)
        if isinstance(node, SubProcess) and element.type == "callActivity":
            self._calls.append((node, model))
        return node

    def _wire(
        self,
        process: Process,
        key: str,
        node: Node,
        nodes: Mapping[str, Node],
        scopes: Mapping[str | None, ScopeSpec],
    ) -> None:
        leaving = []
        for flow in process.outgoing(key):
            target = nodes.get(flow.target)
            if target is None or target.scope is not node.scope:
                raise BpmnError(zh("顺序流 {flow} 跨越了子流程的边界。", flow=flow.id), flow.id, flow.line)
            default = process.elements[key].default == flow.id
            leaving.append(Leaving(flow.id, target, None if default else self._condition(flow, node), default))
            node.scope.add_flow(flow.id, node, target)
        node.link(leaving)
        node.entering = tuple(flow.id for flow in process.incoming(key))
        node.attached = tuple(
            boundary for event in process.boundary(key) if isinstance(boundary := nodes.get(event.id), Boundary)
        )
        for boundary in node.attached:
            if boundary.scope is not node.scope:
                text = zh("边界事件“{name}”不在它依附的活动旁边。", name=boundary.label)
                raise BpmnError(text, boundary.name, boundary.element.line)
        if isinstance(node, SubProcess) and key in scopes:
            node.inside = scopes[key]
        if isinstance(node, EventGateway):
            for choice in node.leaving:
                if not isinstance(choice.target, CatchEvent | ReceiveTask):
                    text = zh("事件网关“{name}”之后只能是事件或接收任务。", name=node.label)
                    raise BpmnError(text, node.name, node.element.line)

    def _condition(self, flow: Flow, node: Node) -> Expression | None:
        if flow.condition is None or isinstance(node, ParallelGateway | EventGateway):
            return None
        return self._expression(flow.condition, flow.id, flow.line, node.scope.renames)

    def _expression(self, text: str, where: str, line: int, renames: Mapping[str, str]) -> Expression:
        try:
            expression = compile_expression(text)
        except ExpressionError as error:
            raise BpmnError(zh("表达式“{text}”：{why}", text=text[:80], why=str(error.text)), where, line) from None
        self._read(expression.names, renames)
        return expression

    def _read(self, names: frozenset[str], renames: Mapping[str, str]) -> None:
        for name in names:
            head, dot, rest = name.partition(".")
            self._reads.add(renames.get(head, head) + dot + rest)

    def _timer(self, element: Element, renames: Mapping[str, str]) -> Timer:
        assert element.event is not None
        if element.event.timer is None:
            raise BpmnError(zh("定时事件“{name}”没有写明时间。", name=element.name), element.id, element.line)
        try:
            timer = compile_timer(*element.event.timer)
        except ExpressionError as error:
            raise BpmnError(
                zh("定时事件“{name}”：{why}", name=element.name or element.id, why=str(error.text)),
                element.id,
                element.line,
            ) from None
        self._read(timer.names, renames)
        return timer

    def _repeat(self, node: Activity, renames: Mapping[str, str]) -> None:
        element, repeat = node.element, node.element.multi_instance

        def expression(text: str | None) -> Expression | None:
            return None if text is None else self._expression(text, element.id, element.line, renames)

        if element.loop is not None:
            node.repetition = Loop(
                node, expression(element.loop.condition), element.loop.maximum, element.loop.test_before
            )
        elif repeat is not None:
            if repeat.cardinality is None and repeat.collection is None:
                text = zh("多实例“{name}”既没有个数，也没有集合。", name=element.name or element.id)
                raise BpmnError(text, element.id, element.line)
            approval = approval_of(element)
            node.repetition = MultiInstance(
                node,
                repeat.sequential or (approval is not None and approval.kind == "sequential"),
                expression(repeat.cardinality),
                expression(repeat.collection),
                repeat.item,
                expression(repeat.completion),
                approval,
            )
            if repeat.completion is not None:
                self._reads.add(element.id)
