"""Generated expressions, sound and hostile: what comes out is a plain value or an ExpressionError."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from engine.bpmn.expressions import ExpressionError, compile_expression, compile_timer

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VIEW = {
    "a": {"result": "pass", "n": 3, "items": [1, 2, 3], "deep": {"x": {"y": 1}}},
    "review": [{"result": "pass", "n": 1}, {"result": "fail", "n": 2.5}],
    "amount": 5000,
    "text": "x" * 500,
    "flag": True,
    "nothing": None,
    "day": date(2026, 3, 2),
    "many": list(range(2_000)),
    "申请": {"金额": 12.5},
}
NAMES = [
    "a",
    "a.result",
    "a.n",
    "a.items",
    "a.deep.x.y",
    "review.result",
    "review.n",
    "amount",
    "text",
    "flag",
]
NAMES += ["nothing", "day", "many", "申请.金额", "ghost", "a.ghost", "true", "null"]
DUNDERS = [
    "__class__",
    "__base__",
    "__subclasses__",
    "__globals__",
    "__builtins__",
    "__mro__",
    "__import__",
    "__dict__",
]
DUNDERS += ["_Expression__node", "gi_frame", "f_globals", "func_globals", "mro", "format_map", "decode"]
FUNCTIONS = ["count", "sum", "min", "max", "all", "any", "len", "abs", "round", "contains", "empty", "days"]
FUNCTIONS += ["text", "given"]
PYTHON = [
    "eval",
    "exec",
    "open",
    "getattr",
    "vars",
    "type",
    "print",
    "compile",
    "globals",
    "breakpoint",
    "dir",
]


class Generator:
    """Grow one expression; about every third part is an attempt to leave the language."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def expression(self, depth: int = 0) -> str:
        r = self.random
        if depth > 5 or r.random() < 0.15:
            return self.leaf()
        kind: Callable[[int], str] = r.choice(
            [self.binary, self.binary, self.junction, self.call, self.listed, self.wrapped, self.hostile]
        )
        return kind(depth + 1)

    def leaf(self) -> str:
        r = self.random
        return r.choice(
            [
                r.choice(NAMES),
                str(r.randint(0, 9)),
                "9" * r.randint(1, 30),
                f"{r.randint(0, 99)}.{r.randint(0, 999)}",
                "'" + r.choice(["", "pass", "%s", "{0.__class__}", "%01000000000d", "__import__('os')"]) + "'",
                '"' + r.choice(["通过", "\\n", "\\x41", "{}", "\\u0041", "a\\"]) + '"',
                "." + r.choice(DUNDERS),
            ]
        )

    def binary(self, depth: int) -> str:
        signs = ["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "in", "not in", "**", "//", "<<"]
        signs += ["|", "&", "^", "@", ":=", "=", "is", "if", ","]
        return f"{self.expression(depth)} {self.random.choice(signs)} {self.expression(depth)}"

    def junction(self, depth: int) -> str:
        word = self.random.choice(["and", "or", "&&", "||"])
        before = self.random.choice(["", "not ", "!", "-", "~"])
        return f"{before}{self.expression(depth)} {word} {self.expression(depth)}"

    def call(self, depth: int) -> str:
        name = self.random.choice(FUNCTIONS + FUNCTIONS + PYTHON + DUNDERS)
        arguments = ", ".join(self.expression(depth) for _ in range(self.random.randint(0, 3)))
        return f"{name}({self.random.choice(['', '', '', '*', '**', 'key='])}{arguments})"

    def listed(self, depth: int) -> str:
        return "[" + ", ".join(self.expression(depth) for _ in range(self.random.randint(0, 4))) + "]"

    def wrapped(self, depth: int) -> str:
        opening, closing = self.random.choice([("(", ")"), ("${", "}"), ("#{", "}"), ("=", ""), ("(" * 40, ")" * 40)])
        return opening + self.expression(depth) + closing

    def hostile(self, depth: int) -> str:
        r, inner = self.random, self.expression(depth)
        dunder = r.choice(DUNDERS)
        return r.choice(
            [
                f"({inner}).{dunder}",
                f"().{dunder}.__base__.__subclasses__()",
                f"a.{dunder}.{r.choice(DUNDERS)}",
                f"{inner}[{dunder}]",
                f"[x for x in {inner}]",
                f"(lambda: {inner})()",
                f"f'{{{inner}}}'",
                f"'{{0.{dunder}}}'.format({inner})",
                f"'%s' % ({inner})",
                f"(x := {inner})",
                f"{inner} ** {inner} ** {inner}",
                f"'a' * {10 ** r.randint(1, 30)}",
                f"{{**{inner}}}",
                f"{inner} if {inner} else {inner}",
                f"await {inner}",
                f"import os; {inner}",
                f"text + text + text + ({inner})",
                f"many + many == many + ({inner})",
                f"`{inner}`",
                "\x00" + inner,
                inner + "\u202e\ufeff",
                "ａ．ｎ" + inner,
            ]
        )

    def text(self) -> str:
        text = self.expression()
        if self.random.random() < 0.1:
            at = self.random.randrange(len(text) + 1)
            text = text[:at] + self.random.choice(["\n", "(", "'", "}", "ß", "\ud800", "𝒶", "  "]) + text[at:]
        return text


def is_plain(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= 10_000 and all(is_plain(item) for item in value)
    if isinstance(value, str):
        return len(value) <= 10_000
    if isinstance(value, int | float):
        return abs(value) <= 10**15
    return value is None or value is VIEW["a"] or isinstance(value, date | dict)


def attack(seeds: range) -> int:
    """Try every seed and return how many expressions gave a value."""
    valid = 0
    for seed in seeds:
        text = Generator(seed).text()
        began = time.process_time()
        try:
            value = compile_expression(text).evaluate(VIEW)
            assert is_plain(value), (seed, text, value)
            valid += 1
        except ExpressionError:
            pass
        with suppress(ExpressionError):
            compile_timer(("date", "duration", "cycle")[seed % 3], text).schedule(VIEW, NOW)
        assert time.process_time() - began < 1.0, (seed, text)
    return valid


def test_3000_generated_expressions() -> None:
    assert attack(range(3_000)) > 300  # the generator must not only make nonsense


@pytest.mark.soak
def test_50000_generated_expressions() -> None:
    assert attack(range(100_000, 150_000)) > 5_000
