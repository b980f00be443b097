"""The expression language of conditions, timers and multi-instance activities; see docs/expressions.md."""

from __future__ import annotations

from engine.bpmn.expressions.durations import Duration, parse_duration
from engine.bpmn.expressions.errors import ExpressionError
from engine.bpmn.expressions.expression import Expression, compile_expression
from engine.bpmn.expressions.functions import FUNCTIONS
from engine.bpmn.expressions.timers import Schedule, Timer, compile_timer

__all__ = [
    "FUNCTIONS",
    "Duration",
    "Expression",
    "ExpressionError",
    "Schedule",
    "Timer",
    "compile_expression",
    "compile_timer",
    "parse_duration",
]
