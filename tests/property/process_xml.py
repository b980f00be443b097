"""Block trees as BPMN XML."""

from __future__ import annotations

import random
from collections.abc import Sequence as Row
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from process_blocks import (
    Block,
    Catch,
    Choice,
    Guard,
    Many,
    Parallel,
    Race,
    Repeat,
    Scope,
    Sequence,
    Task,
    Test,
)

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


class Loose(NamedTuple):
    """The start of a flow whose target is still to come."""

    source: str
    test: Test | None = None
    default: bool = False


class Drawing:
    """Draws one process; ``style`` picks among spellings that mean the same."""

    def __init__(self, style: random.Random) -> None:
        self.style = style
        self.merged = style.random() < 0.75  # exclusive gateways where flows merge, or straight into the task
        self.shuffled = style.random() < 0.3
        self.bare = style.random() < 0.2  # no ids of flows, and no start or end event where BPMN needs none
        self.messages: dict[str, str] = {}
        self.flows = 0

    def document(self, process: Block) -> str:
        content = self.level("process", process)
        messages = "".join(
            f"<message id={quoteattr(id)} name={quoteattr(name)}/>\n" for name, id in self.messages.items()
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{BPMN}" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">\n'
            f'{messages}<process id="process" isExecutable="true">\n{content}</process>\n</definitions>\n'
        )

    def level(self, name: str, body: Block) -> str:
        """Return the elements of one process or sub-process, with its start and end."""
        level = Level(self)
        loose = []
        if not self.bare or _first(body) is None:
            level.add(f'<startEvent id="{name}_start"/>')
            loose = [Loose(f"{name}_start")]
        level.end(level.draw(body, loose), f"{name}_end")
        return level.text()


