"""The values of the language and what may be done with them; every result is bounded.

Values are null, true and false, numbers (exact decimals), texts, dates, lists and records. What a view gives
is brought into this form when it is read, so that no operator meets an object of any other class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal, InvalidOperation

from engine.bpmn.expressions.errors import ExpressionError
from engine.text import zh

LARGEST_NUMBER = Decimal(10**15)
LONGEST_STRING = 10_000
LONGEST_LIST = 10_000
MOST_STEPS = 100_000
DEEPEST_VALUE = 20
EXACT = Context(prec=28)

Value = None | bool | Decimal | str | date | list["Value"] | Mapping[str, object]  # datetime is a date


@dataclass
class Reading:
    """One evaluation: the view that it reads and how much work it may still do."""

    view: Mapping[str, object]
    steps: int = field(default=MOST_STEPS)

    def spend(self, steps: int = 1) -> None:
        """Count work, so that no expression over any data takes long."""
        self.steps -= steps
        if self.steps < 0:
            raise ExpressionError(zh("表达式涉及的数据太多"))


def plain(value: object, reading: Reading, depth: int = 0) -> Value:
    """Return what the view gave as a value of the language; raise if it is of no kind that it has."""
    reading.spend()
    if value is None or isinstance(value, bool | date | Mapping):
        return value
    if isinstance(value, int | float | Decimal):
        return number(value)
    if isinstance(value, str):
        return bounded_text(value)
    if isinstance(value, list | tuple):
        if len(value) > LONGEST_LIST or depth > DEEPEST_VALUE:
            raise ExpressionError(zh("列表太长或嵌套太深"))
        return [plain(item, reading, depth + 1) for item in value]
    raise ExpressionError(zh("不能使用 {kind} 类型的数据", kind=type(value).__name__))


def outside(value: Value) -> object:
    """Return a value as callers want it: whole numbers as ``int``, others as ``float``."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [outside(item) for item in value]
    return value


def number(value: int | float | Decimal) -> Decimal:
    """Return an exact decimal; a float is taken as it is written (0.1 is one tenth)."""
    try:
        if isinstance(value, int) and abs(value) > 10**15:
            raise ExpressionError(zh("数值超过一千万亿"))
        decimal = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not decimal.is_finite() or abs(decimal) > LARGEST_NUMBER:
            raise ExpressionError(zh("数值超过一千万亿"))
        return EXACT.plus(decimal)
    except InvalidOperation:
        raise ExpressionError(zh("不是有效的数值")) from None


def bounded_text(value: str) -> str:
    """Return the text unless it is too long."""
    if len(value) > LONGEST_STRING:
        raise ExpressionError(zh("文字超过 {limit} 个字符", limit=LONGEST_STRING))
    return value


def kind_of(value: Value) -> str:
    """Return the Chinese name of a value's kind; two values can be compared by size if their kinds agree."""
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return "真假值"
    if isinstance(value, Decimal):
        return "数值"
    if isinstance(value, str):
        return "文字"
    if isinstance(value, datetime):
        return "时间" if value.tzinfo else "无时区时间"
    if isinstance(value, date):
        return "日期"
    return "列表" if isinstance(value, list) else "记录"


def equal(left: Value, right: Value, reading: Reading, depth: int = 0) -> bool:
    """Return whether both are of one kind and the same; values of different kinds are never equal."""
    reading.spend()
    if kind_of(left) != kind_of(right):
        return False
    if depth > DEEPEST_VALUE:
        raise ExpressionError(zh("列表太长或嵌套太深"))
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            equal(one, other, reading, depth + 1) for one, other in zip(left, right, strict=True)
        )
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(
            equal(plain(left[key], reading), plain(right[key], reading), reading, depth + 1) for key in left
        )
    return left == right


def smaller(left: Value, right: Value) -> bool:
    """Return whether ``left < right``; numbers, texts, dates and times have an order among their like."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left < right
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    if isinstance(left, date) and isinstance(right, date) and kind_of(left) == kind_of(right):
        return left < right
    raise ExpressionError(
        zh("{left}与{right}不能比较大小", left=kind_of(left), right=kind_of(right)),
    )


def truth(value: Value) -> bool:
    """Return a truth value as it is; nothing else counts as true or false."""
    if isinstance(value, bool):
        return value
    raise ExpressionError(zh("这里需要真假值，得到的是{kind}", kind=kind_of(value)))


def field_of(record: Value, name: str, path: str, reading: Reading) -> Value:
    """Return a record's field; of a list, the list of its items' fields."""
    reading.spend()
    if isinstance(record, list):
        return [field_of(item, name, path, reading) for item in record]
    if isinstance(record, Mapping):
        if name not in record:
            raise ExpressionError(zh("“{path}”没有值：还没有填写，或者没有这个字段", path=path))
        return plain(record[name], reading)
    raise ExpressionError(zh("“{path}”不存在：{kind}没有字段", path=path, kind=kind_of(record)))
