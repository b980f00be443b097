"""Random flow graphs without any structure: jumps into and out of blocks, joins of any kind; flat, tasks and gateways.

They may be unsound. BPMN says what happens all the same: tokens pile up, or a join waits for ever.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

KINDS = {"one": "exclusiveGateway", "all": "parallelGateway", "any": "inclusiveGateway"}


@dataclass(frozen=True)
class Flow:
    """A sequence flow; at a split it is taken if ``choice.<id>`` is y, the default if no other is."""

    id: str
    source: str
    target: str
    default: bool = False


@dataclass
class Graph:
    """Nodes by id to their kind (start, end, task, one, all, any), and flows in their order."""

    nodes: dict[str, str] = field(default_factory=lambda: {"start": "start", "end": "end"})
    flows: list[Flow] = field(default_factory=lambda: [Flow("f0", "start", "end")])

    def outgoing(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node]

    def incoming(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node]

    def xml(self) -> str:
        """Return it as BPMN."""
        lines = []
        for node, kind in self.nodes.items():
            out = self.outgoing(node)
            default = next((f' default="{flow.id}"' for flow in out if flow.default), "")
            name = {"start": "startEvent", "end": "endEvent", "task": "userTask"}.get(kind) or KINDS[kind]
            lines.append(f'<{name} id="{node}"{default}/>')
        for flow in self.flows:
            tested = self.nodes[flow.source] in ("one", "any") and len(self.outgoing(flow.source)) > 1
            test = f"<conditionExpression>choice.{flow.id} == 'y'</conditionExpression>"
            lines.append(
                f'<sequenceFlow id="{flow.id}" sourceRef="{flow.source}" targetRef="{flow.target}">'
                f"{test if tested and not flow.default else ''}</sequenceFlow>"
            )
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">'
            f'<process id="process" isExecutable="true">{"".join(lines)}</process></definitions>'
        )

    def spins(self) -> bool:
        """Tell whether some cycle has no task in it."""
        open_nodes = {node: 0 for node, kind in self.nodes.items() if kind != "task"}
        for flow in self.flows:
            if flow.source in open_nodes and flow.target in open_nodes:
                open_nodes[flow.target] += 1
        free = [node for node, number in open_nodes.items() if not number]
        while free:
            node = free.pop()
            del open_nodes[node]
            for flow in self.outgoing(node):
                if flow.target in open_nodes:
                    open_nodes[flow.target] -= 1
                    if not open_nodes[flow.target]:
                        free.append(flow.target)
        return bool(open_nodes)


class GraphMaker:
    """Grows a graph from one flow by putting tasks, blocks and jumps on its flows."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"graph {seed}")
        self.graph = Graph()

    def make(self) -> Graph:
        """Return a graph each of whose cycles has a task in it."""
        while True:
            self.graph = Graph()
            self.task(self.flow())
            for _ in range(self.random.randint(3, 9)):
                self.random.choices([self.on_flow, self.block, self.jump], [2, 4, 4])[0]()
            if not self.graph.spins():
                return self.graph

    def on_flow(self) -> None:
        self.task(self.flow())

    def block(self) -> None:
        """Split and join, of one kind mostly."""
        kind = self.random.choice(["all", "any", "any", "one"])
        other = kind if self.random.random() < 0.85 else self.random.choice(list(KINDS))
        flow = self.flow()
        first, rest = self.cut(flow, kind)
        last, rest = self.cut(rest, other)
        self.task(self.graph.outgoing(first)[0])
        for _ in range(self.random.randint(1, 2)):
            self.task(self.link(first, last))
        self.defaults(first)

    def jump(self) -> None:
        """Lead from one flow to another, wherever they are."""
        kinds = self.random.choices(["one", "any", "all"], [8, 2, 1], k=2)
        source, _ = self.cut(self.flow(), kinds[0])
        target, _ = self.cut(self.flow(), kinds[1])
        if source != target:
            self.link(source, target)
            self.defaults(source)

    def flow(self) -> Flow:
        return self.random.choice(self.graph.flows)

    def cut(self, flow: Flow, kind: str) -> tuple[str, Flow]:
        """Put a node into a flow; return the node and the second half of the flow."""
        node = f"{kind}{len(self.graph.nodes)}"
        self.graph.nodes[node] = kind
        self.graph.flows[self.graph.flows.index(flow)] = replace(flow, target=node)
        self.link(node, flow.target)
        return node, self.graph.flows[-1]

    def task(self, flow: Flow) -> None:
        self.cut(flow, "task")

    def link(self, source: str, target: str) -> Flow:
        flow = Flow(f"f{len(self.graph.flows)}", source, target)
        self.graph.flows.append(flow)
        return flow

    def defaults(self, node: str) -> None:
        """Let one flow of a split be its default."""
        if self.graph.nodes[node] == "all":
            return
        chosen = self.random.choice(self.graph.outgoing(node)).id
        for place, flow in enumerate(self.graph.flows):
            if flow.source == node:
                self.graph.flows[place] = replace(flow, default=flow.id == chosen)


