"""Enquiries at the desks: recorded by telephone, handed over, answered, published, watched, taken as a workbook."""

from __future__ import annotations

import csv
import io
import zipfile

from sqlalchemy import select
from support.enquiries import ask, record

from engine.jobs.feedback import raise_feedback_lights
from engine.store.base import table_of
from engine.store.feedback_sights import FeedbackSight

SAID = {
    "channel": "phone",
    "title": "开店要什么材料",
    "content": "请问要带什么？",
    "name": "王小明",
    "phone": "13800005678",
}


def test_recorded_handed_over_answered_and_published(at, hall):
    clerk, head = at("chuangkou"), at("shenpi")
    form = clerk.open("/enquiries").follow("登记咨询")
    assert form.press("登记", **(SAID | {"channel": ""})).status == 422
    page = form.press("登记", **SAID)
    assert "王小明" in page.text
    assert "13800005678" in page.text
    with hall.reading() as connection:
        assert len(connection.execute(select(table_of(FeedbackSight))).all()) == 1
    empty = page.press("答复并结束", answer="  ")
    assert empty.status == 422
    assert "事事有答复" in empty.text
    assert page.press("移交", to="", reason="请解释").status == 422
    page = page.press("移交", to="department:market_bureau", reason="由监管部门解释。")
    assert "对方接收以前仍由您负责" in page.text

    page = head.open("/enquiries?tab=offered").follow("开店要什么材料").press("接收，由我负责")
    page = page.press("答复并结束", answer="带身份证即可。")
    assert "已答复" in page.text
    wrong = page.press("公开", question="王小明要带什么？", reply="带身份证。")
    assert wrong.status == 422
    assert "人人可见" in wrong.text
    page = wrong.press("公开", question="要带什么？", reply="带身份证。")
    assert "已公开" in page.text
    assert "已撤下" in page.press("撤下").text
    assert "由其负责" in clerk.open("/notices").text
    assert clerk.open("/notices").press("打开咨询").path.startswith("/enquiries/")


def test_who_does_not_own_it_is_told_the_rule_and_strangers_nothing(at, training):
    enquiry = record(training)
    officer = at("pingjia").open(f"/enquiries/{enquiry}")
    token = at("pingjia").open("/enquiries/new").document.xpath("//input[@name='csrf_token']/@value")[0]
    visitor = at("pingjia").visitor
    answer = visitor.client.post(
        f"/enquiries/{enquiry}/answer", data={"csrf_token": token, "answer": "答"}, environ_base=visitor.where
    )
    assert answer.status_code == 403
    assert "首问负责制" in answer.text
    assert "答复并结束" not in officer.text
    assert at("shenhe").open(f"/enquiries/{enquiry}").status == 404
    assert at("jiancha").open("/enquiries/nothing").status == 404


def test_the_supervisor_counts_lists_and_takes_them_along(at, training, hall):
    record(training), ask(training)
    training.pass_days(4)
    record(training)
    raise_feedback_lights(hall, "w")
    supervisor = at("jiancha")
    page = supervisor.open("/supervision/feedback")
    for name, count in (("咨询未答复", 3), ("咨询逾期未答复", 2), ("咨询待登记", 1)):
        there = page.follow(name)
        assert len(there.document.xpath("//a[@class='row-title']")) == count
    assert "2026-03" in page.text
    assert "EM-20" in supervisor.open("/supervision/raised?rule=EM-20").text
    assert supervisor.open("/supervision/raised?rule=EM-20").follow("咨询 ZX").status == 200
    assert supervisor.open("/supervision/now").follow("咨询逾期").path.endswith("tab=overdue")

    def taken(address):
        with supervisor.open(address).response as response:
            return response.data

    def sheet(address):
        return list(csv.reader(io.StringIO(taken(address).decode("utf-8-sig"))))

    rows = sheet("/supervision/export/enquiries?tab=overdue&as=csv")
    assert len(rows) == 3
    assert rows[0][0] == "编号"
    assert {row[0] for row in rows[1:]} == {"ZX2026000001", "ZX2026000002"}
    months = sheet("/supervision/export/feedback?as=csv")
    assert months[1] == ["2026-03", "咨询", "3", "0", "0", "3", "2"]
    assert len(sheet("/supervision/export/raised?rule=EM-20&as=csv")) == 3
    with zipfile.ZipFile(io.BytesIO(taken("/supervision/export/enquiries?as=xlsx"))) as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == 4
