"""What the trade demands of a matter beyond its flow: fees of the guide, refusals in forms, branches, people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.bpmn.checks import Problem
from engine.bpmn.checks.fees import fees_of
from engine.bpmn.expressions import ExpressionError, compile_expression
from engine.bpmn.expressions.nodes import Call, Comparison, Constant, Items, Junction, Name, Node, Not
from engine.bpmn.model import Element, Flow, Model
from engine.budget import counted_stages, longest_path
from engine.text import zh
from forms import Form
from processes.registry import Folder

_SPLITS = frozenset({"parallelGateway", "inclusiveGateway"})


def trade_problems(folder: Folder) -> Iterator[Problem]:
    """Yield what the guide, the forms and the flow say against each other."""
    yield from _fees(folder)
    yield from _refusals(folder)
    yield from _choices(folder)
    yield from _optional(folder)


def _fees(folder: Folder) -> Iterator[Problem]:
    charged = folder.facts.fee.charged.value
    bills = [element for _, element in _elements(folder) if fees_of(element.properties)]
    if charged and not bills:
        message = zh("办事指南写明收费，流程里却没有开缴费单的步骤（fee）")
        yield Problem("process.bpmn", folder.model.main.id, "fee-missing", message, "error")
    for element in bills if not charged else ():
        message = zh("办事指南写明不收费，“{name}”却开缴费单", name=element.name or element.id)
        yield Problem("process.bpmn", element.id, "fee-not-charged", message, "error")


def _refusals(folder: Folder) -> Iterator[Problem]:
    """A decision whose form offers the grant only is none."""
    for model, element in _elements(folder):
        form = folder.forms.get(element.properties.get("form", ""))
        if element.properties.get("stage") != "approval" or form is None:
            continue
        offered = _offered(form, ("result",)) or frozenset()
        if "grant" in offered and "refuse" not in offered:
            message = zh("“{name}”的表单只能准予，没有不予可选", name=element.name or element.id)
            yield Problem(model.file, element.id, "refusal-not-offered", message, "error")


def _choices(folder: Folder) -> Iterator[Problem]:
    """A condition that asks for an answer that the form does not offer never holds."""
    forms = {element.id: element.properties.get("form", "") for _, element in _elements(folder)}
    forms["application"] = "application"
    for model in (folder.model, *folder.called.values()):
        for flow in model.main.flows.values():
            try:
                node = compile_expression(flow.condition).node if flow.condition is not None else None
            except ExpressionError:
                continue  # told by the check of the flow
            for name, value in _asked(node):
                form = folder.forms.get(forms.get(name.parts[0], ""))
                offered = _offered(form, name.parts[1:]) if form is not None else None
                if offered is not None and value not in offered:
                    message = zh("“{name}”没有“{value}”这个选项，条件不会成立", name=name.dotted, value=value)
                    yield Problem(model.file, flow.id, "choice-unknown", message, "error", (flow.source, flow.target))


def _optional(folder: Folder) -> Iterator[Problem]:
    """A field that may be left empty has no value then, and a condition that reads it stops the case."""
    forms = {element.id: element.properties.get("form", "") for _, element in _elements(folder)}
    forms["application"] = "application"
    for model in (folder.model, *folder.called.values()):
        for flow in model.main.flows.values():
            try:
                found = compile_expression(flow.condition) if flow.condition is not None else None
            except ExpressionError:
                continue
            for name in sorted(found.names - found.asked) if found is not None else ():
                head, _, path = name.partition(".")
                form = folder.forms.get(forms.get(head, ""))
                if form is not None and _may_be_empty(form, path):
                    message = zh("“{name}”可以不填，没有填时条件无法判断；请先用 given({name}) 判断", name=name)
                    yield Problem(
                        model.file, flow.id, "field-may-be-empty", message, "error", (flow.source, flow.target)
                    )


def _may_be_empty(form: Form, path: str) -> bool:
    # What is shown on a condition is left to whoever draws the flow: its branch may hang on the same condition.
    node = next((one for one in form.root.walk() if path and one.dotted == path), None)
    return node is not None and node.kind not in ("boolean", "group") and not (node.required or node.show_if)


def _asked(node: Node | None) -> Iterator[tuple[Name, str]]:
    """Yield every name that a condition compares with a text, with the text."""
    if isinstance(node, Not):
        yield from _asked(node.operand)
    elif isinstance(node, Junction):
        for operand in node.operands:
            yield from _asked(operand)
    elif isinstance(node, Comparison) and len(node.rest) == 1:
        sign, right = node.rest[0]
        if sign in ("==", "!=", "in", "not in"):
            yield from _pairs(node.first, right)
            yield from _pairs(right, node.first)
    elif isinstance(node, Call) and node.name in ("any", "all", "count") and len(node.arguments) > 1:
        yield from _pairs(node.arguments[0], node.arguments[1])


def _pairs(one: Node, other: Node) -> Iterator[tuple[Name, str]]:
    values = other.items if isinstance(other, Items) else (other,)
    if isinstance(one, Name):
        for value in values:
            if isinstance(value, Constant) and isinstance(value.value, str):
                yield one, value.value


def _offered(form: Form, path: tuple[str, ...]) -> frozenset[str] | None:
    """Return the texts that a field offers, None where it is not for choosing."""
    for node in form.root.walk():
        if path and node.dotted == ".".join(path) and node.choices:
            return frozenset(str(constant) for constant, _ in node.choices)
    return None


def branch_problems(folder: Folder) -> Iterator[Problem]:
    """Tell of every parallel branch with which the limits exceed the promise, not of the longest alone."""
    limits, main = folder.facts.limits, folder.model.main
    stages = counted_stages(limits.clock_origin.value)
    promised = limits.promised.value.days
    for gateway in main.elements.values():
        ways = main.outgoing(gateway.id)
        if gateway.type not in _SPLITS or len(ways) < 2:
            continue
        for way in ways:
            others = {one.id for one in ways} - {way.id}
            flows = {key: flow for key, flow in main.flows.items() if key not in others}
            steps = longest_path(_with_flows(folder.model, flows), folder.called, stages)
            if steps.days > promised and way.target in steps.way:
                branch = main.elements[way.target]
                message = zh(
                    "并行分支“{name}”连同前后步骤合计 {days} 个工作日，超过承诺时限 {promised} 天",
                    name=branch.name or branch.id,
                    days=steps.days,
                    promised=promised,
                )
                yield Problem("process.bpmn", branch.id, "branch-exceeds-promise", message, "error", steps.elements)


def _with_flows(model: Model, flows: Mapping[str, Flow]) -> Model:
    return replace(model, main=replace(model.main, flows=flows))


def _elements(folder: Folder) -> Iterator[tuple[Model, Element]]:
    for model in (folder.model, *folder.called.values()):
        for element in model.main.elements.values():
            yield model, element
