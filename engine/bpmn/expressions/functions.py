"""The functions of the language; ``given`` is not here since it takes a name, not a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from engine.bpmn.expressions.errors import ExpressionError
from engine.bpmn.expressions.nodes import member
from engine.bpmn.expressions.values import (
    EXACT,
    Reading,
    Value,
    bounded_text,
    equal,
    kind_of,
    number,
    smaller,
    truth,
)
from engine.clock import legal_day
from engine.text import zh


@dataclass(frozen=True)
class Function:
    """A function and how many arguments it takes."""

    run: Callable[..., Value]
    fewest: int
    most: int


def _items(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    raise ExpressionError(zh("这里需要列表，得到的是{kind}", kind=kind_of(value)))


def _number(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise ExpressionError(zh("这里需要数值，得到的是{kind}", kind=kind_of(value)))


def _one_or_many(values: tuple[Value, ...]) -> list[Value]:
    return _items(values[0]) if len(values) == 1 else list(values)


def _count(reading: Reading, items: Value, *wanted: Value) -> Value:
    found = _items(items)
    if wanted:
        return Decimal(sum(equal(item, wanted[0], reading) for item in found))
    return Decimal(len(found))


def _sum(reading: Reading, *values: Value) -> Value:
    total = Decimal(0)
    for value in _one_or_many(values):
        reading.spend()
        total = number(EXACT.add(total, _number(value)))
    return total


def _least(reading: Reading, *values: Value) -> Value:
    return _extreme(reading, values, lambda item, best: smaller(item, best))


def _greatest(reading: Reading, *values: Value) -> Value:
    return _extreme(reading, values, lambda item, best: smaller(best, item))


def _extreme(reading: Reading, values: tuple[Value, ...], better: Callable[[Value, Value], bool]) -> Value:
    items = _one_or_many(values)
    if not items:
        raise ExpressionError(zh("空列表没有最小值和最大值"))
    best = items[0]
    for item in items:
        reading.spend()
        if better(item, best):  # compared with itself once, so that even a single item must have an order
            best = item
    return best


def _all(reading: Reading, items: Value, *wanted: Value) -> Value:
    return all(_accepted(reading, item, wanted) for item in _items(items))


def _any(reading: Reading, items: Value, *wanted: Value) -> Value:
    return any(_accepted(reading, item, wanted) for item in _items(items))


def _accepted(reading: Reading, item: Value, wanted: tuple[Value, ...]) -> bool:
    reading.spend()
    return equal(item, wanted[0], reading) if wanted else truth(item)


def _len(reading: Reading, value: Value) -> Value:
    return Decimal(len(value if isinstance(value, str) else _items(value)))


def _abs(reading: Reading, value: Value) -> Value:
    return abs(_number(value))


def _round(reading: Reading, value: Value, digits: Value = Decimal(0)) -> Value:
    places = _number(digits)
    if places not in range(7):
        raise ExpressionError(zh("小数位数只能是 0 到 6"))
    try:
        return _number(value).quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP, context=EXACT)
    except DecimalException:
        raise ExpressionError(zh("数值超过一千万亿")) from None


def _contains(reading: Reading, whole: Value, part: Value) -> Value:
    return member(part, whole, reading)


def _empty(reading: Reading, value: Value) -> Value:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | Mapping) and not value)


def _days(reading: Reading, start: Value, end: Value) -> Value:
    return Decimal((_day(end) - _day(start)).days)


def _day(value: Value) -> date:
    if isinstance(value, datetime):
        return legal_day(value) if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value) == len("2026-03-02"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ExpressionError(zh("这里需要日期，如 '2026-03-02'"))


def _text(reading: Reading, value: Value) -> Value:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        shown = format(value, "f")
        return bounded_text(shown.rstrip("0").rstrip(".") if "." in shown else shown)
    if isinstance(value, date):
        return value.isoformat()
    raise ExpressionError(zh("{kind}不能转成文字", kind=kind_of(value)))


FUNCTIONS: Mapping[str, Function] = {
    "count": Function(_count, 1, 2),
    "sum": Function(_sum, 1, 20),
    "min": Function(_least, 1, 20),
    "max": Function(_greatest, 1, 20),
    "all": Function(_all, 1, 2),
    "any": Function(_any, 1, 2),
    "len": Function(_len, 1, 1),
    "abs": Function(_abs, 1, 1),
    "round": Function(_round, 1, 2),
    "contains": Function(_contains, 2, 2),
    "empty": Function(_empty, 1, 1),
    "days": Function(_days, 2, 2),
    "text": Function(_text, 1, 1),
}
