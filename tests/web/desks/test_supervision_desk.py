"""What is late now, what will be near its limit next, each figure with its list, and both as files."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from lxml import etree
from sqlalchemy import select
from support import catering
from support.limits import own_law, suspend

from engine.store.base import table_of
from engine.store.office import OfficeTrail

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def late(training):
    """A case under check that has passed its promised limit, its shop named like a formula."""
    case = catering.file_application(training, subject=FORMULA, applicant_name="李四光")
    catering.accept(training, case)
    catering.assign(training, case)
    training.pass_days(14)
    return case


def tiles(page):
    return {
        one.xpath("string(./span[1])").strip(): int(one.xpath("string(./span[@class='tile-number'])"))
        for one in page.document.xpath("//a[contains(@class,'tile')]")
    }


def opened(desk, page):
    """Return how many rows each tile of the page opens."""
    return {
        one.xpath("string(./span[1])").strip(): len(desk.open(one.get("href")).document.xpath("//tbody/tr"))
        for one in page.document.xpath("//a[contains(@class,'tile')]")
    }


def test_the_desk_says_what_is_late_and_since_when(at, late):
    page = at("jiancha").open("/supervision/now")
    assert tiles(page)["现在超期"] == 1
    row = re.sub(r"\s+", " ", page.document.xpath("string(//table[contains(@class,'list-watched')]/tbody/tr)"))
    assert "承诺办结时限自2026年3月12日起超期" in row
    assert "超期 3 个工作日" in row
    assert "城关市场监督管理所 · 秦川" in row
    assert "李四光" not in page.source


def test_every_tile_opens_as_many_rows(at, training, late):
    catering.file_application(training)
    desk = at("jiancha")
    page = desk.open("/supervision/now")
    assert opened(desk, page) == tiles(page)
    assert sum(tiles(page).values()) > 1


def test_what_turns_yellow_is_told_the_working_day_before(at, training):
    """Accepted on a Friday and promised in seven working days, a case warns on the sixth of them, a Monday."""
    training.pass_days(4)
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    training.pass_days(6)
    seen = []
    for _ in range(6):
        page = at("jiancha").open("/supervision/now")
        seen.append((tiles(page)["今天转临期"], tiles(page)["下一工作日转临期"]))
        assert opened(at("jiancha"), page) == tiles(page)
        training.pass_days(1)
    assert seen == [(0, 0), (0, 1), (0, 1), (0, 1), (1, 0), (0, 0)]


def taken(desk, path):
    desk.open("/supervision/now")
    response = desk.visitor.get(path, buffered=True)
    assert response.status_code == 200
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    # Servers refuse a header that is not plain text; browsers get the Chinese name in its encoded form.
    assert disposition.isascii()
    assert "filename*=UTF-8''%E" in disposition
    return response


def test_the_list_is_taken_as_csv(at, late, hall):
    response = taken(at("jiancha"), "/supervision/export/cases?as=csv&light=red")
    assert response.data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(response.data.decode("utf-8-sig")))
    assert row["事由"] == f"'{FORMULA}"
    assert row["申请人"] == "李**"
    assert row["超期自"] == "2026-03-12"
    assert row["剩余工作日"] == "-3"
    assert row["经办人"] == "秦川、叶知秋"
    office = table_of(OfficeTrail).c
    with hall.reading() as connection:
        acts = connection.execute(select(table_of(OfficeTrail)).where(office.act == "supervision_exported")).all()
    assert [(one.subject, one.detail) for one in acts] == [
        ("cases", {"kind": "csv", "rows": 1, "asked": {"light": "red"}})
    ]
    assert acts[0].actor_id


@pytest.mark.parametrize(
    ("table", "rows"),
    [("cases?as=xlsx", 1), ("counts?as=xlsx&by=person", 2), ("counts?as=xlsx&by=town", 1), ("orders?as=xlsx", 0)],
)
def test_every_table_is_taken_as_a_workbook(at, late, table, rows):
    response = taken(at("jiancha"), f"/supervision/export/{table}")
    with zipfile.ZipFile(io.BytesIO(response.data)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(cell.itertext()) for cell in sheet.iter("{*}is")]
    assert len(list(sheet.iter("{*}row"))) == 1 + rows
    assert not list(sheet.iter("{*}f"))
    assert ("李**" in texts) is (f"'{FORMULA}" in texts) is table.startswith("cases")


def test_what_is_late_by_one_limit_is_not_counted_near_another(at, training, late):
    training.pass_days(4)  # On 20 March the statutory limit of 23 March warns too.
    desk = at("jiancha")
    page = desk.open("/supervision/lights?by=town")
    row = [cell.text_content().strip() for cell in page.document.xpath("//tbody/tr/td")]
    assert row == ["1", "0", "1", "2026年3月12日"]
    assert FORMULA not in desk.open("/supervision?light=yellow").text
    assert FORMULA in desk.open("/supervision?light=red").text


def test_a_limit_that_stands_still_is_not_late_but_what_was_late_before_stays_so(at, training):
    own_law(training)
    standing, late = catering.to_approval(training), catering.to_approval(training)
    suspend(training.approver, standing)
    training.pass_days(14)
    suspend(training.approver, late)
    desk = at("jiancha")
    page = desk.open("/supervision/now")
    assert (tiles(page)["现在超期"], tiles(page)["暂停计时"]) == (1, 2)
    assert opened(desk, page) == tiles(page)
    assert f"/cases/{late}" in desk.open("/supervision?light=red").links()


def test_what_is_no_table_is_not_found(at, late):
    desk = at("jiancha")
    assert desk.open("/supervision/export/people").status == 404
    assert desk.open("/supervision/export/cases?as=exe").status == 404
    assert at("shenhe").open("/supervision/export/cases").status == 403


@pytest.mark.parametrize(
    "asked", ["week=9999-12-31", "week=x", "light=purple", "decided=x", "person=none", "after=x~y"]
)
def test_an_address_that_somebody_made_up_is_no_error(at, late, asked):
    assert at("jiancha").open(f"/supervision?{asked}").status == 200
    assert at("jiancha").open(f"/supervision?light=red&{asked}").status == 200
