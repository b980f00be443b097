"""Supervision of any case of the five matters: read-only, with its whole trail and whether that still holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import delete, update
from support import catering
from support.played_matters import PlayedMatter

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.trail import TrailEntry, TrailValue
from engine.store.unit_of_work import UnitOfWork

SHOP = ("business_licence", "operator_id", "premises_proof")
MATTERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "small_catering_permit": ("granted_at_window", "approval", catering.MATERIALS),
    "individual_business_registration": ("granted_in_one_sitting", "approval", ("operator_id", "premises_proof")),
    "house_transfer": ("granted_free_of_charge", "certificate",
                       ("identity_documents", "title_certificate", "sale_contract")),
    "open_restaurant": ("signboard_only", "summary", (*SHOP, "signboard_design")),
    "temporary_relief": ("town_decides", "town_approval", ("id_card", "household_register", "check_authorisation")),
}  # fmt: skip
SIGNBOARD = {"sub_items": ["signboard"], "signboard_place": "门头", "business_items": None, "staff_count": None}
OF_EVERY_PAGE = {"/logout"}


@dataclass(frozen=True, kw_only=True)
class Tamper(Command):
    """Do to the trail what nobody may: change an act, take out an entry, or change what is sealed beside it."""

    case_id: str
    how: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        entry, value = table_of(TrailEntry).c, table_of(TrailValue).c
        third = (entry.case_id == self.case_id, entry.seq == 3)
        first = (value.case_id == self.case_id, value.seq == 1)
        if self.how == "act":
            uow.execute(update(table_of(TrailEntry)).where(*third).values(actor_name="别人"))
        elif self.how == "entry":
            uow.execute(delete(table_of(TrailEntry)).where(*third))
        else:
            uow.execute(update(table_of(TrailValue)).where(*first).values(sealed=b"something else altogether"))
        return {}


@pytest.fixture
def played(training):
    """Return a case of a matter that has come to its decision, and one that has ended."""

    def play(matter: str, until: str | None = None) -> str:
        scenario, decision, materials = MATTERS[matter]
        hall = PlayedMatter(training, matter)
        case = hall.file(materials, **(SIGNBOARD if matter == "open_restaurant" else {}))
        hall.play(case, scenario, until=decision if until is None else until)
        return case

    return play


def rows(page):
    return [
        [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("./td")]
        for row in page.document.xpath("//table[contains(@class,'list-trail')]/tbody/tr")
    ]


@pytest.mark.parametrize("until", [None, ""])
@pytest.mark.parametrize("matter", MATTERS)
def test_a_supervisor_reads_every_matter_and_can_do_nothing(at, training, played, matter, until):
    case = played(matter, until)
    desk = at("jiancha")
    listed = desk.open(f"/supervision?matter={matter}")
    assert f"/cases/{case}" in listed.links()
    whole = desk.open(f"/supervision/cases/{case}/trail")
    assert "校验链完整" in whole.text
    for page in (desk.open(f"/cases/{case}"), listed, whole):
        acting = {form.get("action") for form in page.document.xpath("//form[@method='post']")}
        assert acting <= OF_EVERY_PAGE, acting
        assert "610921199003070019" not in page.source
        assert "13800001234" not in page.source
    for task in training.supervisor.file(case).open_tasks:
        assert desk.open(f"/tasks/{task.id}").status in (403, 404)


def test_each_entry_tells_who_when_what_and_from_which_step(at, training, played):
    case = played("small_catering_permit")
    found = rows(at("jiancha").open(f"/supervision/cases/{case}/trail"))
    assert len(found) == len(training.supervisor.file(case).trail)
    assert [row[0] for row in found] == [str(number) for number in range(1, len(found) + 1)]
    review = next(row for row in found if row[4].startswith("审核") and "材料齐全" in row[3])
    assert re.search(r"2026年3月2日 \d\d:\d\d", review[1])
    assert "城关市场监督管理所 · 审核人" in review[2]
    assert re.fullmatch(r"相符 ?[0-9a-f]{12}", review[5])


def test_who_saw_personal_data_is_told(at, training):
    case = catering.file_application(training)
    at("chuangkou").open(f"/cases/{case}")
    page = at("jiancha").open(f"/supervision/cases/{case}/trail")
    assert re.search(r"林小满\s*2026年3月2日", page.text)
    assert "陆" not in page.document.xpath("string(//section[@aria-labelledby='h-looks'])")


@pytest.mark.parametrize("how", ["act", "entry", "value"])
def test_what_was_changed_shows(at, training, hall, how):
    case = catering.file_application(training)
    catering.accept(training, case)
    hall.run(Tamper(by=SYSTEM, case_id=case, how=how))
    page = at("jiancha").open(f"/supervision/cases/{case}/trail")
    assert page.status == 200
    assert "校验链完整" not in page.text
    assert "记录在写入以后被改动过" in page.text
    marks = [row[5] for row in rows(page)]
    if how == "value":
        assert marks[0].startswith("内容被改动")
    else:
        assert "从第 3 条起" in page.text
        assert all(mark.startswith("相符") for mark in marks[:2])
        assert all(mark.startswith("不符") for mark in marks[2:])
    assert at("chuangkou").open(f"/cases/{case}").status == 200
