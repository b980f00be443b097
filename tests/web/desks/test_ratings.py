"""Pages of ratings: the applicant's form, the code on a receipt, the department's sheet, the officer's call."""

from __future__ import annotations

import re

import pytest
from support import catering
from support.ratings import answer, rate, rows, served, sheet
from support.training import TrainingHall

from engine.query_code import query_code, rating_code


@pytest.fixture
def training(hall, clock):
    return TrainingHall(hall, clock)


def open_case(visitor, training, case):
    """Show number and code, and return the address of the case."""
    number = training.approver.file(case).case["number"]
    code = query_code(training.hall.key, case)
    return visitor.post("/progress", {"number": number, "code": code}).headers["Location"]


def key_in(page):
    return re.search(r'name="_key" value="([^"]+)"', page).group(1)


def test_from_the_page_of_the_case(visitor, training):
    case = served(training)
    address = open_case(visitor, training, case)
    assert "评价这次服务" in visitor.get(address).text
    page = visitor.get(f"{address}/rating").text
    assert page.count('name="level"') == 5
    said = {"level": "1", "tags": ["quick"], "text": "很好", "_key": key_in(page)}
    for _ in range(2):  # A double click is one rating.
        response = visitor.post(f"{address}/rating", said, shown=page)
        assert response.headers["Location"] == address
    shown = visitor.get(address).text
    assert "很好" in shown
    assert "评价这次服务" not in shown
    assert rows(training, case)[0].channel == "pc"
    again = visitor.post(f"{address}/rating", {"level": "5", "_key": "another"}, shown=page, follow_redirects=True)
    assert "一次服务只评价一次" in again.text
    assert len(rows(training, case)) == 1


def test_what_is_missing_is_said(visitor, training):
    case = served(training)
    address = open_case(visitor, training, case)
    response = visitor.post(f"{address}/rating", {"text": "字" * 501})
    assert response.status_code == 422
    assert "请选择满意程度" in response.text
    assert "最多写 500 字" in response.text
    assert "字" * 501 in response.text


def test_a_phone_is_known_as_one(visitor, training):
    case = served(training)
    address = open_case(visitor, training, case)
    phone = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}
    visitor.post(f"{address}/rating", {"level": "2"}, headers=phone)
    assert rows(training, case)[0].channel == "mobile"


def test_before_the_result_there_is_nothing_to_rate(visitor, training):
    case = catering.to_approval(training)
    address = open_case(visitor, training, case)
    assert visitor.get(f"{address}/rating").status_code == 409
    assert "评价这次服务" not in visitor.get(address).text


def test_the_code_of_a_receipt_opens_the_rating_alone(visitor, training):
    case = served(training)
    code = rating_code(training.hall.key, case)
    opened = visitor.get(f"/rating/open/{code}")
    assert opened.headers["Location"] == "/rating"
    page = visitor.get("/rating").text
    number = training.approver.file(case).case["number"]
    assert "王**" in page
    for hidden in (number, "王小明", "13800001234", "小明面馆"):
        assert hidden not in page
    # It opens nothing else of the case.
    assert visitor.get(f"/progress/{number}").status_code == 302
    assert visitor.post("/rating", {"level": "2"}, shown=page).status_code == 302
    assert rows(training, case)[0].channel == "qr"
    assert "您的评价" in visitor.get("/rating").text


@pytest.mark.parametrize("forged", ["", "A" * 59, "短", "%F0%9F%98%80"])
def test_a_forged_code_opens_nothing(visitor, training, forged):
    case = served(training)
    mine = rating_code(training.hall.key, case)
    for code in (forged, mine[:-2], mine.swapcase()):
        response = visitor.get(f"/rating/open/{code}")
        assert response.status_code == 404 if not code else response.headers["Location"] == "/progress"
    assert visitor.get("/rating").headers["Location"] == "/progress"


def test_the_department_reads_it_and_answers_and_the_officer_calls(visitor, another_visitor, training):
    case = served(training)
    rate(training, case, 5, text="窗口没有人，电话 13800001234")
    one = sheet(training, case)
    visitor.log_in("shenpi")
    assert one.document in visitor.get("/rectifications/own").text
    page = visitor.get(f"/rectifications/{one.id}").text
    assert "窗口没有人" in page
    assert "13800001234" not in page
    assert "非常不满意" in visitor.get(f"/cases/{case}").text
    wrong = visitor.post(f"/rectifications/{one.id}/answer", {"measure": "by_day", "answer": "　"}, shown=page)
    assert wrong.status_code == 422
    assert "完成整改的日期，须在今天以后" in wrong.text
    said = {"measure": "immediate", "answer": "已安排双岗。"}
    assert visitor.post(f"/rectifications/{one.id}/answer", said, shown=page).status_code == 302

    officer = another_visitor()
    officer.log_in("pingjia")
    assert one.document in officer.get("/rectifications?tab=to_call").text
    page = officer.get(f"/rectifications/{one.id}").text
    assert "13800001234" in page
    called = {"outcome": "satisfied", "said": "已说明。"}
    officer.post(f"/rectifications/{one.id}/calls", called, shown=page)
    page = officer.get(f"/rectifications/{one.id}").text
    assert "已办结" in page
    assert "13800001234" not in page


def test_the_number_is_shown_only_while_there_is_somebody_to_call(visitor, training):
    case = served(training)
    rate(training, case, 4)
    visitor.log_in("pingjia")
    one = sheet(training, case)
    assert "13800001234" not in visitor.get(f"/rectifications/{one.id}").text
    answer(training, case)
    assert "13800001234" in visitor.get(f"/rectifications/{one.id}").text


def test_others_do_not_find_the_sheet(visitor, training):
    case = served(training)
    rate(training, case, 4)
    one = sheet(training, case)
    visitor.log_in("chengguanju-shenpi")
    assert visitor.get(f"/rectifications/{one.id}").status_code == 404
    assert one.document not in visitor.get("/rectifications/own").text
    assert visitor.get("/rectifications").status_code == 403
    assert visitor.get("/rectifications/nobody").status_code == 404
