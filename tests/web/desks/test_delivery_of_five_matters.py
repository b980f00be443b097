"""The delivery desk for each of the five matters: over the counter and by courier, and who has not come for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from support.played_matters import PlayedMatter

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.trail import Sight
from engine.store.unit_of_work import UnitOfWork
from webapp.accounts.people import give_post

SHOP = ("business_licence", "operator_id", "premises_proof", "health_certificates", "layout_plan", "management_rules")
MATTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "small_catering_permit": ("granted_at_window", SHOP),
    "individual_business_registration": ("granted_in_one_sitting", ("operator_id", "premises_proof")),
    "house_transfer": ("granted_free_of_charge", ("identity_documents", "title_certificate", "sale_contract")),
    "open_restaurant": ("signboard_only", ("business_licence", "operator_id", "premises_proof", "signboard_design")),
    "temporary_relief": ("town_decides", ("id_card", "household_register", "check_authorisation")),
}
SIGNBOARD = {"sub_items": ["signboard"], "signboard_place": "门头", "business_items": None, "staff_count": None}
COURIER = {
    "delivery_mode": "courier",
    "recipient": "郑秀英",
    "recipient_phone": "13900002222",
    "postal_address": "陕西省汉阴县城关镇北城街 8 号",
}


@dataclass(frozen=True, kw_only=True)
class SitAtWindow(Command):
    """Let the issuing clerk of the training hall issue for this department too."""

    department: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        person = uow.execute(select(Person.id).where(Person.login == "chujian")).scalar_one()
        give_post(uow, person, "issuing_clerk", self.department, uow.today)
        return {}


@pytest.fixture
def desk(at, training):
    """Return the browser of the issuing clerk, with a case of a matter ready to be handed over."""

    def ready(matter: str, **changes: Any):
        scenario, materials = MATTERS[matter]
        played = PlayedMatter(training, matter)
        case = played.file(materials, **(SIGNBOARD if matter == "open_restaurant" else {}), **changes)
        played.play(case, scenario, until="delivery")
        (task,) = training.supervisor.file(case).open_tasks
        assert task.element_id == "delivery"
        if not any(held.department == task.department for held in training["chujian"].actor.holdings):
            training.hall.run(SitAtWindow(by=SYSTEM, department=task.department))
        return case, at("chujian")

    return ready


def rows(page):
    return [re.sub(r"\s+", " ", one.text_content()).strip() for one in page.document.xpath("//tbody/tr")]


@pytest.mark.parametrize("mode", ["window", "courier"])
@pytest.mark.parametrize("matter", MATTERS)
def test_a_result_is_handed_over_or_posted_with_a_receipt(desk, training, matter, mode):
    case, browser = desk(matter, **(COURIER if mode == "courier" else {}))
    listed = browser.open(f"/delivery?tab={mode}")
    assert len(rows(listed)) == 1
    page = listed.press("办理")
    if mode == "courier":
        assert page.document.xpath("//input[@name='address']")[0].get("value") == COURIER["postal_address"]
        after = page.press("提交", tracking_no="SF1234567890")
    else:
        after = page.press("提交", receiver="王小明", relation="self")
    assert "《送达回证》" in after.text
    assert training.status(case) == "closed"
    assert rows(browser.open(f"/delivery?tab={mode}")) == []


@pytest.mark.parametrize("matter", MATTERS)
def test_who_has_not_come_is_listed_with_a_number_to_call(desk, training, hall, matter):
    case, browser = desk(matter)
    training.pass_days(8)
    shown = browser.open("/delivery?tab=window")
    assert "13800001234" not in shown.text
    (row,) = rows(browser.open("/delivery?tab=uncollected"))
    assert "13800001234" in row
    assert re.search(r"6 个工作日2026年\d+月\d+日起", row)
    browser.open("/delivery?tab=uncollected")
    seen = table_of(Sight).c
    clerk = training["chujian"].actor.person_id
    with hall.reading() as connection:
        looks = select(func.count()).where(seen.case_id == case, seen.person_id == clerk)
        assert connection.execute(looks).scalar_one() == 1


def test_who_has_waited_longest_is_called_first(desk, training):
    _first, browser = desk("individual_business_registration", subject="先办好的店")
    training.pass_days(1)
    desk("individual_business_registration", subject="后办好的店")
    training.pass_days(15)
    older, newer = rows(browser.open("/delivery?tab=uncollected"))
    assert "先办好的店" in older
    assert "后办好的店" in newer
    assert browser.open("/delivery?tab=uncollected&page=99").text.count("先办好的店") == 1
