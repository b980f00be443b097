"""An account is closed when somebody leaves, and opened when they come back; posts begin and end on days."""

from __future__ import annotations

import pytest
from support import catering


@pytest.fixture
def admin(at):
    return at("admin")


def page_of(admin, name):
    page = admin.open("/admin/people")
    link = next(one.get("href") for one in page.document.xpath("//a[@class='row-title']") if one.text == name)
    return admin.open(link)


def test_a_closed_account_cannot_log_in_and_opens_again(admin, reviewer, another_visitor):
    reviewer.open("/desk")
    closed = page_of(admin, "程砚").press("停用这个账号")
    assert "账号已停用，本人在各处的登录已退出。" in closed.text
    assert reviewer.visitor.get("/desk").status_code == 302
    assert another_visitor().log_in("shenhe").status_code != 302
    assert "停用这个账号" not in closed.source
    opened = closed.press("启用账号")
    assert "账号已启用" in opened.text
    assert another_visitor().log_in("shenhe").status_code == 302


def test_what_was_in_hand_goes_back_to_colleagues_and_the_trail_says_so(admin, training):
    case = catering.to_approval(training)
    training.approver.claim(case, "approval")
    page = page_of(admin, "宋明远").press("停用这个账号")
    assert "名下 1 个步骤已退回待签收。" in page.text
    (task,) = training.supervisor.file(case).open_tasks
    assert task.holder is None
    released = training.supervisor.file(case).trail[-1]
    assert (released.act, released.actor_name) == ("released", "管理员（练习）")


def test_a_step_that_names_the_person_stays(admin, training):
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    page = page_of(admin, "秦川").press("停用这个账号")
    assert "有 1 个步骤是指派给本人的，仍在名下。" in page.text
    assert {task.holder for task in training.supervisor.file(case).open_tasks} == {"秦川", "叶知秋"}


def test_nobody_closes_their_own_account(admin):
    own = page_of(admin, "管理员（练习）")
    assert "停用这个账号" not in own.source
    other = page_of(admin, "程砚")
    path, fields = other.asked("停用这个账号")
    mine = path.replace(other.path.split("/")[-1], own.path.split("/")[-1])
    refused = admin.post(mine, fields)
    assert refused.status == 409
    assert "不能停用自己的账号" in refused.text


def test_a_post_may_begin_later_and_end_on_a_day(admin, at, training):
    page = page_of(admin, "程砚")
    wish = {"post": "supervisor", "department": "approval_bureau"}
    given = page.press("任职", starts_on="2026-03-04", ends_on="2026-03-05", **wish)
    assert "未到任" in given.text
    assert "2026年3月4日 — 2026年3月5日" in given.text
    open_on = {}
    for _day in range(4):
        open_on[training.today.isoformat()] = at("shenhe").open("/supervision").status
        training.pass_days(1)
    assert open_on == {"2026-03-02": 403, "2026-03-03": 403, "2026-03-04": 200, "2026-03-05": 200}
    assert at("shenhe").open("/supervision").status == 403


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"starts_on": "2026-03-01"}, "任职不能从过去的日期开始。"),
        ({"starts_on": "2026-03-05", "ends_on": "2026-03-04"}, "任职的最后一天不能早于第一天。"),
        ({"starts_on": "soon"}, "日期请写成 2026-03-02 的样子。"),
    ],
)
def test_days_that_are_none_are_told(admin, days, told):
    page = page_of(admin, "程砚").press("任职", post="supervisor", department="approval_bureau", **days)
    assert told in page.text
    assert "监察员" not in page.document.xpath("string(//tbody)")


def test_a_post_that_has_not_begun_is_taken_back_without_a_trace_of_days(admin):
    page = page_of(admin, "程砚")
    given = page.press("任职", post="supervisor", department="approval_bureau", starts_on="2026-03-09")
    rows = given.document.xpath("//tbody/tr")
    position = next(n for n, row in enumerate(rows) if "监察员" in row.text_content())
    ended = given.press("免去", nth=position)
    assert "监察员" not in ended.document.xpath("string(//tbody)")
