"""The console: people and posts, how the hall runs, the calendar; and no case in sight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from support import catering

from engine.actor import SYSTEM
from engine.command import Command
from engine.jobs.worker import Beat, sweep_all
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident


@pytest.fixture
def admin(at):
    return at("admin")


def person_link(page, name):
    return next(one.get("href") for one in page.document.xpath("//a[@class='row-title']") if one.text == name)


def test_people_are_listed_with_posts_and_last_login(admin, reviewer):
    reviewer.open("/desk")
    page = admin.open("/admin/people")
    row = next(one for one in page.document.xpath("//tbody/tr") if "程砚" in one.text_content())
    said = re.sub(r"\s+", " ", row.text_content())
    assert "shenhe" in said
    assert "审核人" in said
    assert "2026年3月2日 09:30" in said
    assert "程砚" not in admin.open("/admin/people?q=lin").text
    assert "罗岳" in admin.open("/admin/people?department=market_station").text


def test_a_new_person_logs_in_with_the_password_shown_once(admin, another_visitor):
    form = admin.open("/admin/people/new")
    page = form.press("建立账号", name="许安", login="xuan", department="market_bureau", post="approver")
    password = page.document.xpath("//code[@class='secret']")[0].text
    assert password not in admin.open(person_link(admin.open("/admin/people"), "许安")).source
    visitor = another_visitor()
    answer = visitor.log_in("xuan", password)
    assert answer.status_code == 302
    assert visitor.get("/inbox").headers["Location"].endswith("/account/password")


def secret_of(page):
    return page.document.xpath("//code[@class='secret']")[0].text


def test_whoever_presses_twice_sees_the_password_that_holds(admin, another_visitor):
    form = admin.open("/admin/people/new")
    new = {"name": "许安", "login": "xuan", "department": "market_bureau", "post": "approver"}
    first, second = (secret_of(form.press("建立账号", **new)) for _ in range(2))
    assert first == second
    page = admin.open(person_link(admin.open("/admin/people"), "许安"))
    first, second = (secret_of(page.press("重置密码")) for _ in range(2))
    assert first == second
    assert another_visitor().log_in("xuan", second).status_code == 302
    assert secret_of(admin.open(page.path).press("重置密码")) != second


def test_mistakes_of_a_new_person_are_told_beside_the_fields(admin):
    page = admin.open("/admin/people/new").press("建立账号", name="", login="Not Good")
    assert page.status == 422
    assert [one.get("href") for one in page.document.xpath("//*[@id='error-summary']//a")] == [
        "#login",
        "#name",
        "#department",
        "#post",
    ]
    taken = page.press("建立账号", name="甲", login="shenhe", department="market_bureau", post="reviewer")
    assert taken.status == 422
    assert "登录名 shenhe 已经有人使用。" in taken.text


def test_a_post_opens_and_closes_a_desk_at_once(admin, reviewer):
    assert reviewer.open("/supervision").status == 403
    page = admin.open(person_link(admin.open("/admin/people"), "程砚"))
    given = page.press("任职", nth=0, post="supervisor", department="approval_bureau")
    assert "已任职。" in given.text
    assert reviewer.open("/supervision").status == 200
    again = given.press("任职", post="supervisor", department="approval_bureau")
    assert again.status == 409
    row = next(one for one in given.document.xpath("//tbody/tr") if "监察员" in one.text_content())
    position = given.document.xpath("//tbody/tr").index(row)
    ended = given.press("免去", nth=position)
    assert "已免去这个岗位" in ended.text
    assert reviewer.open("/supervision").status == 403
    assert "监察员" in ended.text


def test_the_last_administrator_stays(admin):
    page = admin.open(person_link(admin.open("/admin/people"), "管理员（练习）"))
    refused = page.press("免去")
    assert refused.status == 409
    assert "至少要有一名系统管理员" in refused.text
    assert admin.open("/admin/people").status == 200


@pytest.mark.parametrize("wish", [{"post": "applicant"}, {"post": "king"}, {"department": "nowhere"}])
def test_posts_that_are_none_are_not_given(admin, wish):
    page = admin.open(person_link(admin.open("/admin/people"), "程砚"))
    told = page.press("任职", **({"post": "reviewer", "department": "approval_bureau"} | wish))
    assert "请选择" in told.document.xpath("//*[@role='status']")[0].text_content()


def test_a_reset_ends_every_session(admin, reviewer, another_visitor):
    reviewer.open("/desk")
    page = admin.open(person_link(admin.open("/admin/people"), "程砚")).press("重置密码")
    password = page.document.xpath("//code[@class='secret']")[0].text
    assert reviewer.visitor.get("/desk").status_code == 302
    assert another_visitor().log_in("shenhe", password).status_code == 302


def test_the_schedule_says_what_ran_in_words(admin, hall):
    assert "没有后台进程在运行" in admin.open("/admin/running").text
    hall.run(Beat(by=SYSTEM, worker="hall-1"))
    sweep_all(hall)
    page = admin.open("/admin/running")
    said = {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in page.document.xpath("//tr[td]")}
    assert said["到期事务"] == ["每 3 秒", "2026年3月2日 09:30", "失败 0"]
    assert said["期限临期超期预警"] == ["0", "—"]
    assert said["每日存证"][0] == "每天 00:10"
    assert said["hall-1"][0] == "运行中"


def test_a_worker_that_is_silent_is_told(admin, hall, clock):
    hall.run(Beat(by=SYSTEM, worker="hall-1"))
    clock.advance(timedelta(minutes=2))
    assert "没有响应" in admin.open("/admin/running").text


@dataclass(frozen=True, kw_only=True)
class Break(Command):
    """Open an incident on a case, as a failed timer would."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = {"id": "i" * 32, "case_id": self.case_id, "kind": "timer", "element_id": "acceptance", "retries": 0}
        uow.execute(insert(Incident), row | {"token": "t", "reason": "时钟停了", "opened_at": uow.now})
        return {}


