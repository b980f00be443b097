"""Drafts: found again by their code alone, closed for others, filed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from portal_pages import FORM, cases, checked, code_on, filed, scans, typed
from sqlalchemy import select

from engine.query_code import draft_code
from engine.store.base import table_of
from engine.store.documents import Draft


def put_aside(browser, **changes):
    page = browser.open(FORM).press("暂存草稿", **typed(**changes), **scans("layout_plan"))
    assert page.path == "/drafts/saved"
    return page


def resume(browser, code):
    return browser.open("/drafts").press("继续填写", code=code)


def test_an_unfinished_application_is_put_aside_and_gone_on_with(public, somebody):
    code = code_on(put_aside(public, phone="", town="", commitment=""))
    page = resume(somebody(), code)
    assert page.path == "/drafts/form"
    assert page.status == 200
    assert page.document.xpath("//input[@name='subject']/@value") == ["燕子甜品铺"]
    assert page.document.xpath("//input[@name='phone']/@value") == [""]
    assert "layout_plan.pdf" in page.text


def test_what_is_wrong_is_kept_as_it_was_typed(public, somebody):
    code = code_on(put_aside(public, area="很大", id_number="123"))
    page = resume(somebody(), code)
    assert page.document.xpath("//input[@name='area']/@value") == ["很大"]
    assert page.document.xpath("//input[@name='id_number']/@value") == ["123"]


@pytest.mark.parametrize("write", [str.lower, lambda code: f" {code[:4]}-{code[4:8]} {code[8:]} ", lambda code: code])
def test_a_code_may_be_written_in_any_way(public, somebody, write):
    code = code_on(put_aside(public))
    assert resume(somebody(), write(code)).path == "/drafts/form"


@pytest.mark.parametrize("code", ["AAAABBBBCCCC", "x" * 500, "' or 1=1 --", "\x00", "１２"])
def test_a_wrong_code_finds_nothing(public, code):
    put_aside(public)
    page = resume(public, code)
    assert page.status == 422
    assert page.path == "/drafts"
    assert "燕子" not in page.text


def test_codes_cannot_be_tried_out(somebody, public, clock):
    code = code_on(put_aside(public))
    guesser = somebody("10.9.9.9")
    for number in range(20):
        assert resume(guesser, f"AAAABBBBCC{number:02d}").status == 422
    blocked = resume(guesser, code)
    assert blocked.status == 429
    assert "尝试次数过多，请 1 分钟后再试" in blocked.text
    assert resume(somebody("10.9.9.8"), code).path == "/drafts/form"
    assert guesser.visitor.log_in("chuangkou").status_code == 302
    clock.advance(timedelta(minutes=2))
    assert resume(guesser, code).path == "/drafts/form"


def test_pages_of_a_draft_are_closed_without_its_pass(somebody, public):
    put_aside(public)
    for path in ("/drafts/form", "/drafts/saved", "/drafts/check"):
        page = somebody().open(path)
        assert page.path == "/drafts"
        assert "燕子" not in page.text
        assert public.open(path).status in (200, 422)


def test_a_pass_ends_by_itself_and_by_hand(public, clock):
    put_aside(public)
    clock.advance(timedelta(minutes=59))
    assert public.open("/drafts/form").path == "/drafts/form"
    clock.advance(timedelta(minutes=59))
    assert public.open("/drafts/saved").path == "/drafts/saved"
    clock.advance(timedelta(minutes=61))
    assert public.open("/drafts/form").path == "/drafts"
    put_aside(public).press("退出草稿")
    assert public.open("/drafts/form").path == "/drafts"


@pytest.mark.parametrize("change", [lambda text: text[:-4] + "AAAA", lambda text: "x", lambda text: "A" * 2000])
def test_a_pass_that_was_tampered_with_opens_nothing(public, change):
    put_aside(public)
    cookie = public.visitor.client.get_cookie("banjian_draft", path="/drafts")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    public.visitor.client.set_cookie("banjian_draft", change(cookie.value), path="/drafts")
    assert public.open("/drafts/form").path == "/drafts"


def test_the_pass_of_a_case_is_not_one_of_a_draft(public):
    filed(public)
    cookie = public.visitor.client.get_cookie("banjian_case", path="/progress")
    public.visitor.client.set_cookie("banjian_draft", cookie.value, path="/drafts")
    assert public.open("/drafts/form").path == "/drafts"


def test_a_filed_draft_leads_to_its_receipt_and_cannot_be_changed(public, somebody, hall):
    form = public.open(FORM).press("下一步", **typed(phone=""), **scans())
    old = form.asked("暂存草稿", subject="改过的店名")
    code = dict(form.asked("下一步")[1])["_draft"]
    receipt = form.press("下一步", phone="13800001234").press("确认提交")
    assert public.post(*old).path == receipt.path
    assert public.open("/drafts/form").path == "/drafts"
    again = resume(somebody(), code)
    assert again.path == receipt.path
    assert "这份草稿已经提交，不能再修改。" in again.text
    assert "改过的店名" not in again.text
    assert len(cases(hall)) == 1


def test_the_code_is_nowhere_but_on_paper(public, hall):
    code = code_on(put_aside(public))
    draft = table_of(Draft)
    with hall.reading() as connection:
        row = connection.execute(select(draft)).one()
    assert code == draft_code(hall.key, row.id)
    assert len(code) == 12
    written = b"".join(path.read_bytes() for path in hall.data.glob("hall.db*"))
    assert row.code_hash.encode() in written
    assert code.encode() not in written
    assert "燕子甜品铺".encode() not in written


def test_the_window_goes_on_with_what_was_begun_online(public, hall, another_visitor):
    code = code_on(put_aside(public))
    clerk = another_visitor()
    clerk.log_in("chuangkou")
    page = clerk.get(f"/intake/new/small_catering_permit?draft={code}").text
    assert "燕子甜品铺" in page
    assert "layout_plan.pdf" in page


def test_checking_keeps_the_draft(public, somebody):
    checked(public)
    code = code_on(public.open("/drafts/saved"))
    assert resume(somebody(), code).press("下一步").path == "/drafts/check"
