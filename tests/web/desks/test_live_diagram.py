"""Staff's diagram of a case: the file that runs, marked as the drawn chart is."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from support import catering
from support.played_matters import PlayedMatter

from engine.bpmn.read import read
from webapp.cases.chart import case_chart, marks_in_file, marks_of

PEOPLE = {"shenpi": 200, "chuangkou": 200, "jiancha": 200, "shoufei": 404, "xiaofang-shenpi": 404}


def marks_on(page):
    (place,) = page.document.xpath("//div[@id='diagram']")
    return json.loads(place.get("data-marks")), place.get("data-file")


def test_it_bears_the_same_marks_as_the_drawn_chart(at, training):
    case = catering.to_approval(training)
    marks, file = marks_on(at("shenpi").open(f"/cases/{case}/diagram"))
    picture = etree.fromstring(at("shenpi").open(f"/cases/{case}/chart.svg").response.data)
    drawn = {one.get("data-element"): one.get("data-status") for one in picture.iter() if one.get("data-element")}
    assert {element: mark["status"] for element, mark in marks.items()} == drawn
    assert marks["approval"]["words"].startswith("办理中")
    assert drawn["review"] == "done"
    assert read(at("shenpi").open(file).response.data).main.elements.keys() == marks.keys()


@pytest.mark.parametrize(("login", "status"), PEOPLE.items())
def test_who_may_not_see_the_case_sees_no_diagram(at, training, login, status):
    case = catering.to_approval(training)
    for path in ("diagram", "diagram.bpmn"):
        assert at(login).open(f"/cases/{case}/{path}").status == status


@pytest.mark.parametrize("part", ["shared_intake", "process", "../matter.yaml", "x" * 500])
def test_a_part_the_matter_does_not_call_is_not_found(at, training, part):
    case = catering.to_approval(training)
    for path in ("diagram", "diagram.bpmn"):
        assert at("shenpi").open(f"/cases/{case}/{path}?part={part}").status == 404


def test_a_closed_case_tells_what_it_never_came_to(at, training):
    case = catering.file_application(training)
    training["chuangkou"].complete(
        case,
        "acceptance",
        result="refuse",
        reason="不属于本机关职权",
        basis="行政许可法 第三十二条",
        refer_to="县城管局",
    )
    marks, _file = marks_on(at("chuangkou").open(f"/cases/{case}/diagram"))
    assert marks["approval"] == {"status": "skipped", "words": "未经过"}
    assert marks["acceptance"]["status"] == "done"


def test_a_call_stands_where_the_steps_of_its_part_stand_and_the_part_can_be_opened(training):
    played = PlayedMatter(training, "temporary_relief")
    case = played.file(("id_card", "household_register", "check_authorisation"))
    file = training.supervisor.file(case)
    part = marks_in_file(file, "shared_intake")
    assert part["acceptance"].status == marks_of(file)["acceptance"].status
    (call,) = (one.id for one in file.bundle.model.main.elements.values() if one.called == "shared_intake")
    assert marks_in_file(file)[call].status == "future"
    played.play(case, "county_grants", until="acceptance")
    file = training.supervisor.file(case)
    assert marks_in_file(file)[call].status == marks_in_file(file, "shared_intake")["acceptance"].status == "current"
    assert "受理审查" in case_chart(file)
