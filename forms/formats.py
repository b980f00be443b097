"""The formats that a field may have, each checked explicitly: JSON Schema alone would let everything pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from jsonschema import FormatChecker

from engine.law import codes
from engine.text import zh

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def date_problem(value: str) -> str | None:
    """Say what is wrong with a date, which must be a day of the calendar written YYYY-MM-DD."""
    if not _ISO_DATE.fullmatch(value):
        return "日期应写成2026-03-02这样的形式。"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "没有这一天，请核对日期。"
    return None


#: Name of the format to its check, which returns a Chinese sentence or None.
FORMATS: dict[str, Callable[[str], str | None]] = {
    "date": date_problem,
    "id-number": codes.id_number_problem,
    "credit-code": codes.credit_code_problem,
    "phone": codes.mobile_problem,
}

#: The sentences of the checks, said once more for the catalogue of translations, which is collected from calls of zh.
SENTENCES = (
    zh("日期应写成2026-03-02这样的形式。"),
    zh("没有这一天，请核对日期。"),
    zh("身份证号码应为18位，最后一位可以是大写字母X。"),
    zh("身份证号码中的出生日期不对。"),
    zh("身份证号码的校验位不对，请核对。"),
    zh("统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z）。"),
    zh("统一社会信用代码的校验位不对，请核对。"),
    zh("手机号码应为11位数字，以1开头。"),
)

checker = FormatChecker(formats=())


def _register(name: str, problem: Callable[[str], str | None]) -> None:
    @checker.checks(name)
    def _conforms(value: object) -> bool:
        return not isinstance(value, str) or problem(value) is None


for _name, _problem in FORMATS.items():
    _register(_name, _problem)
