"""Which branch of a join is which in another definition."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.nodes import Node


def flows_of_join(node: Node, new: Node, renames: Mapping[str, str]) -> dict[str, str] | None:
    """Return the incoming flow of ``new`` for each of ``node``; None where their branches are not the same.

    A branch is known by where it comes from, and by the id of its flow where two come from one element.
    """
    before = {flow: renames.get(source.name, source.name) for flow, source in node.scope.sources_of(node)}
    after = {flow: source.name for flow, source in new.scope.sources_of(new)}
    found: dict[str, str] = {}
    for flow, source in before.items():
        fitting = [one for one, origin in after.items() if origin == source]
        if flow in fitting:
            found[flow] = flow
        elif len(fitting) == 1:
            found[flow] = fitting[0]
        else:
            return None
    return found if len(set(found.values())) == len(before) == len(after) else None
