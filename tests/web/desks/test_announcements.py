"""Administrators announce something on the screens of the hall, from one day to another."""

from __future__ import annotations

from datetime import timedelta

import pytest

WISH = {
    "title": "停电通知",
    "content": "今天下午检修线路，16:30 停止叫号。",
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-03",
}


@pytest.fixture
def admin(at):
    return at("admin")


@pytest.fixture
def on_the_screen(client, clock):
    """Tell whether the screens show a text, now that they look anew."""

    def look(text, days=0):
        clock.advance(timedelta(days=days, seconds=11))
        return text in client.get("/hall/announcements-1", follow_redirects=True).text

    return look


def test_an_announcement_is_shown_changed_and_taken_down(admin, on_the_screen):
    assert "还没有公告。" in admin.open("/admin/announcements").text
    page = admin.open("/admin/announcements/new").press("保存", **WISH)
    assert "正在显示" in page.text
    assert on_the_screen(WISH["content"])
    link = page.document.xpath("//a[@class='row-title']/@href")[0]
    admin.open(link).press("保存", content="检修提前结束。")
    assert on_the_screen("检修提前结束。")
    page = admin.open(link).press("保存", drop=("is_shown",))
    assert "已撤下" in page.text
    assert not on_the_screen("停电通知")


def test_it_is_shown_on_its_days_only(admin, on_the_screen):
    page = admin.open("/admin/announcements/new").press("保存", **(WISH | {"starts_on": "2026-03-03"}))
    assert "尚未开始" in page.text
    assert not on_the_screen("停电通知")
    assert on_the_screen("停电通知", days=1)
    assert not on_the_screen("停电通知", days=1)
    assert "已经到期" in admin.open("/admin/announcements").text


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"title": " "}, ["#title"]),
        ({"content": "长" * 201}, ["#content"]),
        ({"content": "请联系 13800001234"}, ["#content"]),
        ({"ends_on": "2026-03-01"}, ["#ends_on"]),
        ({"starts_on": "明天", "ends_on": ""}, ["#starts_on", "#ends_on"]),
    ],
)
def test_mistakes_are_told_beside_their_fields(admin, wrong, fields):
    page = admin.open("/admin/announcements/new").press("保存", **(WISH | wrong))
    assert page.status == 422
    assert [one.get("href") for one in page.document.xpath("//*[@id='error-summary']//a")] == fields
    assert "还没有公告。" in admin.open("/admin/announcements").text


def test_only_administrators_announce(admin, reviewer):
    path, fields = admin.open("/admin/announcements/new").asked("保存", **WISH)
    assert reviewer.open("/admin/announcements").status == 403
    token = reviewer.open("/desk").document.xpath("//input[@name='csrf_token']/@value")[0]
    refused = reviewer.post(path, [(name, token if name == "csrf_token" else value) for name, value in fields])
    assert refused.status == 403
    assert "还没有公告。" in admin.open("/admin/announcements").text