def test_an_incident_is_retried_from_the_list(admin, hall, training):
    case = catering.file_application(training)
    hall.run(Break(by=SYSTEM, case_id=case))
    page = admin.open("/admin/running")
    for text in ("定时出错", "时钟停了", "受理审查", training.clerk.file(case).case["number"]):
        assert text in page.text
    for secret in ("王小明", "小明面馆"):
        assert secret not in page.source
    path, fields = page.asked("重试")
    assert "已重试" in admin.post(path, fields).text
    assert "没有异常。" in admin.open("/admin/running").text
    assert admin.post(path, [one for one in fields if one[0] != "_key"]).status == 409


def test_the_training_clock_moves_forward_only(admin, hall):
    page = admin.open("/admin/running").press("向前 1 天")
    assert "法定时间2026年3月3日 09:30" in page.text.replace(" 法定时间 ", "法定时间").replace("法定时间 ", "法定时间")
    page = page.press("调整", days="10")
    assert "练习时间已向前调 10 天。" in page.text
    for wish in ("-3", "0", "400", "x", "１"):
        told = admin.open("/admin/running").press("调整", days=wish)
        assert told.status == 422
        assert told.document.xpath("//input[@id='days']/@aria-invalid") == ["true"], wish
        assert told.document.xpath("//input[@id='days']/@value") == [wish]
        assert told.document.xpath("//p[@id='days-error']")[0].text
    with hall.reading() as connection:
        assert hall.legal_offset(connection) == timedelta(days=11)


def test_the_calendar_says_what_is_off_and_what_is_provisional(admin):
    page = admin.open("/admin/calendar")
    assert "2026年工作日历" in page.text
    assert page.document.xpath("//td[contains(@class,'today')]")[0].text == "2"
    holidays = page.document.xpath("//td[contains(@class,'holiday')]/@title")
    assert "春节" in holidays
    assert "日历为暂定" not in page.text
    assert "日历为暂定" in admin.open("/admin/calendar?year=2027").text
    assert admin.open("/admin/calendar?year=1999").status == 404


def test_an_administrator_reads_no_case(admin, training):
    case = catering.file_application(training)
    task = training.clerk.find(case, "acceptance")
    for path in (f"/cases/{case}", f"/cases/{case}/chart.svg"):
        assert admin.open(path).status == 404
    assert admin.open(f"/tasks/{task}").status == 403
