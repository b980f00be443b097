"""Every expression of a process: that it compiles, and that what it reads can exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.expressions import ExpressionError, compile_expression, compile_timer
from engine.bpmn.expressions.nodes import Comparison, Constant, Junction, Name, Node, Not
from engine.bpmn.model import Element
from engine.text import zh

EXPRESSION = Rule("expression")
TIMER = Rule("timer")
UNKNOWN_NAME = Rule("unknown-name", house=True)
UNKNOWN_FACT = Rule("unknown-fact", "warning", house=True)
UNKNOWN_FIELD = Rule("unknown-field", house=True)
LIST_COMPARED = Rule("list-compared", house=True)
CYCLE_ONCE = Rule("cycle-once", "warning")

RULES = (EXPRESSION, TIMER, UNKNOWN_NAME, UNKNOWN_FACT, UNKNOWN_FIELD, LIST_COMPARED, CYCLE_ONCE)

APPLICATION = "application"
_ANSWERING = frozenset(
    {"userTask", "task", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "receiveTask"}
)
_COUNTS = {
    f"{prefix}{what}"
    for prefix in ("numberOf", "nrOf")
    for what in ("Instances", "CompletedInstances", "ActiveInstances")
}


@dataclass(frozen=True)
class Use:
    """A place where an expression is evaluated.

    ``reader`` is the node at which this happens: when it is left for the conditions of its flows, else when it is
    entered. ``owner`` is what a problem is reported at, ``local`` the names that only this place knows.
    """

    owner: str
    reader: Element
    text: str
    names: frozenset[str]
    asked: frozenset[str]
    node: Node | None
    on_leave: bool = False
    own: bool = False
    local: frozenset[str] = frozenset()


def find(subject: Subject) -> Iterator[Finding]:
    """Yield expressions that do not compile or read what cannot exist."""
    yield from _broken(subject)
    yield from _cycles(subject)
    for use in uses(subject):
        for name in sorted(use.names):
            yield from _name(subject, use, name)
        if use.node is not None:
            yield from _lists(subject, use, use.node)


def uses(subject: Subject) -> Iterator[Use]:
    """Yield every place with an expression that compiles."""
    for owner, reader, text, kind in _texts(subject):
        local = _local(subject, reader) | (_COUNTS if kind == "completion" else set())
        local |= {"loopCounter"} if kind == "loop" else set()
        try:
            if kind in ("date", "duration", "cycle"):
                timer = compile_timer(kind, text)
                yield Use(owner, reader, text, timer.names, frozenset(), None, local=frozenset(local))
            else:
                found = compile_expression(text)
                yield Use(
                    owner,
                    reader,
                    text,
                    found.names,
                    found.asked,
                    found.node,
                    on_leave=kind == "condition",
                    own=kind in ("completion", "loop"),
                    local=frozenset(local),
                )
        except ExpressionError:
            continue


def _texts(subject: Subject) -> Iterator[tuple[str, Element, str, str]]:
    """Yield what a problem is reported at, where it is evaluated, the text, and its kind."""
    elements = subject.process.elements
    for flow in subject.process.flows.values():
        source = elements[flow.source]
        if flow.condition is not None and source.default != flow.id:
            yield flow.id, source, flow.condition, "condition"
    for element in elements.values():
        repeat, loop, event = element.multi_instance, element.loop, element.event
        if repeat is not None:
            for kind, text in (("collection", repeat.collection), ("cardinality", repeat.cardinality)):
                if text is not None:
                    yield element.id, element, text, kind
            if repeat.completion is not None:
                yield element.id, element, repeat.completion, "completion"
        if loop is not None and loop.condition is not None:
            yield element.id, element, loop.condition, "loop"
        if event is not None and event.timer is not None and element.type != "startEvent":
            host = elements.get(element.attached_to or "", element)
            yield element.id, host, event.timer[1], event.timer[0]


def _local(subject: Subject, element: Element | None) -> set[str]:
    """Return the names of the items of the multi-instance activities around an element.

    An activity's own item is known within each instance only, not to what is asked about all of them.
    """
    found: set[str] = set()
    element = subject.process.elements.get(element.scope or "") if element is not None else None
    while element is not None:
        if element.multi_instance is not None and element.multi_instance.collection is not None:
            found.add(element.multi_instance.item or "item")
        element = subject.process.elements.get(element.scope or "")
    return found


def _broken(subject: Subject) -> Iterator[Finding]:
    for owner, _, text, kind in _texts(subject):
        try:
            if kind in ("date", "duration", "cycle"):
                compile_timer(kind, text)
            else:
                compile_expression(text)
        except ExpressionError as error:
            rule = TIMER if kind in ("date", "duration", "cycle") else EXPRESSION
            yield rule.at(owner, zh("“{text}”：{why}", text=" ".join(text.split())[:80], why=str(error)))


def _cycles(subject: Subject) -> Iterator[Finding]:
    for element in subject.elements("intermediateCatchEvent", "boundaryEvent"):
        timer = element.event.timer if element.event else None
        once = element.type == "intermediateCatchEvent" or element.interrupting
        if timer is not None and timer[0] == "cycle" and once:
            message = zh("“{name}”触发一次就不再等待，周期只用到第一次", name=label(element))
            yield CYCLE_ONCE.at(element.id, message)


def _name(subject: Subject, use: Use, name: str) -> Iterator[Finding]:
    head, _, rest = name.partition(".")
    if head in use.local:
        return
    element = subject.known.get(head)
    if head == APPLICATION and element is None:
        yield from _field(subject, use, APPLICATION, rest)
    elif element is not None and can_answer(element):
        form = element.properties.get("form", "").strip()
        yield from _field(subject, use, form, rest)
    elif element is not None:
        message = zh("“{name}”没有答复可读：“{head}”不是任务，也不等待消息", name=name, head=head)
        yield UNKNOWN_NAME.at(use.owner, message)
    elif subject.facts is not None and head not in subject.facts:
        yield UNKNOWN_NAME.at(use.owner, zh("名称“{name}”既不是节点的标识，也不是已知的事实", name=name))
    elif subject.facts is None and rest:
        yield UNKNOWN_NAME.at(use.owner, zh("名称“{name}”不是任何节点的标识", name=name))
    elif subject.facts is None:
        yield UNKNOWN_FACT.at(use.owner, zh("名称“{name}”不是节点的标识：须由办件的事实提供", name=name))


def can_answer(element: Element) -> bool:
    """Tell whether conditions may read the element's answer: it is a task, or waits for a message."""
    waits_for_message = element.event is not None and element.event.kind == "message"
    catches = waits_for_message and element.type in ("intermediateCatchEvent", "boundaryEvent")
    return element.type in _ANSWERING or catches


