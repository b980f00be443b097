"""Which conditions cannot hold together, as far as their form shows; everything else about data is ignored."""

from __future__ import annotations

from engine.bpmn.expressions import ExpressionError, compile_expression
from engine.bpmn.expressions.nodes import Comparison, Constant, Node, Not

_OPPOSITE = {("==", "!="), ("!=", "=="), ("<", ">="), (">=", "<"), (">", "<="), ("<=", ">")}


def exclude(one: str | None, other: str | None) -> bool:
    """Return whether two conditions are each other's opposite, or want one name to be two different constants."""
    if one is None or other is None:
        return False
    try:
        left, right = compile_expression(one).node, compile_expression(other).node
    except ExpressionError:
        return False
    return opposed(left, right)


def opposed(left: Node, right: Node) -> bool:
    """Return whether two compiled conditions exclude each other, as ``exclude`` does for texts."""
    return left == Not(right) or right == Not(left) or _compared(left, right)


def _compared(left: Node, right: Node) -> bool:
    if not isinstance(left, Comparison) or not isinstance(right, Comparison):
        return False
    if len(left.rest) != 1 or len(right.rest) != 1 or left.first != right.first:
        return False
    (sign, value), (other_sign, other_value) = left.rest[0], right.rest[0]
    if (sign, other_sign) in _OPPOSITE:
        return value == other_value
    constants = isinstance(value, Constant) and isinstance(other_value, Constant)
    return sign == other_sign == "==" and constants and value != other_value