class Level:
    """The elements and flows of one scope; ``draw`` takes loose flows in and gives loose flows out."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.elements: list[str] = []
        self.flows: list[str] = []
        self.defaults: dict[str, str] = {}

    def text(self) -> str:
        elements, flows = list(self.elements), list(self.flows)
        if self.drawing.shuffled:
            self.drawing.style.shuffle(elements)
        for gateway, flow in self.defaults.items():
            elements = [e.replace(f'id="{gateway}"', f'id="{gateway}" default="{flow}"', 1) for e in elements]
        return "".join(f"{line}\n" for line in [*elements, *flows])

    def add(self, element: str) -> None:
        self.elements.append(element)

    def flow(self, loose: Loose, target: str) -> None:
        self.drawing.flows += 1
        id = f"flow{self.drawing.flows}"
        if loose.default:
            self.defaults[loose.source] = id
        ends = f'sourceRef="{loose.source}" targetRef="{target}"'
        if loose.default or not self.drawing.bare:
            ends = f'id="{id}" {ends}'
        # The expressions have no signs that XML knows, but that is not for this place to assume.
        test = f"<conditionExpression>{escape(str(loose.test))}</conditionExpression>" if loose.test else ""
        self.flows.append(f"<sequenceFlow {ends}>{test}</sequenceFlow>")

    def into(self, loose: Row[Loose], target: str, *, activity: bool = False) -> None:
        """Lead the loose flows to the target, through an exclusive merge where it is no merge itself."""
        if len(loose) > 1 and (self.drawing.merged or not activity):
            merge = f"merge_{target}"
            self.add(f'<exclusiveGateway id="{merge}"/>')
            for one in loose:
                self.flow(one, merge)
            loose = [Loose(merge)]
        for one in loose:
            self.flow(one, target)

    def end(self, loose: Row[Loose], id: str) -> None:
        implicit = self.drawing.bare and not any(one.test or one.default for one in loose)
        if loose and not implicit:
            self.add(f'<endEvent id="{id}"/>')
            self.into(loose, id, activity=True)

    def draw(self, block: Block, loose: Row[Loose]) -> list[Loose]:
        match block:
            case Task() | Scope():
                return self.activity(block, loose)
            case Catch():
                return self.catch(block, loose)
            case Sequence(parts):
                out = list(loose)
                for part in parts:
                    out = self.draw(part, out)
                return out
            case Choice(id, inclusive, arms):
                kind = "inclusiveGateway" if inclusive else "exclusiveGateway"
                self.gateway(kind, id, loose)
                out = []
                for test, arm in arms:
                    out += self.draw(arm, [Loose(id, test, test is None)])
                return self.join(kind, f"{id}_join", out) if inclusive or self.drawing.merged else out
            case Parallel(id, arms):
                self.gateway("parallelGateway", id, loose)
                out = []
                for part in arms:
                    out += self.draw_arm(part, Loose(id), f"{id}_join")
                return self.join("parallelGateway", f"{id}_join", out)
            case Repeat(id, body, again):
                head = None if self.drawing.merged else _first(body)
                if head is None:
                    head = id
                    self.add(f'<exclusiveGateway id="{id}"/>')
                    for one in loose:
                        self.flow(one, id)
                    loose = [Loose(id)]
                out = self.draw(body, loose)
                self.add(f'<exclusiveGateway id="{id}_again"/>')
                for one in out:
                    self.flow(one, f"{id}_again")
                self.flow(Loose(f"{id}_again", again), head)
                return [Loose(f"{id}_again", default=True)]
            case Race(id, races):
                self.gateway("eventBasedGateway", id, loose)
                out = []
                for event, arm in races:
                    out += self.draw(arm, self.catch(event, [Loose(id)]))
                return out
        raise AssertionError(block)

    def draw_arm(self, arm: Block, loose: Loose, join: str) -> list[Loose]:
        """Draw an arm of a parallel block so that it has one flow into the join, which counts its flows."""
        out = self.draw(arm, [loose])
        if len(out) < 2:
            return out
        merge = f"{join}_merge{len(self.elements)}"
        self.add(f'<exclusiveGateway id="{merge}"/>')
        for one in out:
            self.flow(one, merge)
        return [Loose(merge)]

    def gateway(self, kind: str, id: str, loose: Row[Loose]) -> None:
        self.add(f'<{kind} id="{id}"/>')
        # An exclusive split may merge as well; the other kinds would wait for all.
        if kind == "exclusiveGateway":
            for one in loose:
                self.flow(one, id)
        else:
            self.into(loose, id)

    def join(self, kind: str, id: str, loose: Row[Loose]) -> list[Loose]:
        if not loose:
            return []
        self.add(f'<{kind} id="{id}"/>')
        for one in loose:
            self.flow(one, id)
        return [Loose(id)]

    def activity(self, block: Task | Scope, loose: Row[Loose]) -> list[Loose]:
        self.into(loose, block.id, activity=True)
        many = _many(block)
        if isinstance(block, Task):
            self.add(f'<userTask id="{block.id}">{many}</userTask>')
        else:
            self.add(f'<subProcess id="{block.id}">{many}\n{self.drawing.level(block.id, block.body)}</subProcess>')
        out = [Loose(block.id)]
        for guard in block.guards:
            cancel = ' cancelActivity="true"' if guard.interrupting else ' cancelActivity="false"'
            attributes = f'id="{guard.id}" attachedToRef="{block.id}"{cancel}'
            self.add(f"<boundaryEvent {attributes}>{self.event(guard)}</boundaryEvent>")
            path = self.draw(guard.path, [Loose(guard.id)])
            if guard.leaves:
                self.end(path, f"{guard.id}_end")
            else:
                out += path
        return out

    def catch(self, block: Catch, loose: Row[Loose]) -> list[Loose]:
        self.into(loose, block.id)
        self.add(f'<intermediateCatchEvent id="{block.id}">{self.event(block)}</intermediateCatchEvent>')
        return [Loose(block.id)]

    def event(self, event: Guard | Catch) -> str:
        if event.kind == "message":
            id = self.drawing.messages.setdefault(event.message, f"id_{event.message}")
            return f'<messageEventDefinition messageRef="{id}"/>'
        times = event.times if isinstance(event, Guard) else 1
        if times == 1:
            time = f"<timeDuration>PT{event.minutes}M</timeDuration>"
        else:
            time = f"<timeCycle>R{times}/PT{event.minutes}M</timeCycle>"
        return f"<timerEventDefinition>{time}</timerEventDefinition>"


def _first(block: Block) -> str | None:
    """Return the activity that every token of the block enters first, if there is one."""
    match block:
        case Task(id) | Scope(id):
            return id
        case Sequence(parts) if parts:
            return _first(parts[0])
    return None


def _many(block: Task | Scope) -> str:
    many: Many | None = block.many
    if many is None:
        return ""
    count = str(many.count) if many.counted_by is None else f"{many.counted_by}.n"
    stop = f"<completionCondition>'a' in {block.id}.go</completionCondition>" if many.stop else ""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(many.sequential).lower()}">'
        f"<loopCardinality>{count}</loopCardinality>{stop}</multiInstanceLoopCharacteristics>"
    )


def draw(process: Block, seed: str = "") -> str:
    """Return the process as BPMN XML; the seed picks the spelling, never the meaning."""
    return Drawing(random.Random(f"style {seed}")).document(process)
