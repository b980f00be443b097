"""Make a process plain before it is compiled: links become sequence flows.

Most of what other engines must have rewritten needs nothing here: flows without an id get one when the file
is read, any id may be used, event definitions given by reference are resolved, several flows out of a task
split, several flows into one merge, a path without an end event ends, a scope without a start event begins at
every node that nothing leads to.
"""

from __future__ import annotations

from dataclasses import replace

from engine.bpmn.model import BpmnError, Flow, Process
from engine.text import zh


def rewrite(process: Process) -> Process:
    """Return the process with a flow from each throwing link event to the catching one of the same name.

    :raises BpmnError: no or more than one catching link event of that name in the scope.
    """
    throwing = [
        element
        for element in process.elements.values()
        if element.type == "intermediateThrowEvent" and element.event and element.event.kind == "link"
    ]
    if not throwing:
        return process
    flows = dict(process.flows)
    for element in throwing:
        assert element.event is not None
        targets = [
            other
            for other in process.inside(element.scope)
            if other.type == "intermediateCatchEvent" and other.event == element.event
        ]
        if len(targets) != 1:
            text = zh("链接“{name}”要有且只有一个接收端。", name=element.event.name or "")
            raise BpmnError(text, element.id, element.line)
        identifier = f"link_{element.id}"
        while identifier in flows or identifier in process.elements:
            identifier += "_"
        flows[identifier] = Flow(identifier, element.id, targets[0].id, scope=element.scope)
    return replace(process, flows=flows)
