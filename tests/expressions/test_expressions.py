from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.bpmn.expressions import ExpressionError, compile_expression

VIEW = {
    "accept": {"result": "accept", "score": 3, "remark": "", "amount": 0.1, "address": {"town": "城关镇"}},
    "review": [{"result": "pass", "votes": [1, 2]}, {"result": "fail", "votes": []}],
    "amount": 5000,
    "urgent": True,
    "nothing": None,
    "due": date(2026, 3, 2),
    "filed": datetime(2026, 3, 1, 23, 0, tzinfo=UTC),
    "申请人": {"类型": "个体"},
}


def evaluate(text: str, **more: object) -> object:
    return compile_expression(text).evaluate({**VIEW, **more})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("accept.result == 'accept'", True),
        ('accept.result != "accept"', False),
        ("${accept.score > 2}", True),
        ("#{ accept.score > 2 }", True),
        ("= accept.score > 2", True),
        ("urgent && !(amount > 5000) || false", True),
        ("not amount > 5000", True),
        ("!urgent == false", True),
        ("True == true and None == null and False == false", True),
        ("0 < accept.score <= 3 < 4", True),
        ("3 > accept.score < 9", False),
        ("accept.score in [1, 2, 3,]", True),
        ("'关' in accept.address.town", True),
        ("9 not in [1]", True),
        ("申请人.类型 == '个体'", True),
        ("'a' + 'b'", "ab"),
        (r"'it\'s'", "it's"),
        ("1 + 2 * 3 - -4", 11),
        ("(1 + 2) * 3", 9),
        ("7 / 2", 3.5),
        ("-7 % 3", 2),
        ("7 % -3", -2),
        ("accept.amount + 0.2 == 0.3", True),
        ("[1, 'a', null, [true]]", [1, "a", None, [True]]),
        ("[] + [1]", [1]),
        ("review.result", ["pass", "fail"]),
        ("review.votes", [[1, 2], []]),
        ("null", None),
        ("due", date(2026, 3, 2)),
    ],
)
def test_value(text: str, value: object) -> None:
    assert evaluate(text) == value
    assert type(evaluate(text)) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("count(review.result)", 2),
        ("count(review.result, 'pass')", 1),
        ("sum(1, 2.5)", 3.5),
        ("sum([])", 0),
        ("min([3, 1, 2])", 1),
        ("max('a', 'b')", "b"),
        ("max(due, due)", date(2026, 3, 2)),
        ("all(review.result, 'pass')", False),
        ("all([])", True),
        ("any(review.result, 'fail')", True),
        ("any([false, true])", True),
        ("len(accept.address.town)", 3),
        ("len([1, 2])", 2),
        ("abs(-2.5)", 2.5),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005, 2)", 1.01),
        ("contains(['a'], 'a')", True),
        ("contains('abc', 'd')", False),
        ("empty(accept.remark) and empty(nothing) and empty([])", True),
        ("empty('x')", False),
        ("days('2026-02-28', due)", 2),
        ("days(filed, '2026-03-01')", -1),
        ("text(1.50) + '元' + text(due)", "1.5元2026-03-02"),
        ("given(accept.result)", True),
        ("given(accept.missing) or given(ghost.x) or given(nothing)", False),
        ("given(fee.amount) and fee.amount > 0", False),
    ],
)
def test_function(text: str, value: object) -> None:
    assert evaluate(text) == value


def test_values_of_different_kinds_are_not_equal() -> None:
    for text in ("'1' == 1", "true == 1", "null == ''", "null == false", "[1] == 1", "due == '2026-03-02'"):
        assert evaluate(text) is False, text
        assert evaluate(text.replace("==", "!=")) is True, text


