"""The calendar keeper's pages: a year from its notice, what it would move, in force, and back."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from engine.jobs.agenda import DUE
from engine.jobs.sweep import work_through
from engine.law.national_calendar import running_calendar

BUILT_IN = running_calendar().version
LONGER = "国庆节 10-01..10-08"


@pytest.fixture
def keeper(at):
    return at("rili")


def corrected(keeper, **changes):
    """Fill in 2026 with a longer national holiday and return the page that shows what it would move."""
    page = keeper.open("/admin/calendar/new?year=2026")
    off = page.document.xpath("//textarea[@id='off']")[0].text.strip()
    assert "国庆节 10-01..10-07" in off
    said = {"off": off.replace("国庆节 10-01..10-07", LONGER), "number": "国办发明电〔2026〕99号"} | changes
    return page.press("生成新版本并预览", **said)


def test_a_correction_is_shown_put_in_force_and_taken_back(keeper, training, hall, clock):
    clock.at = datetime(2026, 9, 29, 1, 30, tzinfo=UTC)
    case = training.file_case()
    number = training.clerk.file(case).case["number"]
    page = corrected(keeper)
    for said in ("2026年10月8日", "国办发明电〔2026〕99号", "在办 1 件，其中 1 件", number, "推后"):
        assert said in page.text, said
    assert "王小明" not in page.source
    assert page.press("启用这个版本", reason="").status == 422

    forced = page.press("启用这个版本", reason="延长国庆假期")
    assert "日历已启用" in forced.text
    assert "还有 1 件，共 1 件在办" in forced.text
    assert forced.document.xpath("//progress/@value") == ["0"]
    work_through(hall, "test", DUE[:2])
    listed = keeper.open("/admin/calendar/versions")
    assert "全部在办件的期限都已按现行日历计算" in listed.text
    assert "延长国庆假期" in listed.text
    assert "章序" in listed.text

    back = keeper.open(f"/admin/calendar/versions/{BUILT_IN}").press("启用这个版本", reason="撤回")
    assert "日历已启用" in back.text


def test_a_preview_of_another_state_is_not_put_in_force(keeper, admin_page, hall):
    page = corrected(keeper)
    other = admin_page("/admin/calendar/new?year=2027").press("生成新版本并预览", off="元旦 01-01", worked="02-20")
    assert "日历已启用" in other.press("启用这个版本", reason="2027年通知").text
    refused = page.press("启用这个版本", reason="延长国庆假期")
    assert refused.status == 409
    assert "请重新查看会变动哪些办件" in refused.text
    assert "不是在现行日历上更正的" in refused.text, "the page is made anew, and says what it would undo"


@pytest.fixture
def admin_page(at):
    return at("admin").open


def new_key(fields, key):
    return [(name, key if name == "_key" else value) for name, value in fields]


def test_a_file_is_read_and_its_oddities_told(keeper):
    path, fields = keeper.open("/admin/calendar/new").asked("上传并预览")
    year = "year: 2027\nsource: 通知\noff:\n  - [2027-02-08, 春节]\nworked: [2027-10-02]\n"
    sent = [*fields, ("file", (io.BytesIO(year.encode()), "2027.yaml"))]
    page = keeper.post(path, sent)
    assert "2027-01-01是法定节假日（元旦）" in page.text
    assert "2027-10-02是法定节假日（国庆节）" in page.text
    assert "没有列出清明节的放假日" in page.text
    for content, said in (("😀".encode(), "应当是一个年度"), (b"\xff\xfe\x00", "UTF-8"), (b"year: 2027", "缺少这一项")):
        told = keeper.post(path, [*new_key(fields, said), ("file", (io.BytesIO(content), "x.yaml"))])
        assert (told.status, said in told.text) == (422, True), said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("year", "二〇二七", "四位数的年度"),
        ("source", " ", "依据哪一份通知"),
        ("off", "春节", "应为节日名称和日期"),
        ("off", "春节 13-05", "不是日期"),
        ("off", "春节 02-11..02-05", "不是一段日期"),
        ("off", "😀", "应为节日名称和日期"),
        ("worked", "02-30", "不是日期"),
        ("worked", "02-16", "不是周末"),
        ("issued_on", "昨天", "不是日期"),
    ],
)
def test_what_is_typed_wrong_is_told_and_what_was_typed_stays(keeper, field, value, said):
    page = corrected(keeper, **{field: value})
    assert page.status == 422
    assert said in page.text
    kept = page.document.xpath(f"//*[@id='{field}']")[0]
    assert value.strip() in (kept.get("value") or kept.text or "")


def test_a_double_click_makes_one_version(keeper, hall):
    page = keeper.open("/admin/calendar/new?year=2027")
    first, second = (page.press("生成新版本并预览", off="元旦 01-01", worked="") for _ in range(2))
    assert first.path == second.path
    with hall.reading() as connection:
        made = connection.execute(text("SELECT count(*) FROM calendar_version WHERE based_on IS NOT NULL"))
        assert made.scalar_one() == 1


def test_parameters_are_changed_on_a_page_that_says_who_did(at):
    admin = at("admin")
    page = admin.open("/admin/parameters")
    assert "民法典 第二百零一条" in page.text
    stale = admin.open("/admin/parameters")
    wrong = page.press("保存", office_closes="25:00")
    assert wrong.status == 422
    assert "例如 17:30" in wrong.text
    saved = page.press("保存", office_closes="18:00", lights_turn="midnight")
    assert "参数已保存" in saved.text
    rows = ["".join(row.text_content().split()) for row in saved.document.xpath("//tbody/tr")]
    assert any("下班时间17:3018:00" in row for row in rows), rows
    assert any("红黄灯变化的时刻下班时24时" in row for row in rows), rows
    late = stale.press("保存", office_closes="17:00")
    assert (late.status, "刚刚被别人改过" in late.text) == (409, True)
