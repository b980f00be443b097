"""Check digits of identity numbers and credit codes, case numbers, and what the public sees of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_examples import examples

from engine.law import codes, masking

ID_NUMBER = "11010519491231002X"
CREDIT_CODE = "91110000600037341L"


def test_right_codes_have_no_problem() -> None:
    assert codes.id_number_problem(ID_NUMBER) is None
    assert codes.birth_date(ID_NUMBER) == date(1949, 12, 31)
    assert codes.credit_code_problem(CREDIT_CODE) is None
    assert codes.credit_code_problem("91110108551385082Q") is None
    assert codes.mobile_problem("13812345678") is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("110105194912310021", "校验位"),
        ("11010519491331002X", "出生日期"),
        ("110105188012310020", "出生日期"),
        ("11010519491231002x", "18位"),
        ("1101051949123100", "18位"),
        ("１１０１０５１９４９１２３１００２Ｘ", "18位"),
        ("", "18位"),
    ],
)
def test_wrong_identity_numbers(value: str, problem: str) -> None:
    assert problem in (codes.id_number_problem(value) or "")


@pytest.mark.parametrize(
    ("value", "problem"),
    [("911100006000373411", "校验位"), ("91110000600037341", "18位"), ("9111000060003734IL", "18位")],
)
def test_wrong_credit_codes(value: str, problem: str) -> None:
    assert problem in (codes.credit_code_problem(value) or "")


@examples
@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed_in_an_identity_number(position: int, by: int) -> None:
    digit = (int(ID_NUMBER[position]) + by) % 10
    wrong = ID_NUMBER[:position] + str(digit) + ID_NUMBER[position + 1 :]
    assert codes.id_number_problem(wrong) is not None


@pytest.mark.parametrize("value", ["12812345678", "1381234567", "138123456789", "1381234567８", "+8613812345678"])
def test_wrong_mobile_numbers(value: str) -> None:
    assert codes.mobile_problem(value) is not None


def test_case_numbers() -> None:
    number = codes.case_number("610921000000", date(2026, 3, 2), 7)
    assert number == "610921000000202603020007"
    assert codes.case_number_problem(number) is None
    assert "日期" in (codes.case_number_problem("610921000000202613020007") or "")
    assert codes.case_number_problem("汉阴202603020007") is not None
    assert codes.case_number_problem("A" * 39 + "202603020007") is not None
    with pytest.raises(ValueError, match="1至9999"):
        codes.case_number("610921000000", date(2026, 3, 2), 10_000)
    with pytest.raises(ValueError, match="事项编码"):
        codes.case_number("小", date(2026, 3, 2), 1)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.mask_name, "张三", "张*"),
        (masking.mask_name, "张三丰", "张**"),
        (masking.mask_name, "", ""),
        (masking.mask_middle, "王小明", "王*明"),
        (masking.mask_middle, "张三", "张*"),
        (masking.mask_middle, "王", "*"),
        (masking.mask_middle, "欧阳小燕", "欧**燕"),
        (masking.mask_middle, "汉阴县小明餐饮有限公司", "汉**司"),
        (masking.mask_id_number, "610921199001011234", "6109******1234"),
        (masking.mask_id_number, "1234", "****"),
        (masking.mask_phone, "13812345678", "138****5678"),
        (masking.mask_phone, "120", "***"),
        (masking.mask_address, "陕西省安康市汉阴县城关镇北城街12号", "陕西省安康市汉阴县城关镇****"),
        (masking.mask_address, "汉阴县民主街3号", "汉阴县****"),
        (masking.mask_address, "安康市育才路8号", "安康市****"),
        (masking.mask_address, "北城街12号", "****"),
        (masking.mask_address, "汉阴县", "汉阴县"),
        (masking.mask_address, "", ""),
    ],
)
def test_what_the_public_sees(mask, value: str, shown: str) -> None:
    assert mask(value) == shown


def test_numbers_in_free_text_are_masked() -> None:
    text = "张三（61092119900101123X，电话13812345678）于2026年申请，编号610921000000202603020007。"
    assert masking.mask_text(text) == (
        "张三（6109******123X，电话138****5678）于2026年申请，编号610921000000202603020007。"
    )
