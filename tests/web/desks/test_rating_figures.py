"""Figures of satisfaction open the lists that they count; samples and the tablet of a window as pages."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from support.ratings import rate, rows, served
from support.training import TrainingHall

from engine.actor import SYSTEM
from engine.administration.service_windows import SetUpWindow
from engine.query_code import rating_code


@pytest.fixture
def training(hall, clock):
    return TrainingHall(hall, clock)


@pytest.fixture
def four(training):
    """Return four services: rated 1, 3 and 5, and not at all."""
    cases = [served(training, subject=f"面馆{number}") for number in range(4)]
    for case, level in zip(cases, (1, 3, 5), strict=False):
        rate(training, case, level, text="电话 13800001234")
    return cases


def shown_rows(page):
    return page.count('<td data-label="办件">')


@pytest.mark.parametrize("login", ["pingjia", "jiancha"])
def test_every_figure_opens_its_list(visitor, four, login):
    visitor.log_in(login)
    for by in ("department", "matter", "month", "window"):
        page = visitor.get(f"/ratings?by={by}").text
        assert "66.6%" in page
        for address, number in re.findall(r'<a href="(/ratings/list[^"]*)">(\d+)</a>', page):
            assert shown_rows(visitor.get(address.replace("&amp;", "&")).text) == int(number), address
    assert "13800001234" not in visitor.get("/ratings/list").text
    assert shown_rows(visitor.get("/ratings/list?what=unrated").text) == 1
    assert shown_rows(visitor.get("/ratings/list?last=2026-03-01").text) == 0


def test_nonsense_in_the_address_is_left_out(visitor, four):
    visitor.log_in("pingjia")
    for query in (
        "first=9999-99-99",
        "month=2026-13",
        "month=abcdefg",
        "by=nothing",
        "what=x",
        "after=~~",
        "department=%00",
    ):
        assert visitor.get(f"/ratings/list?{query}").status_code == 200, query
        assert visitor.get(f"/ratings?{query}").status_code == 200, query


def test_both_are_files(visitor, four):
    visitor.log_in("pingjia")
    for table in ("counts", "list"):
        book = visitor.get(f"/ratings/export/{table}?as=xlsx", buffered=True)
        assert ZipFile(io.BytesIO(book.data)).testzip() is None
        text = visitor.get(f"/ratings/export/{table}?as=csv", buffered=True).data.decode("utf-8-sig")
        assert len(text.splitlines()) == {"counts": 3, "list": 4}[table]
        assert "13800001234" not in text
    assert visitor.get("/ratings/export/other").status_code == 404


def test_a_department_sees_its_own(visitor, another_visitor, four):
    visitor.log_in("shenhe")
    assert shown_rows(visitor.get("/ratings/list").text) == 3
    other = another_visitor()
    other.log_in("chengguanju-shenhe")
    assert shown_rows(other.get("/ratings/list").text) == 0


def test_the_public_page_tells_of_nobody(visitor, four):
    page = visitor.get("/satisfaction").text
    assert "县市场监督管理局" in page
    # Of three ratings no share is told.
    assert "66.6%" not in page
    for hidden in ("王小明", "13800001234", "面馆0"):
        assert hidden not in page
    assert len(page.encode()) < 150_000


def test_a_sample_is_drawn_called_and_printed(visitor, four, training):
    visitor.log_in("pingjia")
    said = {"seed": "7", "first": "2026-03-01", "last": "2026-03-31", "percent": "50", "number": "", "department": ""}
    bad = visitor.post("/ratings/samples/new", said | {"seed": "　", "percent": "abc"})
    assert bad.status_code == 422
    drawn = visitor.post("/ratings/samples/new", said)
    page = visitor.get(drawn.headers["Location"]).text
    assert page.count("待回访") == 2
    call = visitor.get(f"{drawn.headers['Location']}/1")
    assert "13800001234" in call.text
    assert visitor.get(f"{drawn.headers['Location']}/99").status_code == 404
    assert visitor.post(f"{drawn.headers['Location']}/1", {"_act": "reached"}, shown=call.text).status_code == 422
    visitor.post(f"{drawn.headers['Location']}/1", {"_act": "reached", "level": "2", "in_time": "yes"}, shown=call.text)
    assert "已回访" in visitor.get(drawn.headers["Location"]).text


def test_a_rating_by_phone(visitor, four, training):
    visitor.log_in("pingjia")
    page = visitor.get(f"/ratings/phone/{four[3]}").text
    visitor.post(f"/ratings/phone/{four[3]}", {"level": "2"}, shown=page)
    assert rows(training, four[3])[0].channel == "phone"
    again = visitor.post(f"/ratings/phone/{four[3]}", {"level": "5"}, shown=page, follow_redirects=True)
    assert "由安澜登记" in again.text


class TestTheTabletOfAWindow:
    @pytest.fixture
    def tablet(self, visitor, another_visitor, training, hall):
        window = hall.run(SetUpWindow(by=SYSTEM, number="A05", place="一楼", departments=("market_bureau",)))
        self.clerk, device = visitor, another_visitor()
        for one in (self.clerk, device):
            one.log_in("chuangkou")
        self.clerk.post("/desk/window", {"window_id": window["window_id"]}, page="/desk")
        assert device.post("/ratings/tablet", {}).headers["Location"] == "/tablet"
        return device

    def test_it_asks_when_the_clerk_says_so_and_once(self, tablet, training):
        case = served(training)
        # Whoever set it up is logged out of it.
        assert tablet.get("/desk").status_code == 302
        assert "请评价这次服务" not in tablet.get("/tablet").text
        page = self.clerk.get(f"/cases/{case}").text
        self.clerk.post(f"/cases/{case}/rating-invitation", {}, shown=page)
        asking = tablet.get("/tablet").text
        assert "王**" in asking
        for hidden in ("王小明", "13800001234", "小明面馆", "<a "):
            assert hidden not in asking
        assert "谢谢" in tablet.post("/tablet", {"level": "5", "case": case}, shown=asking).text
        (row,) = rows(training, case)
        assert (row.level, row.channel, row.is_named, row.window) == (5, "tablet", False, "A05")
        assert "请评价这次服务" not in tablet.get("/tablet").text

    def test_it_stops_asking_by_itself(self, tablet, training, clock):
        case = served(training)
        self.clerk.post(f"/cases/{case}/rating-invitation", {}, page=f"/cases/{case}")
        asking = tablet.get("/tablet").text
        assert "thanks=1" in asking
        clock.advance(timedelta(seconds=91))
        assert "请评价这次服务" not in tablet.get("/tablet").text
        assert "时间已过" in tablet.post("/tablet", {"level": "1", "case": case}, shown=asking).text
        assert rows(training, case) == []

    def test_another_device_and_another_case_are_not_asked(self, tablet, another_visitor, training):
        case, other = served(training), served(training, subject="别家")
        self.clerk.post(f"/cases/{case}/rating-invitation", {}, page=f"/cases/{case}")
        assert another_visitor().get("/tablet").status_code == 404
        asking = tablet.get("/tablet").text
        tablet.post("/tablet", {"level": "1", "case": other}, shown=asking)
        assert rows(training, other) == []


def test_a_rating_code_is_for_one_case(training):
    one, other = served(training), served(training, subject="别家")
    assert rating_code(training.hall.key, one) != rating_code(training.hall.key, other)
