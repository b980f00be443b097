"""The trail page of supervisors: what changed from what to what, when it happened, at which window."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select
from support import catering

from engine.actor import SYSTEM
from engine.administration.service_windows import SetUpWindow
from engine.audit.verify_file import problems
from engine.store.base import table_of
from engine.store.service_windows import ServiceWindow


@pytest.fixture
def trail_of(at):
    def open_(case: str, query: str = ""):
        page = at("jiancha").open(f"/supervision/cases/{case}/trail{query}")
        assert page.status == 200
        return page

    return open_


def cells(page, of: int) -> list[str]:
    return [
        re.sub(r"\s+", " ", cell.text_content()).strip()
        for cell in page.document.xpath(f"//table[contains(@class,'list-trail')]/tbody/tr/td[{of}]")
    ]


def test_what_changed_is_told_from_what_to_what(training, trail_of):
    case = catering.to_approval(training)
    catering.grant(training, case)
    said = " ".join(cells(trail_of(case), 4))
    assert "办件状态：待受理 → 办理中" in said
    assert "办件状态：办理中 → 已决定" in said
    assert "办理结果：无 → 准予" in said
    assert re.search(r"承诺办结期限：无 → 2026年3月\d+日", said)
    assert "受理或补正告知期限：无 → 2026年3月9日" in said


def test_an_answer_given_anew_is_held_against_the_one_before(at, training, trail_of):
    case = catering.file_application(training)
    catering.ask_for(training, case, "layout_plan")
    catering.supplement(training, case, "layout_plan")
    catering.accept(training, case)
    page = trail_of(case)
    first, second = (text for text in cells(page, 4) if text.startswith("受理审查"))
    assert "→" not in first
    assert "存在的问题：复印件不清晰 → 无" in second
    assert "13800001234" not in page.source


def test_an_earlier_day_is_told_and_counted(training, trail_of):
    case = catering.to_approval(training)
    catering.grant(training, case)
    training.pass_days(7)
    catering.certify(training, case)
    catering.deliver(training, case, signed_on="2026-03-03")
    when = cells(trail_of(case), 2)
    assert any("发生在2026年3月3日" in text and "补录，晚" in text for text in when), when
    late = cells(trail_of(case, "?kind=late"), 1)
    assert len(late) == 1


def test_a_person_says_at_which_window_they_sit(at, hall, training, trail_of):
    hall.run(SetUpWindow(by=SYSTEM, number="A07", place="一楼", departments=("market_bureau",)))
    hall.run(SetUpWindow(by=SYSTEM, number="Z01", place="别处", departments=("fee_hall",)))
    desk = at("chuangkou").open("/desk")
    assert "A07" in desk.text
    assert "Z01" not in desk.text
    with hall.reading() as connection:
        rows = dict(connection.execute(select(ServiceWindow.number, table_of(ServiceWindow).c.id)).all())
    assert "请选择本部门开放的窗口" in desk.press("记下", window_id=rows["Z01"]).text
    assert "您现在在 A07 窗口" in desk.press("记下", window_id=rows["A07"]).text
    case = catering.file_application(training)
    at("chuangkou").open(f"/cases/{case}").press("存入备注", note="当面核对过原件")
    assert "A07 窗口" in cells(trail_of(case), 3)[-1]
    assert "您现在不在窗口" in at("chuangkou").open("/desk").press("记下", window_id="").text
    assert "您现在在哪个窗口" not in at("shenhe").open("/desk").text


def test_a_trail_is_narrowed_by_kind_person_and_day(training, trail_of):
    case = catering.to_approval(training)
    all_of_it = cells(trail_of(case), 1)
    documents = trail_of(case, "?kind=documents")
    assert documents
    assert all("制发" in text for text in cells(documents, 4))
    assert len(cells(documents, 1)) < len(all_of_it)
    mine = trail_of(case, "?person=程砚")
    assert set(cells(mine, 1)) < set(all_of_it)
    assert all(text.startswith("程砚") for text in cells(mine, 3))
    assert "没有符合条件的记录" in trail_of(case, "?since=2030-01-01").text
    assert cells(trail_of(case, "?since=乱码&kind=乱码&page=99"), 1) == all_of_it


def test_a_supervisor_takes_the_trail_away(at, training):
    case = catering.to_approval(training)
    answer = at("jiancha").open(f"/supervision/cases/{case}/trail.json").response
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    trail = json.loads(answer.text)
    assert problems(trail) == []
    assert trail["values"] == []
    assert "13800001234" not in answer.text
    assert at("chuangkou").open(f"/supervision/cases/{case}/trail.json").status == 403
