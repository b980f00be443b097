"""The nodes of one process or sub-process as a SpiffWorkflow specification."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.events import Boundary
from engine.bpmn.nodes import Node
from engine.bpmn.spiff import BpmnProcessSpec, BpmnSpecMixin, WorkflowSpec


class ScopeSpec(BpmnProcessSpec):  # type: ignore[misc]
    """The nodes of a process or sub-process; ``renames`` maps a called file's ids to those used here."""

    def __init__(self, name: str, renames: Mapping[str, str]) -> None:
        # Not the stock constructor: its own nodes "Start" and "End" collide with ids that people use.
        WorkflowSpec.__init__(self, name=name)
        self.start = BpmnSpecMixin(self, "(root)")
        self.data_objects: dict[str, object] = {}
        self.renames = renames
        self.starts: tuple[Node, ...] = ()
        self._sources: dict[str, list[tuple[str, Node]]] = {}

    def node(self, name: str) -> Node | None:
        """Return a node by its id."""
        found = self.task_specs.get(name)
        return found if isinstance(found, Node) else None

    def add_flow(self, flow: str, source: Node, target: Node) -> None:
        """Write down where a flow comes from."""
        self._sources.setdefault(target.name, []).append((flow, source))

    def sources_of(self, node: Node) -> list[tuple[str, Node]]:
        """Return the incoming flows of a node with their sources."""
        return self._sources.get(node.name, [])

    def before(self, node: Node) -> list[Node]:
        """Return the nodes from which a token can come to a node in one move."""
        found = [source for _, source in self.sources_of(node)]
        if isinstance(node, Boundary):
            host = self.node(node.element.attached_to or "")
            if host is not None:
                found.append(host)
        return found
