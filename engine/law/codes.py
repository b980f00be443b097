"""Check digits and shapes of codes; each ``…_problem`` returns a Chinese sentence, or None if all is well."""

from __future__ import annotations

import re
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
# GB 32100-2015 leaves out I, O, S, V and Z, which look like digits or each other.
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CREDIT_CODE = re.compile(rf"[{_CREDIT_CHARACTERS}]{{2}}[0-9]{{6}}[{_CREDIT_CHARACTERS}]{{10}}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CASE_NUMBER = re.compile(r"[0-9A-Z]{4,38}(?P<day>[0-9]{8})[0-9]{4}")


def id_number_check(first17: str) -> str:
    """Return the check character of a resident identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def id_number_problem(value: str) -> str | None:
    """Say what is wrong with an 18-digit resident identity number: shape, birth date or check digit."""
    if not _ID_NUMBER.fullmatch(value):
        return "身份证号码应为18位，最后一位可以是大写字母X。"
    if birth_date(value) is None:
        return "身份证号码中的出生日期不对。"
    if id_number_check(value[:17]) != value[17]:
        return "身份证号码的校验位不对，请核对。"
    return None


def luhn_digit(digits: str) -> str:
    """Return the check digit of a number of digits (ISO/IEC 7812-1, Luhn): it tells one wrong or swapped digit."""
    doubled = (int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits)))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def birth_date(id_number: str) -> date | None:
    """Return the birth date in a resident identity number, or None if it is no day since 1900."""
    try:
        born = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1900 else None


def credit_code_check(first17: str) -> str:
    """Return the check character of a unified social credit code (GB 32100-2015, modulus 31)."""
    pairs = zip(first17, _CREDIT_WEIGHTS, strict=True)
    total = sum(_CREDIT_CHARACTERS.index(character) * weight for character, weight in pairs)
    return _CREDIT_CHARACTERS[-total % 31]


def credit_code_problem(value: str) -> str | None:
    """Say what is wrong with a unified social credit code: shape or check character."""
    if not _CREDIT_CODE.fullmatch(value):
        return "统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z）。"
    if credit_code_check(value[:17]) != value[17]:
        return "统一社会信用代码的校验位不对，请核对。"
    return None


def mobile_problem(value: str) -> str | None:
    """Say what is wrong with a mobile phone number of the mainland."""
    return None if _MOBILE.fullmatch(value) else "手机号码应为11位数字，以1开头。"


def case_number(matter_code: str, day: date, serial: int) -> str:
    """Return a case number: the matter's code, the day as YYYYMMDD and a serial of the day from 1 to 9999."""
    if not 1 <= serial <= 9999:
        raise ValueError("当日流水号应在1至9999之间。")
    number = f"{matter_code}{day:%Y%m%d}{serial:04d}"
    problem = case_number_problem(number)
    if problem is not None:
        raise ValueError(problem)
    return number


def case_number_problem(value: str) -> str | None:
    """Say what is wrong with a case number; at most 50 characters (GB/T 39046-2020, table 5)."""
    found = _CASE_NUMBER.fullmatch(value)
    if found is None:
        return "办件编号应为事项编码加8位日期加4位流水号，由数字和大写字母组成。"
    text = found["day"]
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return "办件编号中的日期不对。"
    return None
