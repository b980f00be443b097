"""The syntax tree of an expression; each node knows how to evaluate itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Protocol

from engine.bpmn.expressions.errors import ExpressionError
from engine.bpmn.expressions.values import (
    EXACT,
    LONGEST_LIST,
    Reading,
    Value,
    bounded_text,
    equal,
    field_of,
    kind_of,
    number,
    plain,
    smaller,
    truth,
)
from engine.text import zh


class Node(Protocol):
    """A part of an expression."""

    def evaluate(self, reading: Reading) -> Value:
        """Return the value of this part, or raise ExpressionError."""
        ...


@dataclass(frozen=True)
class Constant:
    """A number, a text, true, false or null."""

    value: bool | Decimal | str | None

    def evaluate(self, reading: Reading) -> Value:
        return self.value


@dataclass(frozen=True)
class Name:
    """A name with its fields: ``review.result`` is ``("review", "result")``."""

    parts: tuple[str, ...]

    @property
    def dotted(self) -> str:
        return ".".join(self.parts)

    def evaluate(self, reading: Reading) -> Value:
        head, *fields = self.parts
        try:
            found = reading.view[head]
        except KeyError:
            raise ExpressionError(zh("名称“{name}”没有值", name=head)) from None
        value = plain(found, reading)
        for at, field in enumerate(fields, start=2):
            value = field_of(value, field, ".".join(self.parts[:at]), reading)
        return value


@dataclass(frozen=True)
class Given:
    """``given(name)``: whether the name has a value other than null."""

    name: Name

    def evaluate(self, reading: Reading) -> Value:
        try:
            return self.name.evaluate(reading) is not None
        except ExpressionError:
            return False


@dataclass(frozen=True)
class Items:
    """A list written out."""

    items: tuple[Node, ...]

    def evaluate(self, reading: Reading) -> Value:
        return [item.evaluate(reading) for item in self.items]


@dataclass(frozen=True)
class Not:
    """``not operand``."""

    operand: Node

    def evaluate(self, reading: Reading) -> Value:
        return not truth(self.operand.evaluate(reading))


@dataclass(frozen=True)
class Junction:
    """``and`` or ``or`` over two or more operands; what need not be known is not read."""

    word: str
    operands: tuple[Node, ...]

    def evaluate(self, reading: Reading) -> Value:
        decided_by = self.word == "or"
        return any(truth(operand.evaluate(reading)) is decided_by for operand in self.operands) is decided_by


@dataclass(frozen=True)
class Comparison:
    """A chain of comparisons; ``1 < x < 5`` holds when each neighbouring pair does."""

    first: Node
    rest: tuple[tuple[str, Node], ...]

    def evaluate(self, reading: Reading) -> Value:
        left = self.first.evaluate(reading)
        for sign, node in self.rest:
            right = node.evaluate(reading)
            if not _holds(left, sign, right, reading):
                return False
            left = right
        return True


def _holds(left: Value, sign: str, right: Value, reading: Reading) -> bool:
    if sign in ("==", "!="):
        return equal(left, right, reading) is (sign == "==")
    if sign in ("in", "not in"):
        return member(left, right, reading) is (sign == "in")
    if sign in ("<", ">="):
        return smaller(left, right) is (sign == "<")
    return smaller(right, left) is (sign == ">")


def member(item: Value, whole: Value, reading: Reading) -> bool:
    """Return whether a list holds the item, or a text the part."""
    if isinstance(whole, list):
        return any(equal(item, other, reading) for other in whole)
    if isinstance(whole, str) and isinstance(item, str):
        return item in whole
    raise ExpressionError(zh("不能在{kind}里查找{item}", kind=kind_of(whole), item=kind_of(item)))


@dataclass(frozen=True)
class Negative:
    """``-operand``."""

    operand: Node

    def evaluate(self, reading: Reading) -> Value:
        value = self.operand.evaluate(reading)
        if isinstance(value, Decimal):
            return number(-value)
        raise ExpressionError(zh("负号后面需要数值，得到的是{kind}", kind=kind_of(value)))


@dataclass(frozen=True)
class Arithmetic:
    """``left sign right`` on two numbers; ``+`` also joins two texts or two lists."""

    left: Node
    sign: str
    right: Node

    def evaluate(self, reading: Reading) -> Value:
        left, right = self.left.evaluate(reading), self.right.evaluate(reading)
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return self._number(left, right)
        if self.sign == "+" and isinstance(left, str) and isinstance(right, str):
            return bounded_text(left + right)
        if self.sign == "+" and isinstance(left, list) and isinstance(right, list):
            reading.spend(len(left) + len(right))
            if len(left) + len(right) > LONGEST_LIST:
                raise ExpressionError(zh("列表太长或嵌套太深"))
            return left + right
        raise ExpressionError(
            zh("{left}与{right}不能做运算 {sign}", left=kind_of(left), right=kind_of(right), sign=self.sign)
        )

    def _number(self, left: Decimal, right: Decimal) -> Decimal:
        if self.sign in "/%" and right == 0:
            raise ExpressionError(zh("不能除以零"))
        try:
            return number(_OPERATIONS[self.sign](left, right))
        except DecimalException:
            raise ExpressionError(zh("数值超过一千万亿")) from None


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    rest = EXACT.remainder(left, right)
    return rest if rest == 0 or (rest < 0) == (right < 0) else EXACT.add(rest, right)


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
    "%": _remainder,
}


@dataclass(frozen=True)
class Call:
    """A call of one of the language's own functions."""

    function: Callable[..., Value]
    name: str
    arguments: tuple[Node, ...]

    def evaluate(self, reading: Reading) -> Value:
        return self.function(reading, *(argument.evaluate(reading) for argument in self.arguments))
