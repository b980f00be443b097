"""Following a case: only with its code, in plain words, without officers' names, and no other case ever."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import orjson
import pytest
from pages import Browser
from portal_pages import code_on, filed, number_on, scans, typed, words_of
from support import catering

from engine.query_code import query_code
from webapp.training_hall.people import population

OFFICERS = [row["name"] for row in population()["people"]]
PAGES = ("", "/receipt", "/chart.svg", "/supplement", "/reports/rectification_reported", "/withdrawal")


def test_a_case_is_followed_by_number_and_code_from_the_receipt(public, somebody):
    receipt = filed(public)
    code, number = code_on(receipt), number_on(receipt)
    for entry in ("/progress", "/"):
        page = somebody().open(entry).press("查询", number=f" {number[:6]} {number[6:]}", code=code.lower())
        assert page.path == f"/progress/{number}"
        assert "您的申请已经收到，等待窗口审查材料。" in page.text
        assert code not in page.source
        assert not [link for link in page.links() if code in link]


@pytest.mark.parametrize(
    ("number", "code"),
    [("", ""), ("right", ""), ("right", "AAAABBBB"), ("6109212026030200099", "AAAABBBB"), ("' or 1=1", "' or 1=1")],
)
def test_a_wrong_number_or_code_opens_nothing_and_tells_nothing(public, training, number, code):
    case = catering.file_application(training)
    right = training.clerk.file(case).case["number"]
    page = public.open("/progress").press("查询", number=right if number == "right" else number, code=code)
    assert page.status == 422
    assert page.path == "/progress"
    assert "小明" not in page.text
    if number and code:
        assert "办件编号或者查询码不正确" in page.text
    assert public.open(f"/progress/{right}").path.startswith("/progress?number=")


def test_codes_are_throttled_by_number_and_by_address(public, somebody, hall, training, clock):
    case = catering.file_application(training)
    number, code = training.clerk.file(case).case["number"], query_code(hall.key, case)
    for guess in range(5):
        assert public.open("/progress").press("查询", number=number, code=f"AAAABBB{guess + 2}").status == 422
    blocked = somebody().open("/progress").press("查询", number=number, code=code)
    assert blocked.status == 429
    assert "请 1 分钟后再试" in blocked.text
    clock.advance(timedelta(minutes=2))
    assert somebody().open("/progress").press("查询", number=number, code=code).path == f"/progress/{number}"
    guesser = somebody("10.7.7.7")
    for guess in range(20):
        page = guesser.open("/progress").press("查询", number=f"61092120260302{guess:05d}", code="AAAABBBB")
        assert page.status == 422
    assert guesser.open("/progress").press("查询", number=number, code=code).status == 429
    assert guesser.visitor.log_in("chuangkou").status_code == 302


def test_a_right_code_does_not_count_as_a_try(public, followed, training):
    case = catering.file_application(training)
    for _ in range(25):
        followed(case)


def test_no_other_case_is_reachable(public, followed, hall, training):
    mine, other = catering.file_application(training), catering.file_application(training, subject="别人的店")
    followed(mine)
    theirs = training.clerk.file(other)
    number = theirs.case["number"]
    foreign = theirs.documents[0].id
    own = training.clerk.file(mine)
    token = public.open("/progress").document.xpath("//input[@name='csrf_token']/@value")[0]
    for rest in (*PAGES, f"/documents/{foreign}.pdf"):
        for place in (number, other, "x", "6109212026030299999"):
            page = public.open(f"/progress/{place}{rest}")
            assert page.status == 404, rest
            assert "别人的店" not in page.text
        if rest in ("/supplement", "/reports/rectification_reported", "/withdrawal"):
            said = [("csrf_token", token), ("reason", "x"), ("sure", "yes"), ("note", "x"), ("case_id", other)]
            assert public.post(f"/progress/{number}{rest}", said).status == 404
    assert public.open(f"/progress/{own.case['number']}/documents/{foreign}.pdf").status == 404
    assert public.open(f"/progress/{own.case['number']}/documents/{own.documents[0].id}.pdf").status == 200
    assert training.status(other) == "received"
    assert public.visitor.get(f"/cases/{mine}").status_code == 302


def test_without_a_pass_every_number_asks_for_the_code(public, training):
    case = catering.file_application(training)
    number = training.clerk.file(case).case["number"]
    for place in (number, "6109212026030299999"):
        for rest in PAGES:
            page = public.open(f"/progress/{place}{rest}")
            assert page.path == f"/progress?number={place}"
            assert page.document.xpath("//input[@id='number']/@value") == [place]


def test_a_pass_ends_after_an_hour_and_by_hand(public, followed, clock, training):
    case = catering.file_application(training)
    page = followed(case)
    clock.advance(timedelta(minutes=50))
    assert public.open(page.path).path == page.path
    clock.advance(timedelta(minutes=50))
    assert public.open(page.path).path == page.path
    clock.advance(timedelta(minutes=61))
    assert public.open(page.path).path.startswith("/progress?number=")
    followed(case).press("结束查询")
    assert public.open(page.path).path.startswith("/progress?number=")


def test_a_pass_made_by_hand_opens_nothing(public, somebody, hall, training):
    case = catering.file_application(training)
    path = f"/progress/{training.clerk.file(case).case['number']}"
    for text in ("x", base64.urlsafe_b64encode(orjson.dumps(["banjian_case", case, 4_000_000_000])).decode()):
        public.visitor.client.set_cookie("banjian_case", text, path="/progress")
        assert public.open(path).path.startswith("/progress?number=")


def test_the_page_names_no_officer_and_masks_the_applicant(followed, training):
    case = catering.to_approval(training)
    catering.refuse(training, case)
    page = followed(case)
    assert "王**" in page.text
    for name in (*OFFICERS, "王小明", catering.ID_NUMBER, "13800001234", "现场情况属实", "建议准予许可"):
        assert name not in page.source, name
    history = words_of(page.document.xpath("//ol[@class='timeline']")[0])
    for said in ("提交申请", "受理审查", "县行政审批服务局", "现场核查", "审批", "不予许可", "不予行政许可决定书"):
        assert said in history
    assert "可以在知道之日起 60 日内申请行政复议" in page.text


def brought_to(training, status):
    """Return a case that stands there."""
    if status in ("received", "accepted"):
        case = catering.file_application(training)
        if status == "accepted":
            catering.accept(training, case)
        return case
    case = catering.to_approval(training)
    for act in (catering.grant, catering.certify, catering.deliver)[
        : ["decided", "completed", "closed"].index(status) + 1
    ]:
        act(training, case)
    return case


@pytest.mark.parametrize(
    ("status", "said", "stage", "due"),
    [
        ("received", "等待窗口审查材料", "受理", "受理或补正告知期限 2026年3月9日到期"),
        ("accepted", "您的申请已经受理，正在办理", "审核", "承诺办结时限 2026年3月11日到期"),
        ("decided", "已经作出决定", "办结", "送达期限 2026年3月16日到期"),
        ("completed", "等待您领取或者签收", "送达", "送达期限 2026年3月16日到期"),
        ("closed", "已经办结，结果已经送达", None, "准予许可"),
    ],
)
def test_each_standing_is_told_in_plain_words(followed, training, status, said, stage, due):
    case = brought_to(training, status)
    assert training.status(case) == status
    page = followed(case)
    assert said in page.text
    assert due in page.text
    here = page.document.xpath("//ol[@class='stepper']/li[@aria-current='step']/span[@class='step-name']")
    assert [words_of(one) for one in here] == ([stage] if stage else [])


def test_the_chart_marks_the_present_step(public, followed, training):
    case = catering.file_application(training)
    catering.accept(training, case)
    page = followed(case)
    (picture,) = page.document.xpath("//div[@class='chart-frame']/img/@src")
    answer = public.visitor.get(picture)
    assert answer.mimetype == "image/svg+xml"
    assert "办理中" in answer.text
    rows = page.document.xpath("//section[@id='chart']//tbody/tr[@aria-current='step']")
    assert [words_of(row)[:6] for row in rows] == ["指派核查人员"]


def test_a_case_that_waits_stands_at_what_it_waits_for(public, followed, training):
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan")
    page = followed(case)
    picture = public.visitor.get(f"{page.path}/chart.svg").text
    marked = re.findall(r'<g class="node [^"]*status-current[^"]*" data-element="(\w+)"', picture)
    assert marked == ["supplement_received"]
    assert "等待补正 → 受理审查" in words_of(page.document.xpath("//ul[@class='next']")[0])


def test_the_receipt_can_be_printed_again(public, followed, hall, training):
    case = catering.file_application(training)
    page = public.open(f"{followed(case).path}/receipt")
    assert code_on(page) == query_code(hall.key, case)
    (address,) = [link for link in page.links() if link.endswith(".pdf")]
    answer = public.visitor.get(address)
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_of_a_case_are_not_kept_by_browsers(public, followed, training):
    page = followed(catering.file_application(training))
    for path in (page.path, f"{page.path}/receipt", f"{page.path}/chart.svg"):
        assert public.visitor.get(path).headers["Cache-Control"] == "no-store"


def test_a_case_from_the_window_is_followed_too(at_window, followed, training):
    case = at_window()
    page = followed(case)
    assert "燕子甜品铺" in page.text
    assert "林小满" not in page.source


@pytest.fixture
def at_window(another_visitor, training):
    def walk_in():
        clerk = Browser(another_visitor(), "chuangkou")
        page = clerk.open("/intake/new/small_catering_permit").press("收件", **typed(), **scans())
        return page.path.rsplit("/", 1)[1]

    return walk_in
