"""The delivery desk, the supervision desk and notices."""

from __future__ import annotations

import re

from support import catering

from engine.jobs.worker import sweep_all


def rows(page):
    return [re.sub(r"\s+", " ", one.text_content()).strip() for one in page.document.xpath("//tbody/tr")]


def decided(training, **changes):
    case = catering.file_application(training, **changes)
    catering.accept(training, case)
    catering.assign(training, case)
    for login in ("hecha1", "hecha2"):
        catering.check(training, case, login)
    training.reviewer.complete(case, "review", result="pass", opinion="符合条件，建议准予许可")
    catering.grant(training, case)
    return case


COURIER = {
    "delivery_mode": "courier",
    "recipient": "郑秀英",
    "recipient_phone": "13900002222",
    "postal_address": "陕西省汉阴县城关镇北城街 8 号",
}


def test_results_go_to_the_list_that_the_applicant_asked_for(at, training):
    desk = at("chujian")
    decided(training, subject="待做")
    for subject, changes in (("来取", {}), ("寄走", COURIER)):
        catering.certify(training, decided(training, subject=subject, **changes))
    for tab, shop in (("making", "待做"), ("window", "来取"), ("courier", "寄走")):
        (row,) = rows(desk.open(f"/delivery?tab={tab}"))
        assert shop in row
        assert "准予" in row
        assert "剩 10 个工作日" in row


def test_what_nobody_collects_is_listed_with_the_days_since(at, training):
    case = decided(training)
    catering.certify(training, case)
    assert rows(at("chujian").open("/delivery?tab=uncollected")) == []
    training.pass_days(8)
    (row,) = rows(at("chujian").open("/delivery?tab=uncollected"))
    assert "已 6 个工作日" in row


def test_a_courier_delivery_ends_the_case(at, training):
    case = decided(training, **COURIER)
    catering.certify(training, case)
    page = at("chujian").open("/delivery?tab=courier").press("办理")
    assert page.document.xpath("//input[@name='address']")[0].get("value") == COURIER["postal_address"]
    after = page.press("提交", tracking_no="SF1234567890")
    assert "《送达回证》" in after.text
    assert training.status(case) == "closed"


def test_another_window_sees_nothing_of_it(at, training):
    decided(training)
    assert at("chuangkou").open("/delivery").status == 403


def test_a_supervisor_sees_every_case_and_its_light(at, training):
    late = catering.file_application(training, subject="晚了的店", applicant_name="李四光")
    catering.accept(training, late)
    training.pass_days(15)
    catering.file_application(training, subject="新来的店")
    page = at("jiancha").open("/supervision")
    new, old = rows(page)
    assert "新来的店" in new
    assert "待受理" in new
    assert "剩 5 个工作日" in new
    assert "王**" in new
    assert "晚了的店" in old
    assert "指派核查人员" in old
    assert "超期" in old
    assert "李**" in old
    assert "本步超期" in old
    assert "李四光" not in page.source
    counts = [one.text for one in page.document.xpath("//span[@class='tile-number']")]
    assert counts == ["1", "0", "1"]


FOUND = {
    "light=red": 1,
    "light=yellow": 0,
    "light=green": 1,
    "status=received": 1,
    "department=market_station": 1,
    "department=nowhere": 0,
    "matter=three_reviews": 0,
    "q=晚了": 1,
    "q=6109212026": 2,
    "q=%25": 0,
    "after=nonsense~x": 0,
}


def test_the_supervisor_narrows_the_list(at, training):
    late = catering.file_application(training, subject="晚了的店")
    catering.accept(training, late)
    training.pass_days(15)
    catering.file_application(training, subject="新来的店")
    assert {asked: len(rows(at("jiancha").open(f"/supervision?{asked}"))) for asked in FOUND} == FOUND


def test_a_light_is_told_once_and_read_once(at, training, hall):
    case = catering.file_application(training)
    catering.accept(training, case)
    training.pass_days(2)
    sweep_all(hall)
    sweep_all(hall)
    head = at("suozhang").open("/notices")
    assert "指派核查人员" in head.text
    assert "逾期" in head.text
    assert re.search("通知 2 ?条未读", head.text)  # that it was nearly due, and that it was late
    opened = head.press("打开办件")
    assert opened.path == f"/cases/{case}"
    assert re.search("通知 1 ?条未读", opened.text)
    assert "条未读" not in at("suozhang").open("/notices?show=unread").press("打开办件").text
    assert "没有未读的通知。" in at("suozhang").open("/notices?show=unread").text


def test_all_are_read_at_once(at, training, hall):
    for _ in range(3):
        catering.accept(training, catering.file_application(training))
    training.pass_days(2)
    sweep_all(hall)
    after = at("suozhang").open("/notices").press("全部标为已读")
    assert "已全部标为已读。" in after.text
    assert "条未读" not in after.text


def test_nobody_reads_another_persons_notice(at, training, hall):
    catering.accept(training, catering.file_application(training))
    training.pass_days(2)
    sweep_all(hall)
    path, fields = at("suozhang").open("/notices").asked("标为已读")
    page = at("shenhe").open("/notices")
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    foreign = [(name, value) for name, value in fields if name != "csrf_token"]
    assert at("shenhe").post(path, [("csrf_token", token), *foreign]).status == 404
    assert "条未读" in at("suozhang").open("/notices").text


def test_notices_are_english_in_english(at, training, hall):
    catering.accept(training, catering.file_application(training))
    training.pass_days(10)
    sweep_all(hall)
    page = at("suozhang").open("/notices?lang=en")
    assert re.search(r"“Promised limit” of case \d+ is due on|was due on", page.text)
