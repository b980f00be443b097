"""On a phone, by keyboard and without script: an enquiry and a complaint are filed, and their results read."""

from __future__ import annotations

import pytest
from browsing import PHONE
from support import complaints as complaint
from support import enquiries as enquiry
from support.training import TrainingHall

from engine.feedback.answer_complaint import AnswerComplaint
from engine.feedback.answer_enquiry import AnswerEnquiry
from engine.feedback.decide_complaint import AcceptComplaint
from engine.feedback.take_enquiry import TakeEnquiry

pytestmark = pytest.mark.browser


def press_until(page, selector, key="Tab", most=80):
    """Move the focus with the keyboard until it stands on an element."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{key} does not reach {selector}")


def fill_in(page, fields):
    for selector, text in fields:
        press_until(page, selector)
        page.keyboard.type(text)


def send(page, selector="main form.filling button[type=submit]"):
    press_until(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(person, number, code):
    page = person.open("/progress")
    fill_in(page, [("#number", number), ("#code", code)])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert person.fits()
    return page


@pytest.fixture
def training(served):
    hall = served.extensions["banjian_hall"]
    return TrainingHall(hall, hall.clock)


def test_an_enquiry_is_asked_and_its_answer_read(visit, training):
    person = visit(PHONE, java_script_enabled=False)
    page = person.open("/ask")
    assert person.fits()
    fill_in(page, [("#title", "周末上班吗"), ("#content", "周末能来办事吗？")])
    send(page)
    assert person.fits()
    number, code = page.locator(".receipt-code").all_inner_texts()
    (found,) = enquiry.listed(training, "pingjia", "waiting")
    enquiry.act(training, TakeEnquiry, found, "chuangkou")
    enquiry.act(training, AnswerEnquiry, found, "chuangkou", answer="周六上午照常办理。")
    page = follow(visit(PHONE, java_script_enabled=False), number, code.lower())
    assert "周六上午照常办理。" in page.inner_text("main")
    assert person.complaints == []


def test_an_anonymous_complaint_is_filed_its_result_read_and_judged(visit, training):
    person = visit(PHONE, java_script_enabled=False)
    page = person.open("/complain")
    assert person.fits()
    fill_in(page, [("#title", "没有人理睬"), ("#content", "等了一上午。")])
    press_until(page, "#target_department")
    page.keyboard.press("ArrowDown")
    press_until(page, "[name=who]")
    page.keyboard.press("ArrowDown")
    send(page)
    assert person.fits()
    number, code = page.locator(".receipt-code").all_inner_texts()
    assert "匿名投诉" in page.inner_text("main")
    (found,) = complaint.listed(training, "pingjia", "decide")
    complaint.act(training, AcceptComplaint, found, "pingjia", department="market_bureau")
    answer = {"finding": "upheld", "answer": "已批评教育。"}
    complaint.act(training, AnswerComplaint, found, "shenpi", **answer)
    other = visit(PHONE, java_script_enabled=False)
    page = follow(other, number, code)
    assert "已批评教育。" in page.inner_text("main")
    send(page, "button[value=yes]")
    assert "投诉已经办结" in page.inner_text("main")
    assert other.complaints == []


@pytest.mark.parametrize("path", ["/ask", "/complain", "/questions"])
def test_the_public_pages_have_no_serious_barrier(visit, served, path):
    person = visit(PHONE)
    person.open(path)
    assert person.fits()
    assert person.violations() == []
    assert person.complaints == []
