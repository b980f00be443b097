"""The page on which papers are checked: no JavaScript, no account, counted like every page that takes a code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from support import catering

from engine.store.base import table_of
from engine.store.documents import Document

SAME = "没有核验到这份文书：文书编号或者核验码不正确，请对照文书逐字核对。"


@pytest.fixture
def receipt(training, hall):
    case = catering.file_application(training)
    with hall.reading() as connection:
        return connection.execute(select(table_of(Document)).where(table_of(Document).c.case_id == case)).one()


def test_number_and_code_show_the_paper_without_personal_data(public, receipt) -> None:
    number = receipt.number.replace("〔", " [").replace("〕", "] ")
    page = public.open("/verify").press("核验", number=number, code=receipt.check_code.lower())
    assert page.status == 200
    for word in ("申请材料接收凭证", receipt.number, "汉阴县市场监督管理局", "王**", "有效", "内容校验值"):
        assert word in page.text
    assert "王小明" not in page.source
    assert "小明面馆" not in page.source


def test_the_picture_opens_it(public, receipt) -> None:
    page = public.open(f"/verify?paper={receipt.id}&code={receipt.check_code}")
    assert receipt.number in page.text
    assert SAME in public.open(f"/verify?paper={receipt.id}&code=AAAAABBBBB").text
    assert SAME in public.open(f"/verify?paper={'9' * 200}&code={receipt.check_code}").text


def test_whatever_is_wrong_answers_the_same(public, receipt) -> None:
    tries = ((receipt.number, "AAAAABBBBB"), (receipt.number.replace("00001", "00002"), receipt.check_code),
             ("无此文书〔2026〕00001号", receipt.check_code), ("' or 1=1 😀", "' or 1=1"))  # fmt: skip
    for number, code in tries:
        page = public.open("/verify").press("核验", number=number, code=code)
        assert page.status == 422
        assert SAME in page.text
    for number, code in (("", ""), ("　", "　")):
        page = public.open("/verify").press("核验", number=number, code=code)
        assert page.status == 422
        assert "请填写核验码。" in page.text


def test_codes_of_papers_are_throttled(public, somebody, receipt, clock) -> None:
    for guess in range(5):
        public.open("/verify").press("核验", number=receipt.number, code=f"AAAAABBBB{guess + 2}")
    blocked = somebody().open("/verify").press("核验", number=receipt.number, code=receipt.check_code)
    assert blocked.status == 429
    clock.advance(timedelta(minutes=2))
    assert somebody().open("/verify").press("核验", number=receipt.number, code=receipt.check_code).status == 200
