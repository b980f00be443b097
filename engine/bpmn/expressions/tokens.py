"""Cut the text of an expression into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from engine.bpmn.expressions.errors import ExpressionError
from engine.text import zh

LONGEST_TEXT = 1_000

Kind = Literal["number", "string", "word", "sign", "end"]

_TOKEN = re.compile(
    r"""
    (?P<space>[\s　]+)
  | (?P<number>[0-9]+(?:\.[0-9]+)?)
  | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>==|!=|<=|>=|&&|\|\||[<>!+\-*/%().,\[\]])
    """,
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_FULL_WIDTH = "（）【】，。！：；“”‘’＝＜＞＋－＊／％＆｜．"
_SAME_SIGN = {"&&": "and", "||": "or"}


@dataclass(frozen=True)
class Token:
    """A token; ``text`` of a string is its value, ``position`` counts characters from 1."""

    kind: Kind
    text: str
    position: int


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of ``text``, closed by one of kind ``end``; ``&&`` and ``||`` become words."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind, found = match.lastgroup, match.group()
        if kind == "string":
            tokens.append(Token("string", _unescape(found[1:-1], at), at + 1))
        elif kind == "word" and found.startswith("__"):
            raise ExpressionError(zh("名称不能以两个下划线开头：{name}", name=found[:40]))
        elif kind == "number":
            tokens.append(Token("number", found, at + 1))
        elif kind == "word":
            tokens.append(Token("word", found, at + 1))
        elif kind == "sign":
            same = _SAME_SIGN.get(found)
            tokens.append(Token("word", same, at + 1) if same else Token("sign", found, at + 1))
        at = match.end()
    tokens.append(Token("end", "", len(text) + 1))
    return tuple(tokens)


def _unescape(text: str, at: int) -> str:
    def replaced(match: re.Match[str]) -> str:
        escaped = _ESCAPES.get(match.group(1))
        if escaped is None:
            raise ExpressionError(zh("第 {at} 个字符起的文字里有不认识的转义 \\{char}", at=at + 1, char=match.group(1)))
        return escaped

    return _ESCAPED.sub(replaced, text)


def _unreadable(text: str, at: int) -> ExpressionError:
    char = text[at]
    if char in _FULL_WIDTH:
        return ExpressionError(zh("第 {at} 个字符“{char}”是全角标点，请改用半角", at=at + 1, char=char))
    if char == "=":
        return ExpressionError(zh("第 {at} 个字符：比较相等请写 ==，不能赋值", at=at + 1))
    if char in "\"'":
        return ExpressionError(zh("第 {at} 个字符起的引号没有配对", at=at + 1))
    return ExpressionError(zh("第 {at} 个字符“{char}”不能用在表达式里", at=at + 1, char=char))
