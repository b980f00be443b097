"""Everybody complains, with a name or without, and reads and judges the result by number and code."""

from __future__ import annotations

import re

from support.complaints import HEAD, accepted, act, complain, listed, seen

from engine.feedback.answer_complaint import AnswerComplaint
from engine.feedback.decide_complaint import AcceptComplaint
from engine.query_code import query_code

SAID = {"title": "没有人理睬", "content": "等了一上午<b>没有人</b>。", "target_department": "market_bureau"}


def test_complained_anonymously_answered_and_judged(public, somebody, training):
    wrong = public.open("/complain").press("提交投诉", title="", who="anonymous", target_department="")
    assert wrong.status == 422
    assert "有 3 处需要更正" in wrong.text
    page = wrong.press("提交投诉", who="anonymous", name="王小明", **SAID)
    number, code = re.findall(r'receipt-code">([A-Z0-9]+)<', page.source)
    assert page.path == f"/progress/complaints/{number}"
    assert "王小明" not in page.text
    assert "匿名投诉" in page.text

    other = somebody("10.0.0.78")
    assert other.open(f"/progress/complaints/{number}").path.startswith("/progress?number=")
    page = other.open("/progress").press("查询", number=number.lower(), code=code.lower())
    assert "将在2026年3月9日以前决定是否受理" in page.text
    (complaint,) = listed(training, "pingjia")
    act(training, AcceptComplaint, complaint, "pingjia", department="market_bureau")
    act(training, AnswerComplaint, complaint, HEAD, finding="upheld", answer="已批评<i>教育</i>。")
    page = other.open(f"/progress/complaints/{number}")
    assert "已批评<i>教育</i>。" in page.text
    assert "宋明远" not in page.text
    assert "诉复〔2026〕00001号" in page.text
    for link in ("打印告知书", "打印答复书"):
        with page.follow(link).response as paper:
            assert paper.data.startswith(b"%PDF")
    page = page.press("不满意")
    assert "投诉已经办结" in page.text
    assert "不满意" in page.text


def test_a_named_one_needs_a_name(public):
    page = public.open("/complain").press("提交投诉", who="named", **SAID)
    assert page.status == 422
    assert "实名投诉请填写姓名" in page.text
    page = page.press("提交投诉", name="王小明", phone="13800005678")
    assert "138****5678" in page.text
    assert "王小明" not in page.text


def test_a_pass_opens_and_judges_one_complaint_only(public, hall, training):
    mine, other = accepted(training), complain(training)
    numbers = [seen(training, "pingjia", one).line.number for one in (mine, other)]
    public.open("/progress").press("查询", number=numbers[0], code=query_code(hall.key, mine))
    assert public.open(f"/progress/complaints/{numbers[1]}").status == 404
    token = public.open("/complain").document.xpath("//input[@name='csrf_token']/@value")[0]
    for number, status in ((numbers[1], 404), (numbers[0], 409)):
        answer = public.visitor.client.post(
            f"/progress/complaints/{number}/satisfaction",
            data={"csrf_token": token, "satisfied": "yes"},
            environ_base=public.visitor.where,
        )
        assert answer.status_code == status