def _field(subject: Subject, use: Use, form: str, path: str) -> Iterator[Finding]:
    fields = subject.forms.get(form) if subject.forms is not None else None
    if fields is None or not path:
        return
    known = any(field == path or field.startswith(f"{path}.") or path.startswith(f"{field}.") for field in fields)
    if not known:
        message = zh("表单“{form}”没有字段“{field}”", form=form, field=path)
        yield UNKNOWN_FIELD.at(use.owner, message)


def _lists(subject: Subject, use: Use, node: Node) -> Iterator[Finding]:
    """A multi-instance task answers with a list: comparing it with one value is false for ever."""
    if isinstance(node, Not):
        yield from _lists(subject, use, node.operand)
    elif isinstance(node, Junction):
        for operand in node.operands:
            yield from _lists(subject, use, operand)
    elif isinstance(node, Comparison) and len(node.rest) == 1 and node.rest[0][0] in ("==", "!="):
        sides = (node.first, node.rest[0][1])
        names = [side for side in sides if isinstance(side, Name)]
        if len(names) != 1 or not any(isinstance(side, Constant) for side in sides):
            return
        element = subject.known.get(names[0].parts[0])
        if element is not None and element.multi_instance is not None and element.id not in use.local:
            message = zh("“{name}”是多人答复的列表，不能与单个值比较；请用 all、any 或者 count", name=names[0].dotted)
            yield LIST_COMPARED.at(use.owner, message)
