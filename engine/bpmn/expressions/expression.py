"""Compile an expression once, evaluate it as often as wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.expressions.errors import ExpressionError
from engine.bpmn.expressions.nodes import Node
from engine.bpmn.expressions.parser import Parser
from engine.bpmn.expressions.tokens import LONGEST_TEXT
from engine.bpmn.expressions.values import Reading, outside, truth
from engine.text import zh


@dataclass(frozen=True)
class Expression:
    """A compiled expression.

    ``names`` are the dotted names that it reads (``{"review.result", "amount"}``); ``asked`` are those of
    them that it asks ``given()`` about, so that it may be evaluated before they have a value.
    """

    text: str
    names: frozenset[str]
    asked: frozenset[str]
    node: Node

    def evaluate(self, view: Mapping[str, object]) -> object:
        """Return null, a truth value, number, text, date, list or record; raise ExpressionError."""
        return outside(self.node.evaluate(Reading(view)))

    def test(self, view: Mapping[str, object]) -> bool:
        """Return whether the condition holds; raise ExpressionError if it is anything but true or false."""
        return truth(self.node.evaluate(Reading(view)))


def compile_expression(text: str) -> Expression:
    """Return the compiled expression; raise ExpressionError if the text is not one."""
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(zh("表达式超过 {limit} 个字符", limit=LONGEST_TEXT))
    body = unwrap(text)
    if not body:
        raise ExpressionError(zh("表达式是空的"))
    parser = Parser(body)
    node = parser.parse()
    return Expression(
        text=text,
        names=frozenset(name.dotted for name in parser.names),
        asked=frozenset(name.dotted for name in parser.asked),
        node=node,
    )


def unwrap(text: str) -> str:
    """Return the text without the ``${…}``, ``#{…}`` or leading ``=`` that other modellers write."""
    body = text.strip()
    if body.startswith(("${", "#{")) and body.endswith("}"):
        return body[2:-1].strip()
    if body.startswith("=") and not body.startswith("=="):
        return body[1:].strip()
    return body
