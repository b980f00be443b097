"""Everybody sees the screens, so nobody's name, number, phone or address is in the source of any page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select
from support import catering
from support.matters import three_reviews
from support.notices import noticed_and_handed_over
from support.training import publish

from engine.actor import SYSTEM
from engine.administration.service_windows import SetUpWindow
from engine.store.base import table_of
from engine.store.cases import Case
from webapp.hall import deck

BY_MAIL = {
    "delivery_mode": "courier",
    "recipient": "郑秀英",
    "recipient_phone": "13900002222",
    "postal_address": "汉阴县城关镇北城街 8 号",
}
PHONE, STREET, SHOP = "13800001234", "北城街", "小明面馆"


def ready(training, **changes):
    """Bring a permit to the window where it is collected."""
    case = catering.file_application(training, **changes)
    catering.accept(training, case)
    catering.assign(training, case)
    catering.check(training, case, "hecha1")
    catering.check(training, case, "hecha2")
    training.reviewer.complete(case, "review", result="pass", opinion="符合条件")
    catering.grant(training, case)
    catering.certify(training, case)
    return training.clerk.file(case).case["number"]


def collected(page):
    """Return the rows of a page of results to collect."""
    rows = html.fromstring(page).xpath("//ol[@class='ready']/li")
    return ["".join(row.text_content().split()) for row in rows]


@pytest.fixture
def notice(training):
    publish(training.hall, noticed_and_handed_over())
    case = training.file_case("noticed")
    training.reviewer.complete(
        case,
        "notice",
        days=3,
        content="拟准予王小明、李大花，电话 13912345678",
        place="镇政府（联系人王小明 13912345678）",
    )
    return case


def test_no_page_has_anybodys_data_in_it(training, one_round, notice):
    number = ready(training)
    ready(training, applicant_name="欧阳小燕", subject="燕子甜品铺")
    for start in ("/hall/figures", "/hall/figures?lang=en"):
        pages = one_round(start)
        kinds = {address.split("/")[2].split("-")[0] for address in pages}
        assert {"figures", "ready", "notices"} <= {kind.split("?")[0] for kind in kinds}
        for address, source in pages.items():
            secrets = ("王小明", "欧阳小燕", "李大花", "小燕", "小明")
            secrets += (catering.ID_NUMBER, PHONE, "138****", "13912345678", STREET, SHOP, "燕子甜品铺", number)
            assert [one for one in secrets if one in source] == [], address


def test_a_result_is_called_out_by_masked_name_and_last_digits(training, client):
    training.hall.run(SetUpWindow(by=SYSTEM, number="A05", place="一楼东侧", departments=("approval_bureau",)))
    about = {"departments": ("approval_bureau",), "matters": (catering.KEY,)}
    training.hall.run(SetUpWindow(by=SYSTEM, number="A06", place="一楼食品窗口", **about))
    about["matters"] = (three_reviews().key,)
    training.hall.run(SetUpWindow(by=SYSTEM, number="A01", place="一楼", **about))
    number = ready(training)
    other = ready(training, applicant_name="周燕")
    assert collected(client.get("/hall/ready-1").text) == [
        f"周*尾号{other[-4:]}A06一楼食品窗口",
        f"王*明尾号{number[-4:]}A06一楼食品窗口",
    ]


def test_what_is_posted_or_was_collected_is_not_called_out(training, client, clock):
    ready(training, **BY_MAIL)
    assert client.get("/hall/ready-1").status_code == 302
    number = ready(training)
    clock.advance(timedelta(seconds=11))
    assert len(collected(client.get("/hall/ready-1").text)) == 1
    case = table_of(Case).c
    with training.hall.reading() as connection:
        own = connection.execute(select(case.id).where(case.number == number)).scalar_one()
    catering.deliver(training, own)
    clock.advance(timedelta(seconds=11))
    assert client.get("/hall/ready-1").status_code == 302


def test_a_public_notice_is_told_without_what_it_says_of_people(training, client, notice):
    page = html.fromstring(client.get("/hall/notices-1").text)
    row = page.xpath("//ol[@class='notices']/li")[0].text_content()
    assert "3月5日" in row
    assert "镇政府（联系人王*明" in row
    training.clock.advance(timedelta(days=4))
    assert client.get("/hall/notices-1").status_code == 302


def test_of_a_long_list_the_rest_is_a_number(training, client, monkeypatch):
    monkeypatch.setitem(deck.ON_A_PAGE, deck.READY, 1)
    for _case in range(6):
        ready(training)
    page = client.get("/hall/ready-5").text
    assert "5 / 5" in page
    assert "另有 1 件，请到窗口查询。" in page
    assert client.get("/hall/ready-6").status_code == 302
