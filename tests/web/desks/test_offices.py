"""Departments and windows: made, renamed, put under a superior; what is wrong is told beside its field."""

from __future__ import annotations

import pytest


@pytest.fixture
def admin(at):
    return at("admin")


def errors(page):
    return [one.get("href") for one in page.document.xpath("//*[@id='error-summary']//a")]


WATER = {"code": "wells_bureau", "name": "县水井管理局", "level": "county", "phone": "0915-0000009"}


def test_a_department_is_made_and_renamed(admin):
    page = admin.open("/admin/departments/new").press("保存", **WATER)
    assert "部门已保存。" in page.text
    assert "县水井管理局" in page.text
    form = admin.open("/admin/departments/wells_bureau")
    assert not form.document.xpath("//input[@name='code']")
    page = form.press("保存", name="县水务局", parent="approval_bureau")
    assert "县水务局" in page.text
    assert "县水井管理局" not in page.text
    row = next(one for one in page.document.xpath("//tbody/tr") if "县水务局" in one.text_content())
    assert row.xpath("./td")[0].get("class") == "depth-1"
    assert "县水务局" in admin.open("/admin/people/new").text


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"code": "Water"}, ["#code"]),
        ({"code": "town"}, ["#code"]),
        ({"code": "market_bureau"}, ["#code"]),
        ({"name": " ", "level": ""}, ["#name", "#level"]),
        ({"parent": "nowhere"}, ["#parent"]),
        ({"phone": "9" * 41}, ["#phone"]),
    ],
)
def test_mistakes_are_told_beside_their_fields(admin, wrong, fields):
    page = admin.open("/admin/departments/new").press("保存", **(WATER | wrong))
    assert page.status == 422
    assert errors(page) == fields
    assert "县水井管理局" not in admin.open("/admin/departments").text


def test_no_department_is_its_own_superior(admin):
    page = admin.open("/admin/departments/market_bureau")
    assert "market_bureau" not in page.document.xpath("//select[@name='parent']/option/@value")
    for parent in ("market_bureau", "market_station"):
        told = page.press("保存", parent=parent)
        assert told.status == 422
        assert "上级部门不能是本部门，也不能是本部门的下级。" in told.text


def test_a_window_is_set_up_changed_and_closed(admin):
    assert "还没有登记窗口。" in admin.open("/admin/windows").text
    form = admin.open("/admin/windows/new")
    wish = {"number": "A05", "place": "一楼东侧", "departments": ["market_bureau"]}
    page = form.press("保存", matters=["small_catering_permit"], **wish)
    for text in ("A05", "一楼东侧", "县市场监督管理局", "小餐饮经营许可", "开放"):
        assert text in page.text
    link = page.document.xpath("//a[@class='row-title']/@href")[0]
    page = admin.open(link).press("保存", place="一楼西侧", drop=("is_open", "matters"))
    for text in ("一楼西侧", "部门的全部事项", "停用"):
        assert text in page.text
    again = form.press("保存", **(wish | {"departments": []}), _key="another")
    assert errors(again) == ["#number", "#departments"]


def test_departments_and_windows_are_the_administrators(admin, reviewer):
    path, fields = admin.open("/admin/departments/market_bureau").asked("保存", name="别的局")
    for page in (reviewer.open("/admin/departments"), reviewer.open("/admin/windows/new")):
        assert page.status == 403
    token = reviewer.open("/desk").document.xpath("//input[@name='csrf_token']/@value")[0]
    refused = reviewer.post(path, [(name, token if name == "csrf_token" else value) for name, value in fields])
    assert refused.status == 403
    assert "这一页只对以下岗位开放：系统管理员。" in refused.text
    assert "别的局" not in admin.open("/admin/departments").text
