"""Small processes written as text, and a driver that runs one with save and load between all steps.

One line a node or a flow chain, indented lines belong to the sub-process above::

    start s
    user a
    sub block
        start s1
        user b
        s1 -> b
    boundary late on=a timer=duration:PT1H
    s -> a -> block
    gate -> a : a.result == 'rework'
    gate -> z : default
"""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from engine.bpmn.read import read
from engine.bpmn.workflow import Definition, Step, Workflow, compile_definition

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TYPES = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "task": "task",
    "manual": "manualTask",
    "script": "scriptTask",
    "service": "serviceTask",
    "rule": "businessRuleTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "events": "eventBasedGateway",
    "sub": "subProcess",
    "call": "callActivity",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
}
REFERENCES = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}


def bpmn(text: str, process: str = "p") -> bytes:
    """Return the BPMN file of a process written as text."""
    lines = [line for line in text.splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    roots: dict[tuple[str, str], str] = {}
    flows = iter(range(1, 10_000))
    body, rest = _scope([line[margin:] for line in lines], 0, roots, flows)
    assert not rest
    top = "".join(
        f"<{kind} id={quoteattr(identifier)} name={quoteattr(name)}"
        + (f" {REFERENCES[kind]}={quoteattr(name)}" if REFERENCES[kind] != "name" else "")
        + "/>"
        for (kind, name), identifier in roots.items()
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="t">'
        f'{top}<process id="{process}" isExecutable="true">{body}</process></definitions>'
    ).encode()


def _scope(lines: list[str], depth: int, roots: dict[tuple[str, str], str], flows: Any) -> tuple[str, list[str]]:
    nodes: list[list[str]] = []
    defaults: dict[str, str] = {}
    drawn: list[str] = []
    while lines:
        line = lines[0]
        indent = (len(line) - len(line.lstrip())) // 4
        if indent < depth:
            break
        lines = lines[1:]
        line = line.strip()
        if "->" in line:
            chain, _, condition = line.partition(" : ")
            names = [name.strip() for name in chain.split("->")]
            for source, target in itertools.pairwise(names):
                flow = f"flow{next(flows)}"
                inner = ""
                if condition == "default":
                    defaults[source] = flow
                elif condition:
                    inner = f"<conditionExpression>{escape(condition)}</conditionExpression>"
                drawn.append(
                    f'<sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
                )
            continue
        kind, identifier, *options = line.split(" ")
        inner = ""
        if kind == "sub":
            inner, lines = _scope(lines, depth + 1, roots, flows)
        nodes.append([kind, identifier, *_options(kind, options, roots), inner])
    parts = []
    for kind, identifier, attributes, before, inner in nodes:
        if identifier in defaults:
            attributes += f' default="{defaults[identifier]}"'
        parts.append(f'<{TYPES[kind]} id="{identifier}"{attributes}>{before}{inner}</{TYPES[kind]}>')
    return "".join(parts + drawn), lines


def _options(kind: str, options: list[str], roots: dict[tuple[str, str], str]) -> tuple[str, str]:
    values = {
        key: value for key, _, value in (option.partition("=") for option in " ".join(options).split(" ") if option)
    }
    values = {key: value.replace("~", " ") for key, value in values.items()}
    attributes, inner = "", ""
    if "approval" in values:
        inner += (
            "<extensionElements><spiffworkflow:properties><spiffworkflow:property "
            f'name="approval" value="{values["approval"]}"/></spiffworkflow:properties></extensionElements>'
        )
    for name in REFERENCES:
        if name in values:
            reference = ""
            if values[name]:
                reference = roots.setdefault((name, values[name]), f"root{len(roots)}")
            if kind in ("send", "receive"):
                attributes += f' {name}Ref="{reference}"'
            else:
                attribute = f' {name}Ref="{reference}"' if reference else ""
                inner += f"<{name}EventDefinition{attribute}/>"
    if "timer" in values:
        form, _, when = values["timer"].partition(":")
        tag = f"time{form.title()}"
        inner += f"<timerEventDefinition><{tag}>{escape(when)}</{tag}></timerEventDefinition>"
    if "terminate" in values:
        inner += "<terminateEventDefinition/>"
    if "link" in values:
        inner += f'<linkEventDefinition name="{values["link"]}"/>'
    if "on" in values:
        attributes += f' attachedToRef="{values["on"]}"'
        attributes += ' cancelActivity="false"' if "beside" in values else ""
    if "process" in values:
        attributes += f' calledElement="{values["process"]}"'
    if "function" in values:
        if kind == "script":
            inner += f"<script>{escape(values['function'])}</script>"
        else:
            inner = (
                "<extensionElements><spiffworkflow:serviceTaskOperator "
                f'id="{values["function"]}"/></extensionElements>{inner}'
            )
    if "times" in values or "each" in values:
        inner += f'<multiInstanceLoopCharacteristics isSequential="{str("sequential" in values).lower()}">'
        if "times" in values:
            inner += f"<loopCardinality>{escape(values['times'])}</loopCardinality>"
        else:
            inner += f"<loopDataInputRef>{escape(values['each'])}</loopDataInputRef>"
        if "item" in values:
            inner += f'<inputDataItem name="{values["item"]}"/>'
        if "until" in values:
            inner += f"<completionCondition>{escape(values['until'])}</completionCondition>"
        inner += "</multiInstanceLoopCharacteristics>"
    if "while" in values or "most" in values:
        most = f' loopMaximum="{values["most"]}"' if "most" in values else ""
        before = ' testBefore="true"' if "before" in values else ""
        inner += f"<standardLoopCharacteristics{most}{before}>"
        if "while" in values:
            inner += f"<loopCondition>{escape(values['while'])}</loopCondition>"
        inner += "</standardLoopCharacteristics>"
    return attributes, inner


def define(text: str, **called: str) -> Definition:
    """Compile a process written as text; ``called`` gives the texts of the processes it calls."""
    models = {key: read(bpmn(value, key)) for key, value in called.items()}
    return compile_definition(read(bpmn(text)), models)


class Story:
    """Runs a process; before every call it is saved and loaded, answers are kept as a case would keep them."""

    def __init__(self, process: str | Definition, *, functions: Any = None, facts: Any = None, **called: str) -> None:
        self.definition = define(process, **called) if isinstance(process, str) else process
        self.functions = functions or {}
        self.facts = dict(facts or {})
        self.now = NOW
        self.answers: dict[str, Any] = {}
        self._groups: dict[str, tuple[str, dict[int, Any]]] = {}
        self.events: list[tuple[str, str]] = []
        self.steps: list[Step] = []
        self.workflow, step = Workflow.start(self.definition, self.view, self.now, self.functions)
        self._took(step)

    @property
    def view(self) -> dict[str, Any]:
        return {**self.facts, **self.answers}

    @property
    def open(self) -> list[str]:
        """Open tasks, sorted, one entry each."""
        return sorted(task.element for task in self.workflow.open_tasks())

    @property
    def waiting(self) -> list[str]:
        return sorted(waiting.element for waiting in self.workflow.waiting())

    @property
    def ended(self) -> bool:
        return self.workflow.ended

    @property
    def incidents(self) -> list[str]:
        return [element for _, element, _ in self.workflow.incidents()]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    def complete(self, element: str, /, *, nth: int = 0, **answer: Any) -> Story:
        tokens = [task.token for task in self.workflow.open_tasks() if task.element == element]
        return self._do("complete", tokens[nth], answer)

    def fail(self, element: str, *, code: str | None = None, reason: str = "") -> Story:
        token = next(task.token for task in self.workflow.open_tasks() if task.element == element)
        return self._do("fail", token, code=code, reason=reason)

    def send(self, message: str, **answer: Any) -> Story:
        return self._do("send", message, answer)

    def signal(self, name: str) -> Story:
        return self._do("signal", name)

    def pass_time(self, **length: float) -> Story:
        self.now += timedelta(**length)
        while (due := self.workflow.next_due) is not None and due <= self.now:
            self._do("advance")
        return self

    def retry(self, element: str) -> Story:
        token = next(token for token, name, _ in self.workflow.incidents() if name == element)
        return self._do("retry", token)

    def did(self, event: str) -> Counter[str]:
        """Count the elements at which something happened."""
        return Counter(element for name, element in self.events if name == event)

    def _do(self, call: str, *arguments: Any, **options: Any) -> Story:
        self.reload()
        step = getattr(self.workflow, call)(*arguments, self.view, self.now, self.functions, **options)
        self._took(step)
        return self

    def reload(self) -> None:
        state = self.workflow.save()
        before = (self.workflow.open_tasks(), self.workflow.waiting(), self.workflow.incidents())
        self.workflow = Workflow.load(self.definition, state)
        assert (self.workflow.open_tasks(), self.workflow.waiting(), self.workflow.incidents()) == before
        assert self.workflow.save() == state

    def _took(self, step: Step) -> None:
        self.steps.append(step)
        for passed in step.passed:
            self.events.append((passed.event, passed.element))
            if passed.answer is None or passed.event not in ("done", "caught", "timer"):
                continue
            if passed.group is None:
                self.answers[passed.element] = passed.answer
                continue
            group, answers = self._groups.get(passed.element, ("", {}))
            if group != passed.group:
                answers = {}
            answers[passed.instance or 0] = passed.answer
            self._groups[passed.element] = (passed.group, answers)
            self.answers[passed.element] = [answers[number] for number in sorted(answers)]
