"""What a BPMN file says, as plain values; knows nothing of the engine that runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.text import Text

TASKS = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
    ]
)
SUB_PROCESSES = frozenset(("subProcess", "transaction", "adHocSubProcess"))
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
GATEWAYS = frozenset(["exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"])
EVENTS = frozenset(["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"])
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS


class BpmnError(ValueError):
    """A file cannot be read or compiled; ``text`` says why, ``element`` and ``line`` say where, if known."""

    def __init__(self, text: Text, element: str | None = None, line: int = 0) -> None:
        super().__init__(str(text))
        self.text = text
        self.element = element
        self.line = line


@dataclass(frozen=True)
class MultiInstance:
    """How often an activity is done (BPMN 13.3.7); all but ``sequential`` are expression texts or names."""

    sequential: bool = False
    cardinality: str | None = None
    collection: str | None = None
    item: str | None = None
    completion: str | None = None


@dataclass(frozen=True)
class StandardLoop:
    """A loop marker (BPMN 13.3.6): repeat while ``condition`` holds, at most ``maximum`` times."""

    condition: str | None = None
    maximum: int | None = None
    test_before: bool = False


@dataclass(frozen=True)
class Event:
    """What an event waits for or throws.

    ``kind`` is none, message, timer, signal, error, escalation, terminate, link, conditional, compensation,
    cancel or multiple. ``name`` is the message, signal or link name, or the error or escalation code; None
    on a catching error or escalation event means any. ``timer`` is ("date" | "duration" | "cycle", text).
    """

    kind: str = "none"
    name: str | None = None
    timer: tuple[str, str] | None = None


@dataclass(frozen=True)
class Element:
    """A flow node; ``type`` is its BPMN local name, ``scope`` the id of the sub-process it lies in."""

    id: str
    type: str
    name: str = ""
    scope: str | None = None
    lane: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    event: Event | None = None
    attached_to: str | None = None
    interrupting: bool = True
    multi_instance: MultiInstance | None = None
    loop: StandardLoop | None = None
    default: str | None = None
    called: str | None = None
    function: str | None = None
    triggered_by_event: bool = False
    documentation: str = ""
    line: int = 0

    @property
    def standard_loop(self) -> bool:
        return self.loop is not None


@dataclass(frozen=True)
class Flow:
    """A sequence flow; ``condition`` is the expression text, None if there is none."""

    id: str
    source: str
    target: str
    name: str = ""
    scope: str | None = None
    condition: str | None = None
    line: int = 0


@dataclass(frozen=True)
class Lane:
    """A lane; ``department`` and ``level`` come from its properties, ``parent`` is the lane it lies in."""

    id: str
    name: str = ""
    department: str | None = None
    level: str | None = None
    parent: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Process:
    """One process with the nodes and flows of its sub-processes, in document order."""

    id: str
    name: str = ""
    executable: bool = False
    elements: Mapping[str, Element] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    lanes: tuple[Lane, ...] = ()
    line: int = 0

    @cached_property
    def _outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        return _by(self.flows, "source")

    @cached_property
    def _incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        return _by(self.flows, "target")

    @cached_property
    def _boundary(self) -> Mapping[str, tuple[Element, ...]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.attached_to:
                found.setdefault(element.attached_to, []).append(element)
        return {key: tuple(events) for key, events in found.items()}

    @cached_property
    def _inside(self) -> Mapping[str | None, tuple[Element, ...]]:
        found: dict[str | None, list[Element]] = {}
        for element in self.elements.values():
            found.setdefault(element.scope, []).append(element)
        return {key: tuple(elements) for key, elements in found.items()}

    def outgoing(self, element: str) -> tuple[Flow, ...]:
        """Return the flows that leave ``element``, in the order in which their conditions are asked."""
        return self._outgoing.get(element, ())

    def incoming(self, element: str) -> tuple[Flow, ...]:
        """Return the flows that reach ``element``."""
        return self._incoming.get(element, ())

    def boundary(self, element: str) -> tuple[Element, ...]:
        """Return the boundary events of an activity."""
        return self._boundary.get(element, ())

    def inside(self, scope: str | None) -> tuple[Element, ...]:
        """Return the nodes directly in a sub-process, or in the process itself for None."""
        return self._inside.get(scope, ())

    def lane(self, lane_id: str | None) -> Lane | None:
        """Return a lane by its id."""
        return next((lane for lane in self.lanes if lane.id == lane_id), None)


def _by(flows: Mapping[str, Flow], end: str) -> dict[str, tuple[Flow, ...]]:
    found: dict[str, list[Flow]] = {}
    for flow in flows.values():
        found.setdefault(getattr(flow, end), []).append(flow)
    return {key: tuple(value) for key, value in found.items()}


@dataclass(frozen=True)
class Pool:
    """A participant; ``process`` is None for a black box."""

    id: str
    name: str = ""
    process: str | None = None


@dataclass(frozen=True)
class Link:
    """A message flow or an association between two things of the drawing."""

    id: str
    source: str
    target: str
    name: str = ""


@dataclass(frozen=True)
class Annotation:
    """A note on the drawing."""

    id: str
    text: str = ""


@dataclass(frozen=True)
class Bounds:
    """Where a shape was drawn, in the units of the file."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Fault:
    """Something wrong with the file that its model cannot show; ``process`` is "" for the file as a whole."""

    rule: str
    element: str
    text: Text
    line: int = 0
    process: str = ""


@dataclass(frozen=True)
class Model:
    """A BPMN file; ``main`` is the process that runs, ``digest`` the SHA-256 of the bytes that were read."""

    processes: tuple[Process, ...]
    main: Process
    pools: tuple[Pool, ...] = ()
    message_flows: tuple[Link, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    associations: tuple[Link, ...] = ()
    shapes: Mapping[str, Bounds] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    file: str = ""
    digest: str = ""

    def process(self, process_id: str) -> Process | None:
        """Return a process of the file by its id."""
        return next((process for process in self.processes if process.id == process_id), None)

    @cached_property
    def calls(self) -> frozenset[str]:
        """The ids of the processes that any process of the file calls."""
        elements = (element for process in self.processes for element in process.elements.values())
        return frozenset(element.called for element in elements if element.called)
