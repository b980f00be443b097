"""R-07: each matter has a score; without a complaint telephone it falls, and matter and element are named."""

from __future__ import annotations

import dataclasses
import io
import zipfile

from support import catering
from support.training import publish

from engine.bundle import Bundle
from engine.facts import Fact
from processes.guide_elements import completeness_of
from processes.registry import HERE, load_folder

PAGE = "/studio/completeness"
FACTS = load_folder(HERE / catering.KEY).facts


def test_the_score_falls_with_the_telephone_and_the_element_is_named():
    place = dataclasses.replace(FACTS.place, complaint_phone=Fact("待填写", "own", "设定"))
    before, after = completeness_of(FACTS), completeness_of(dataclasses.replace(FACTS, place=place))
    assert after.score < before.score
    assert [str(one) for one in after.missing if one not in before.missing] == ["投诉电话"]


def test_what_nobody_confirmed_counts_as_there_and_is_named():
    found = completeness_of(FACTS)
    assert "咨询电话" in [str(one) for one in found.unverified]
    assert "法定办结时限" not in [str(one) for one in found.unverified]
    assert not {str(one) for one in found.missing} & {str(one) for one in found.unverified}


def test_only_a_whole_guide_has_a_hundred():
    one = FACTS.name
    whole = dataclasses.replace(
        FACTS, catalog_code=Fact("0" * 12, "own", "设定"), task_code=Fact("1" * 31, "own", "设定"), office=one
    )
    assert completeness_of(whole).score == 100
    assert completeness_of(dataclasses.replace(whole, scope=None)).score < 100


def test_the_manager_sees_the_page_and_takes_it_along(sitting, hall):
    folder = load_folder(HERE / catering.KEY)
    text = folder.files["matter.yaml"].decode()
    phone = FACTS.place.complaint_phone.value
    files = dict(folder.files) | {"matter.yaml": text.replace(phone, "待填写").encode()}
    publish(hall, Bundle.of(folder.key, files))
    manager = sitting("shixiang").visitor
    assert PAGE in manager.get("/studio").text
    shown = manager.get(PAGE).text
    assert "小餐饮经营许可" in shown
    assert "投诉电话" in shown
    sheet = manager.get(f"{PAGE}?as=xlsx")
    with zipfile.ZipFile(io.BytesIO(sheet.data)) as book:
        assert "投诉电话" in book.read("xl/worksheets/sheet1.xml").decode()
    sheet.close()
    assert manager.get(f"{PAGE}?as=pdf").status_code == 404


def test_a_clerk_does_not_see_it(sitting):
    assert sitting("chuangkou").visitor.get(PAGE).status_code == 403
