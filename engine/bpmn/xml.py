"""The XML side of reading: namespaces, references by id, and the list of faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.bpmn.model import Event, Fault
from engine.text import Text, zh

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
# Modellers of other engines write a multi-instance collection as an attribute of their own.
OTHER_ENGINES = ("{http://camunda.org/schema/1.0/bpmn}", "{http://flowable.org/bpmn}", "{http://activiti.org/bpmn}")
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

EVENT_SUFFIX = "EventDefinition"


def local(node: Any) -> str:
    """Return the tag of a node without its namespace."""
    return str(node.tag).rpartition("}")[2]


def texts(node: Any, child: str) -> str:
    """Return the text of the first ``child`` of a node, stripped, "" if there is none."""
    found = node.find(BPMN + child)
    return "".join(found.itertext()).strip() if found is not None else ""


def other_engines(node: Any, attribute: str) -> str | None:
    """Return an attribute that another engine put on a node, None if there is none."""
    return next((node.get(space + attribute) for space in OTHER_ENGINES if node.get(space + attribute)), None)


def name_of(node: Any) -> str:
    """Return the name of a node on one line; modellers put line breaks into names."""
    return " ".join((node.get("name") or "").split())


class Faults:
    """Collects what is wrong with a file while it is read."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self.process = ""

    def add(self, rule: str, element: str, text: Text, line: int | None = 0) -> None:
        self._found.append(Fault(rule, element, text, line or 0, self.process))

    def found(self) -> tuple[Fault, ...]:
        return tuple(self._found)


class References:
    """The things of a file that are named from elsewhere: messages, signals, errors, escalations, events."""

    def __init__(self, root: Any, faults: Faults) -> None:
        self._by_id: dict[str, Any] = {}
        self._faults = faults
        for node in root.iter():
            identifier = node.get("id")
            if identifier is None or not str(node.tag).startswith(BPMN):
                continue
            if identifier in self._by_id:
                faults.add("duplicate-id", identifier, zh("标识 {id} 重复。", id=identifier), node.sourceline)
            else:
                self._by_id[identifier] = node

    def get(self, reference: str | None) -> Any:
        """Return the node that an id or a qualified name points to, or None."""
        if not reference:
            return None
        reference = reference.strip()
        return self._by_id.get(reference, self._by_id.get(reference.rpartition(":")[2]))

    def named(self, node: Any, attribute: str, owner: str) -> str | None:
        """Return the name (or code) of what ``attribute`` points to; a pointer to nothing is a fault."""
        reference = node.get(attribute)
        if not reference:
            return None
        target = self.get(reference)
        if target is None:
            self._faults.add(
                "dangling-reference",
                owner,
                zh("{attribute} 指向的 {target} 不存在。", attribute=attribute, target=reference),
                node.sourceline,
            )
            return str(reference)
        code = target.get("errorCode") or target.get("escalationCode")
        return str(code or target.get("name") or target.get("id"))

    def event(self, node: Any, owner: str) -> Event:
        """Read what an event node waits for or throws."""
        definitions = list(self._definitions(node, owner))
        if not definitions:
            return Event()
        if len(definitions) > 1:
            return Event("multiple")
        definition = definitions[0]
        kind = local(definition).removesuffix(EVENT_SUFFIX)
        if kind == "timer":
            return Event(kind, timer=self._timer(definition, owner))
        if kind == "link":
            return Event(kind, definition.get("name") or node.get("name"))
        if kind in ("message", "signal", "error", "escalation"):
            name = self.named(definition, f"{kind}Ref", owner)
            if name is None and kind in ("message", "signal"):
                name = node.get("name") or owner
            return Event(kind, name)
        return Event("compensation" if kind == "compensate" else kind)

    def _definitions(self, node: Any, owner: str) -> Iterator[Any]:
        for child in node:
            if not str(child.tag).startswith(BPMN):
                continue
            if local(child) == "eventDefinitionRef":
                target = self.get(child.text)
                if target is None:
                    self._faults.add(
                        "dangling-reference",
                        owner,
                        zh("eventDefinitionRef 指向的 {target} 不存在。", target=(child.text or "").strip()),
                        child.sourceline,
                    )
                else:
                    yield target
            elif local(child).endswith(EVENT_SUFFIX):
                yield child

    def _timer(self, definition: Any, owner: str) -> tuple[str, str] | None:
        for kind in ("Date", "Duration", "Cycle"):
            text = texts(definition, f"time{kind}")
            if text:
                return kind.lower(), text
        self._faults.add("timer-without-time", owner, zh("定时事件没有写明时间。"), definition.sourceline)
        return None
