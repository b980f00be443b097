"""The one place where SpiffWorkflow comes in, pinned to the version whose inner workings were read.

What is used: process and task specifications, the task tree with its states, workflows and sub-workflows.
What is not: the XML parser (drops what it does not know), the script engine (``eval`` and ``exec``), timers
(they read the machine's clock), look-ahead, joins, multi-instance and the serializer.
"""

from __future__ import annotations

import logging
from importlib.metadata import version

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

EXPECTED = "3.2.0"

if version("SpiffWorkflow") != EXPECTED:  # pragma: no cover - a broken installation
    raise ImportError(f"SpiffWorkflow {EXPECTED} is required, {version('SpiffWorkflow')} is installed")

# SpiffWorkflow builds log records with all task data when its loggers are open.
for name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data"):
    logging.getLogger(name).setLevel(logging.WARNING)

__all__ = [
    "BpmnProcessSpec",
    "BpmnSpecMixin",
    "BpmnSubWorkflow",
    "BpmnWorkflow",
    "Task",
    "TaskState",
    "WorkflowSpec",
]
