"""Draw small BPMN files from a few lines of text, for the tests of the checker.

One thing a line: ``user a``, ``xor x default=f2``, ``boundary b on=a event=timer:PT1H non``, ``sub s {`` … ``}``,
``start -> a -> x``, ``x -> b if amount > 1``, ``x -> c as f2``. ``.stage=review`` is a property of the vocabulary.
"""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

KINDS = {
    "start": "startEvent",
    "end": "endEvent",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "user": "userTask",
    "manual": "manualTask",
    "task": "task",
    "script": "scriptTask",
    "service": "serviceTask",
    "rule": "businessRuleTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "call": "callActivity",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "complex": "complexGateway",
    "sub": "subProcess",
    "transaction": "transaction",
    "adhoc": "adHocSubProcess",
}
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="http://example.org/">'
)
REFERRED = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
ATTRIBUTES = {"name": "name", "default": "default", "called": "calledElement", "on": "attachedToRef"}


def bpmn(text: str, *, process: str = "p", lanes: str = "", more: str = "") -> bytes:
    """Return the file; ``lanes`` is XML put before the nodes, ``more`` XML put after the process."""
    roots: dict[str, str] = {}
    body: list[str] = []
    number = 0
    for raw in text.strip().splitlines():
        line = raw.strip()
        if not line:
            continue
        if line.startswith("}"):
            body.append(f"</{KINDS[line[1:].strip() or 'sub']}>")
        elif "->" in line:
            for flow in _flows(line):
                number += 1
                body.append(flow.replace("§", str(number)))
        else:
            body.append(_node(line, roots))
    referred = "".join(roots.values())
    return (
        f'{HEAD}{referred}<process id="{process}" isExecutable="true">'
        f"{lanes}{''.join(body)}</process>{more}</definitions>"
    ).encode()


def _flows(line: str) -> list[str]:
    line, _, condition = line.partition(" if ")
    line, _, identifier = line.partition(" as ")
    steps = [step.strip() for step in line.split("->")]
    found = []
    for at, (source, target) in enumerate(pairwise(steps)):
        last = at == len(steps) - 2
        inner = ""
        if last and condition:
            inner = f'<conditionExpression xsi:type="tFormalExpression">{escape(condition)}</conditionExpression>'
        name = identifier.strip() if last and identifier else "flow_§"
        found.append(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
    return found


def _node(line: str, roots: dict[str, str]) -> str:
    words = shlex.split(line)
    kind, identifier, opened = words[0], words[1], words[-1] == "{"
    attributes, properties, inner = f'id="{identifier}"', "", ""
    options = dict(word.split("=", 1) if "=" in word else (word, "") for word in words[2:] if word != "{")
    for key, value in options.items():
        if key.startswith("."):
            properties += f"<spiffworkflow:property name={quoteattr(key[1:])} value={quoteattr(value)}/>"
        elif key in ATTRIBUTES:
            attributes += f" {ATTRIBUTES[key]}={quoteattr(value)}"
        elif key == "non":
            attributes += ' cancelActivity="false"'
        elif key == "triggered":
            attributes += ' triggeredByEvent="true"'
        elif key == "event":
            inner += "".join(_event(one, roots) for one in value.split(";"))
        elif key == "message":
            attributes += f' messageRef="{_referred("message", value, roots)}"'
        elif key == "script":
            inner += f"<script>{escape(value)}</script>"
    if properties:
        properties = (
            f"<extensionElements><spiffworkflow:properties>{properties}</spiffworkflow:properties></extensionElements>"
        )
    if options.keys() & {"mi", "sequential", "cardinality", "collection", "completion", "behavior"}:
        inner += _multi_instance(options)
    closing = "" if opened else f"</{KINDS[kind]}>"
    return f"<{KINDS[kind]} {attributes}>{properties}{inner}{closing}"


def _multi_instance(options: dict[str, str]) -> str:
    flags = ' isSequential="true"' if "sequential" in options else ""
    flags += f' behavior="{options["behavior"]}"' if "behavior" in options else ""
    inner = ""
    item = ""
    if "item" in options:
        item = f'<inputDataItem id="{options["item"]}_item" name="{options["item"]}"/>'
    for key, tag in (
        ("cardinality", "loopCardinality"),
        ("collection", "loopDataInputRef"),
        ("completion", "completionCondition"),
    ):
        if key in options:
            inner += f"<{tag}>{escape(options[key])}</{tag}>"
    at = inner.find("<completionCondition>") if "completion" in options else len(inner)
    inner = inner[:at] + item + inner[at:]
    return f"<multiInstanceLoopCharacteristics{flags}>{inner}</multiInstanceLoopCharacteristics>"


def _event(text: str, roots: dict[str, str]) -> str:
    kind, _, value = text.partition(":")
    tag = {"compensation": "compensate"}.get(kind, kind) + "EventDefinition"
    if kind == "timer":
        time = "Cycle" if value.startswith("R") else "Date" if value[:1].isdigit() else "Duration"
        inner = f"<time{time}>{escape(value)}</time{time}>" if value else ""
        return f"<{tag}>{inner}</{tag}>"
    if kind == "link":
        return f'<{tag} name="{value}"/>'
    if kind in REFERRED and value:
        return f'<{tag} {kind}Ref="{_referred(kind, value, roots)}"/>'
    return f"<{tag}/>"


def _referred(kind: str, name: str, roots: dict[str, str]) -> str:
    identifier = re.sub(r"\W", "_", f"{kind}_{name}")
    if not name.startswith("!"):  # "!" draws a reference to nothing
        roots[identifier] = f'<{kind} id="{identifier}" {REFERRED[kind]}="{name}"/>'
    return identifier