State = frozenset[tuple[str, int]]  # tokens by place: a flow's id (before a join) or a task


class GraphOracle:
    """Plays the tokens of a graph; BPMN 2.0.2, 13.4.1 to 13.4.3."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.flow = {flow.id: flow for flow in graph.flows}
        self.out = {node: graph.outgoing(node) for node in graph.nodes}
        self.into = {node: graph.incoming(node) for node in graph.nodes}

    def start(self, choice: Mapping[str, str]) -> set[State]:
        return self.settle(Counter(flow.id for flow in self.out["start"]), choice)

    def complete(self, state: State, task: str, choice: Mapping[str, str]) -> set[State]:
        tokens = Counter(dict(state))
        tokens[task] -= 1
        tokens.update(flow.id for flow in self.out[task])
        return self.settle(tokens, choice)

    def settle(self, tokens: Counter[str], choice: Mapping[str, str]) -> set[State]:
        """Return every state in which only tasks and joins hold tokens; joins of any kind wait till all else rests."""
        tokens = self.run(tokens, choice)
        ready = [node for node, kind in self.graph.nodes.items() if kind == "any" and self.may_fire(node, tokens)]
        if not ready:
            return {frozenset((place, number) for place, number in tokens.items() if number)}
        found: set[State] = set()
        for node in ready:
            after = tokens.copy()
            after.subtract(flow.id for flow in self.into[node] if tokens[flow.id])
            after.update(flow.id for flow in self.chosen(node, choice))
            found |= self.settle(after, choice)
        return found

    def run(self, tokens: Counter[str], choice: Mapping[str, str]) -> Counter[str]:
        tokens = tokens.copy()
        moved = True
        while moved:
            moved = False
            for node, kind in self.graph.nodes.items():
                arrived = [flow.id for flow in self.into[node] if tokens[flow.id] > 0]
                if kind == "all":
                    arrived = arrived if arrived and len(arrived) == len(self.into[node]) else []
                elif kind == "any" or not arrived:
                    continue
                else:
                    arrived = arrived[:1]
                if arrived:
                    tokens.subtract(arrived)
                    tokens.update([node] if kind == "task" else [flow.id for flow in self.chosen(node, choice)])
                    moved = True
        return tokens

    def chosen(self, node: str, choice: Mapping[str, str]) -> list[Flow]:
        kind, out = self.graph.nodes[node], self.out[node]
        if kind == "all" or len(out) < 2:
            return out
        true = [flow for flow in out if not flow.default and choice[flow.id] == "y"]
        true = true or [flow for flow in out if flow.default]
        return true[:1] if kind == "one" else true

    def may_fire(self, node: str, tokens: Counter[str]) -> bool:
        """Tell whether no token could still come on an empty flow without being able to come on a taken one."""
        taken = {flow.id for flow in self.into[node] if tokens[flow.id] > 0}
        empty = {flow.id for flow in self.into[node]} - taken
        if not taken:
            return False
        for place, number in tokens.items():
            if number > 0 and place not in taken:
                starts = [place] if place in self.flow else [flow.id for flow in self.out[place]]
                ends = self.reached(starts, node)
                if ends & empty and not ends & taken:
                    return False
        return True

    def reached(self, starts: list[str], node: str) -> set[str]:
        """Return the flows that end paths from ``starts`` which do not pass ``node``."""
        seen, todo = set(starts), list(starts)
        while todo:
            target = self.flow[todo.pop()].target
            if target != node:
                new = [flow.id for flow in self.out[target] if flow.id not in seen]
                seen.update(new)
                todo += new
        return seen
