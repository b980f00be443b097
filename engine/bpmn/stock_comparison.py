"""SpiffWorkflow as it comes, with its own parser, script engine and serializer: what the benchmark compares with.

Nothing that runs cases uses it. What it gets wrong, and why the engine does without it, is told in
docs/decisions/0002-spiffworkflow-behind-engine-bpmn.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from engine.bpmn.spiff import BpmnWorkflow, Task, TaskState


class StockProcess:
    """A process that was parsed once; every call loads a saved state, moves it and saves it again."""

    def __init__(self, xml: bytes, process_id: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(xml)
        self._spec = parser.get_spec(process_id)
        self._parts = parser.get_subprocess_specs(process_id)
        self._serializer = BpmnWorkflowSerializer()

    def start(self) -> tuple[str, dict[str, str]]:
        """Begin an instance; return its state and the open tasks, id to element."""
        return self._saved(BpmnWorkflow(self._spec, self._parts))

    def complete(self, state: str, task_id: str, answer: Mapping[str, Any]) -> tuple[str, dict[str, str], bool]:
        """Answer an open task; return the new state, the tasks open now, and whether the instance is over."""
        workflow = self._serializer.deserialize_json(state)
        task = next(one for one in _ready(workflow) if str(one.id) == task_id)
        task.data[task.task_spec.name] = dict(answer)
        task.run()
        saved, open_tasks = self._saved(workflow)
        return saved, open_tasks, workflow.is_completed()

    def _saved(self, workflow: BpmnWorkflow) -> tuple[str, dict[str, str]]:
        workflow.do_engine_steps()
        open_tasks = {str(task.id): task.task_spec.name for task in _ready(workflow)}
        return self._serializer.serialize_json(workflow), open_tasks


def _ready(workflow: BpmnWorkflow) -> list[Task]:
    found: list[Task] = workflow.get_tasks(state=TaskState.READY, manual=True)
    return found
