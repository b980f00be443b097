"""Everybody asks, follows the own enquiry by number and code, and reads what others asked, without an account."""

from __future__ import annotations

import re

from support import catering
from support.enquiries import act, ask, seen

from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.publish_enquiry import PublishEnquiry
from engine.feedback.take_enquiry import TakeEnquiry
from engine.queries.enquiries import enquiries
from engine.query_code import query_code

ASKED = {"title": "开店要什么材料", "content": "请问要带什么？", "name": "王小明", "phone": "13800005678"}


def test_asked_answered_and_read_by_number_and_code(public, somebody, hall, training):
    wrong = public.open("/ask").press("提交咨询", title=" ", content="")
    assert wrong.status == 422
    assert "有 2 处需要更正" in wrong.text
    page = wrong.press("提交咨询", **ASKED)
    assert "请抄下编号和查询码" in page.text
    number, code = re.findall(r'receipt-code">([A-Z0-9]+)<', page.source)
    assert page.path == f"/progress/enquiries/{number}"
    assert "王小明" not in page.text
    assert "138****5678" in page.text
    assert code not in page.path

    (enquiry,) = [one.id for one in listed(hall, training)]
    act(training, TakeEnquiry, enquiry, "chuangkou")
    act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证<b>即可</b>。")
    other = somebody("10.0.0.77")
    page = other.open("/progress").press("查询", number=number.lower(), code="AAAAAAAA")
    assert page.status == 422
    assert "编号或者查询码不对" in page.text
    page = page.press("查询", number=number.lower(), code=code.lower())
    assert "带身份证<b>即可</b>。" in page.text
    assert "林小满" not in page.text  # The hall answers, not a clerk.
    page.press("结束查询")
    assert other.open(f"/progress/enquiries/{number}").path.startswith("/progress?number=")


def listed(hall, training):
    with hall.reading() as connection:
        return enquiries(hall, connection, training["pingjia"].actor, "open").rows


def test_a_pass_opens_one_enquiry_and_no_other(public, hall, training):
    mine, other = ask(training), ask(training)
    numbers = [seen(training, "pingjia", one).line.number for one in (mine, other)]
    public.open("/progress").press("查询", number=numbers[0], code=query_code(hall.key, mine))
    assert public.open(f"/progress/enquiries/{numbers[0]}").status == 200
    assert public.open(f"/progress/enquiries/{numbers[1]}").status == 404
    assert public.open("/progress/enquiries/ZX2026999999").status == 404


def test_codes_of_enquiries_are_counted_like_those_of_cases(public, training):
    number = seen(training, "pingjia", ask(training)).line.number
    page = public.open("/progress")
    for _ in range(6):
        page = page.press("查询", number=number, code="AAAAAAAA")
    assert page.status == 429
    assert "尝试次数过多" in page.text


def test_a_published_answer_stands_in_the_guide_of_its_matter(public, training):
    enquiry = ask(training, matter_key=catering.KEY)
    act(training, TakeEnquiry, enquiry, "chuangkou")
    act(training, AnswerEnquiry, enquiry, "chuangkou", answer="带身份证。")
    assert "还没有公开的问答" in public.open("/questions").text
    act(training, PublishEnquiry, enquiry, "chuangkou", question="要带什么？<i>", answer="带身份证。")
    for address in ("/questions", f"/questions?matter={catering.KEY}", f"/matters/{catering.KEY}"):
        assert "要带什么？<i>" in public.open(address).text
    assert "要带什么" not in public.open("/questions?matter=none").text
    page = public.open(f"/matters/{catering.KEY}").follow("没有找到答案")
    assert page.document.xpath("//select[@name='matter_key']/option[@selected]/@value") == [catering.KEY]


def test_a_flood_is_told_to_wait(public):
    page = public.open("/ask")
    for _ in range(21):
        # A page that was read once, sent again and again by a program with a new key each time.
        path, fields = page.asked("提交咨询", **ASKED, _key=f"flood-{_}")
        answer = public.visitor.client.post(path, data=dict(fields), environ_base=public.visitor.where)
    assert answer.status_code == 429
    assert "一小时后再试" in answer.text