@pytest.mark.parametrize("text", ["'1' < 1", "true < 2", "null < 1", "[1] < [2]", "due < '2026-03-02'", "due < filed"])
def test_values_of_different_kinds_have_no_order(text: str) -> None:
    with pytest.raises(ExpressionError, match="不能比较大小"):
        evaluate(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ghost", "“ghost”没有值"),
        ("accept.ghost", "“accept.ghost”没有值"),
        ("accept.score.x", "数值没有字段"),
        ("review.ghost", "“review.ghost”没有值"),
        ("nothing.x", "空值没有字段"),
        ("accept and true", "需要真假值"),
        ("not 1", "需要真假值"),
        ("1 / 0", "除以零"),
        ("1 % 0", "除以零"),
        ("1 + 'a'", "不能做运算"),
        ("true + 1", "不能做运算"),
        ("1000000000000000 * 10", "一千万亿"),
        ("sum('a', 'b')", "需要数值"),
        ("min([])", "空列表"),
        ("min([true])", "不能比较大小"),
        ("count('abc')", "需要列表"),
        ("1 in 5", "不能在数值里查找"),
        ("days('2026-13-01', due)", "需要日期"),
        ("round(1, 99)", "小数位数"),
        ("all([1])", "需要真假值"),
    ],
)
def test_evaluation_refused(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        evaluate(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "空的"),
        ("${}", "空的"),
        ("a = 1", "=="),
        ("a == （1）", "全角"),
        ("a == 'x", "引号没有配对"),
        ("a +", "没有写完"),
        ("(a", "没有写完"),
        ("a b", "不应出现“b”"),
        ("a; b", "“;”"),
        ("10 ** 2", "不应出现"),
        ("10 // 2", "不应出现"),
        ("a[0]", "不应出现"),
        ("a.get('x')", "字段没有方法"),
        ("open('/etc/passwd')", "没有函数“open”"),
        ("a.__class__", "下划线"),
        ("round()", "参数个数"),
        ("given('x')", "只能写一个名称"),
        ("lambda: 1", "“:”"),
        ("x := 1", "“:”"),
        ("f'{a}'", "不应出现"),
        ("[x for x in a]", "不应出现“for”"),
        ("in == 1", "不应出现“in”"),
        (r"'\x41'", "转义"),
        ("1.", "不应出现"),
        ("9999999999999999", "一千万亿"),
        ("1" * 1001, "1000 个字符"),
        ("+".join(["1"] * 300), "太复杂"),
        ("(" * 200 + "1" + ")" * 200, "太深"),
        ("!" * 900 + "a", "太深"),
        ("not " * 200 + "a", "太深"),
    ],
)
def test_text_refused(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        compile_expression(text)


def test_names_are_those_that_are_read() -> None:
    expression = compile_expression("a.b == 'c.d' and given(e.f) and count(g) > 1 and 是否.有效")
    assert expression.names == {"a.b", "e.f", "g", "是否.有效"}
    assert expression.asked == {"e.f"}


def test_what_need_not_be_known_is_not_read() -> None:
    class Telling(dict[str, object]):
        def __missing__(self, key: str) -> object:
            raise AssertionError(f"{key} was read")

    view = Telling(a=True)
    assert compile_expression("a or ghost").evaluate(view) is True
    assert compile_expression("not a and ghost").evaluate(view) is False


def test_condition_is_true_or_false_and_nothing_else() -> None:
    assert compile_expression("amount > 1").test(VIEW) is True
    with pytest.raises(ExpressionError, match="需要真假值"):
        compile_expression("amount").test(VIEW)


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, b"x", len, float("nan"), float("inf"), 10**16, "x" * 10_001, [0] * 10_001],
)
def test_foreign_and_oversized_values_are_refused(value: object) -> None:
    with pytest.raises(ExpressionError):
        evaluate("strange == 1", strange=value)


def test_objects_are_not_records() -> None:
    class Record:
        result = "secret"

    with pytest.raises(ExpressionError):
        evaluate("record.result", record=Record())


def test_work_is_bounded() -> None:
    big = list(range(10_000))
    text = " or ".join(["count(big, 1) > 2"] * 20)
    with pytest.raises(ExpressionError, match="数据太多"):
        evaluate(text, big=big)


def test_deep_values_are_bounded() -> None:
    deep: object = 1
    for _ in range(100):
        deep = [deep]
    with pytest.raises(ExpressionError, match="太深"):
        evaluate("deep == deep", deep=deep)
    nested: object = 1
    for _ in range(5000):
        nested = {"a": nested}
    with pytest.raises(ExpressionError, match="太深"):
        evaluate("nested == other", nested=nested, other={"a": nested["a"]})  # type: ignore[index]
