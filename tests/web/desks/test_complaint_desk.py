"""Complaints at the desks: recorded, decided on, given to a department, looked into, answered, watched, taken along."""

from __future__ import annotations

import csv
import io

from sqlalchemy import select
from support.complaints import accepted, complain

from engine.jobs.feedback import raise_feedback_lights
from engine.store.base import table_of
from engine.store.feedback_sights import FeedbackSight

SAID = {"channel": "phone", "title": "没有人理睬", "content": "等了一上午。", "target_department": "market_bureau"}
SAID |= {"who": "named", "name": "王小明", "phone": "13800005678", "target_name": "宋明远"}


def test_recorded_decided_on_and_answered_by_another_head(at, hall, training):
    clerk, officer, head = at("chuangkou2"), at("pingjia"), at("juzhang")
    form = clerk.open("/complaints").follow("登记投诉")
    assert form.press("登记", **(SAID | {"channel": ""})).status == 422
    page = form.press("登记", **SAID)
    assert "请把编号和查询码告诉投诉人" in page.text
    page = officer.open("/complaints?tab=decide").follow("没有人理睬")
    assert "王小明" in page.text
    with hall.reading() as connection:
        assert len(connection.execute(select(table_of(FeedbackSight))).all()) == 1
    assert page.press("不予受理", reason=" ").status == 422
    assert page.press("受理并交办", department="").status == 422
    page = page.press("受理并交办", department="market_bureau")
    assert "已受理，已交承办部门" in page.text
    assert "诉受〔2026〕00001号" in page.text

    # He whom it is about finds it nowhere, though he heads the department.
    address = page.path
    assert at("shenpi").open(address).status == 404
    assert "没有人理睬" not in at("shenpi").open("/complaints").text
    page = head.open("/notices").press("打开投诉")
    assert page.path == address
    page = page.press("记录", found="询问了当事人。")
    assert "询问了当事人。" in page.text
    page = page.press("延期", days="2", extension="需要看录像。")
    assert "需要看录像。" in page.text
    wrong = page.press("答复投诉人", finding="", answer="")
    assert wrong.status == 422
    page = wrong.press("答复投诉人", finding="upheld", answer="已批评教育。")
    assert "已答复投诉人" in page.text
    page = clerk.open(address).press("办结", satisfied="yes")
    assert "投诉已办结" in page.text


def test_the_supervisor_counts_lists_and_takes_them_along(at, training, hall):
    complain(training)
    accepted(training)
    training.pass_days(8)
    complain(training)
    raise_feedback_lights(hall, "w")
    supervisor = at("jiancha")
    page = supervisor.open("/supervision/feedback")
    for name, count in (("投诉未答复", 3), ("投诉逾期", 1), ("投诉待决定", 2)):
        assert len(page.follow(name).document.xpath("//a[@class='row-title']")) == count
    assert supervisor.open("/supervision/now").follow("投诉逾期").path.endswith("tab=overdue")
    assert supervisor.open("/supervision/raised?rule=EM-15").follow("投诉 TS").status == 200
    with supervisor.open("/supervision/export/complaints?tab=overdue&as=csv").response as response:
        rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["TS2026000001"]
    with supervisor.open("/supervision/export/feedback?as=csv").response as response:
        rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert rows[2] == ["2026-03", "投诉", "3", "0", "0", "3", "1"]


def test_strangers_find_none_and_supervisors_only_look(at, training):
    complaint = accepted(training)
    assert at("shenhe").open(f"/complaints/{complaint}").status == 404
    page = at("jiancha").open(f"/complaints/{complaint}")
    assert page.status == 200
    assert "答复投诉人" not in page.text


def test_its_papers_are_printed_for_who_sees_it(at, training):
    complaint = accepted(training, target_name="宋明远")
    with at("juzhang").open(f"/complaints/{complaint}/paper.pdf").response as paper:
        assert paper.data.startswith(b"%PDF")
    assert at("juzhang").open(f"/complaints/{complaint}/paper.pdf?of=answer").status == 409
    assert at("shenpi").open(f"/complaints/{complaint}/paper.pdf").status == 404
