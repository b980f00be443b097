"""Build the syntax tree of an expression by recursive descent; the grammar is in docs/expressions.md."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.bpmn.expressions.errors import ExpressionError
from engine.bpmn.expressions.functions import FUNCTIONS
from engine.bpmn.expressions.nodes import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Given,
    Items,
    Junction,
    Name,
    Negative,
    Node,
    Not,
)
from engine.bpmn.expressions.tokens import Token, tokenize
from engine.bpmn.expressions.values import number
from engine.text import zh

DEEPEST_NESTING = 30
MOST_NODES = 200

CONSTANTS = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "None": None,
}
WORDS = frozenset({"and", "or", "not", "in"})
_COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")


class Parser:
    """Read one expression; ``names`` collects what it reads, ``asked`` what only ``given`` asks about."""

    def __init__(self, text: str) -> None:
        self._tokens = tokenize(text)
        self._at = 0
        self._depth = 0
        self._nodes = 0
        self.names: set[Name] = set()
        self.asked: set[Name] = set()

    def parse(self) -> Node:
        """Return the tree of the whole text."""
        node = self._disjunction()
        if self._now.kind != "end":
            raise self._unexpected()
        return node

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *texts: str) -> bool:
        return self._now.kind in ("sign", "word") and self._now.text in texts

    def _take(self) -> Token:
        token = self._now
        self._at += 1
        return token

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise self._unexpected()
        self._take()

    def _unexpected(self) -> ExpressionError:
        if self._now.kind == "end":
            return ExpressionError(zh("表达式没有写完"))
        at, found = self._now.position, self._now.text[:40]
        return ExpressionError(zh("第 {at} 个字符处不应出现“{found}”", at=at, found=found))

    def _made(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise ExpressionError(zh("表达式太复杂，请拆开或改用函数"))
        return node

    def _nested(self, rule: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise ExpressionError(zh("括号或列表嵌套太深"))
        node = rule()
        self._depth -= 1
        return node

    def _disjunction(self) -> Node:
        return self._junction("or", lambda: self._junction("and", self._negation))

    def _junction(self, word: str, operand: Callable[[], Node]) -> Node:
        operands = [operand()]
        while self._is(word):
            self._take()
            operands.append(operand())
        return operands[0] if len(operands) == 1 else self._made(Junction(word, tuple(operands)))

    def _negation(self) -> Node:
        if self._is("not"):
            self._take()
            return self._made(Not(self._nested(self._negation)))
        return self._comparison()

    def _comparison(self) -> Node:
        first = self._sum()
        rest: list[tuple[str, Node]] = []
        while (sign := self._comparison_sign()) is not None:
            rest.append((sign, self._sum()))
        return self._made(Comparison(first, tuple(rest))) if rest else first

    def _comparison_sign(self) -> str | None:
        if self._is(*_COMPARISONS, "in"):
            return self._take().text
        if self._is("not"):
            self._take()
            self._expect("in")
            return "not in"
        return None

    def _sum(self) -> Node:
        node = self._product()
        while self._is("+", "-"):
            sign = self._take().text
            node = self._made(Arithmetic(node, sign, self._product()))
        return node

    def _product(self) -> Node:
        node = self._signed()
        while self._is("*", "/", "%"):
            sign = self._take().text
            node = self._made(Arithmetic(node, sign, self._signed()))
        return node

    def _signed(self) -> Node:
        if self._is("-"):
            self._take()
            return self._made(Negative(self._nested(self._signed)))
        if self._is("!"):  # unlike "not" it binds to what follows at once, as in the languages that write it
            self._take()
            return self._made(Not(self._nested(self._signed)))
        return self._primary()

    def _primary(self) -> Node:
        token = self._now
        if token.kind == "number":
            self._take()
            digits = token.text
            return self._made(Constant(number(Decimal(digits))))
        if token.kind == "string":
            self._take()
            return self._made(Constant(token.text))
        if self._is("("):
            self._take()
            node = self._nested(self._disjunction)
            self._expect(")")
            return node
        if self._is("["):
            self._take()
            return self._made(Items(self._nested_list("]")))
        if token.kind == "word" and token.text not in WORDS:
            return self._word()
        raise self._unexpected()

    def _nested_list(self, closing: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._is(closing):
            items.append(self._nested(self._disjunction))
            if not self._is(closing):
                self._expect(",")
        self._take()
        return tuple(items)

    def _word(self) -> Node:
        token = self._take()
        if self._is("("):
            self._take()
            return self._call(token)
        if token.text in CONSTANTS:
            return self._made(Constant(CONSTANTS[token.text]))
        parts = [token.text]
        while self._is("."):
            self._take()
            if self._now.kind != "word":
                raise self._unexpected()
            parts.append(self._take().text)
            if self._is("("):
                raise ExpressionError(zh("不能调用“{name}”：字段没有方法", name=".".join(parts)[:80]))
        name = Name(tuple(parts))
        self.names.add(name)
        return self._made(name)

    def _call(self, token: Token) -> Node:
        if token.text == "given":
            name = self._nested(self._disjunction)
            self._expect(")")
            if not isinstance(name, Name):
                raise ExpressionError(zh("given() 里只能写一个名称"))
            self.asked.add(name)
            return self._made(Given(name))
        function = FUNCTIONS.get(token.text)
        if function is None:
            known = "、".join([*FUNCTIONS, "given"])
            raise ExpressionError(zh("没有函数“{name}”；可用的函数：{known}", name=token.text[:40], known=known))
        arguments = self._nested_list(")")
        if not function.fewest <= len(arguments) <= function.most:
            raise ExpressionError(zh("函数 {name} 的参数个数不对", name=token.text))
        return self._made(Call(function.run, token.text, arguments))
