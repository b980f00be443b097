"""The case page: what it shows to whom, the record of who looked, notes, withdrawal, files."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from support import catering

from engine.store.base import table_of
from engine.store.trail import Sight


@pytest.fixture
def case(training):
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    return case


def looks(hall):
    table = table_of(Sight)
    with hall.reading() as connection:
        return connection.execute(select(table.c.case_id, table.c.person_id, table.c.day)).all()


def test_it_shows_where_the_case_stands(clerk, case):
    page = clerk.open(f"/cases/{case}")
    for text in (
        "小明面馆",
        "办理中",
        "现场核查",
        "秦川",
        "叶知秋",
        "承诺办结时限",
        "受理通知书",
        "汉市监受〔2026〕00001号",
    ):
        assert text in page.text
    assert page.document.xpath("//li[@aria-current='step']")[0].text_content().split()[1] == "审核"
    assert re.search(r"自2026年3月2日起 7 个工作日 · 2026年3月11日到期", page.text)
    assert re.search("合格或者不合格 ?→ 审核", page.text)


def test_who_works_on_it_sees_it_in_full_and_is_recorded_once_a_day(clerk, case, training, hall):
    for _ in range(3):
        assert catering.ID_NUMBER in clerk.open(f"/cases/{case}").text
    assert looks(hall) == [(case, training.clerk.actor.person_id, training.today)]
    training.pass_days(1)
    clerk.open(f"/cases/{case}")
    assert len(looks(hall)) == 2


def test_a_supervisor_reads_masked_and_changes_nothing(at, case, training, hall):
    page = at("jiancha").open(f"/cases/{case}")
    assert page.status == 200
    assert "王**" in page.text
    assert "6109******" in page.text
    for secret in ("王小明", catering.ID_NUMBER, "13800001234", "北城街 12 号"):
        assert secret not in page.text
    assert [form.get("action") for form in page.document.xpath("//main//form")] == []
    assert looks(hall) == []
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    refused = at("jiancha").post(f"/cases/{case}/notes", [("csrf_token", token), ("note", "看过")])
    assert refused.status == 403
    assert "监察员只能查看" in refused.text
    assert at("jiancha").post(f"/cases/{case}/withdrawal", [("csrf_token", token), ("reason", "x")]).status == 404
    assert training.status(case) == "accepted"


def test_a_note_is_kept_for_colleagues(clerk, at, case):
    assert "备注已存入办件。" in clerk.open(f"/cases/{case}").press("存入备注", note="申请人下周出差").text
    assert "申请人下周出差" in at("suozhang").open(f"/cases/{case}").text


def test_an_empty_note_is_none(clerk, case):
    assert clerk.open(f"/cases/{case}").press("存入备注", note="  ").status == 422


def test_the_chart_marks_the_present_step(clerk, case):
    page = clerk.open(f"/cases/{case}")
    response = clerk.visitor.get(f"/cases/{case}/chart.svg")
    assert response.content_type == "image/svg+xml; charset=utf-8"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    drawn = response.text
    drawn_as = dict(re.findall(r'data-element="([^"]+)"[^>]* data-status="([^"]+)"', drawn))
    assert drawn_as["acceptance"] == drawn_as["acceptance_outcome"] == drawn_as["filed"] == "done"
    assert drawn_as["site_check"] == "current"
    assert drawn_as["approval"] == drawn_as["await_supplement"] == "future"
    rows = page.document.xpath("//table[contains(@class,'list-plain')]/tbody/tr")
    said = {re.sub(r"\s+", "", row[0].xpath(".//strong")[0].text): row[4].text_content().split()[0] for row in rows}
    assert said["受理审查"] == "已办"
    assert said["现场核查"] == "办理中"
    assert said["审批"] == "未到"


def test_the_chart_is_not_for_everybody(at, case):
    assert at("shoufei").open(f"/cases/{case}/chart.svg").status == 404


def test_the_window_takes_an_application_back(clerk, case, training):
    form = clerk.open(f"/cases/{case}/withdrawal")
    assert form.press("确认撤回", reason=" ").status == 422
    after = form.press("确认撤回", reason="不再开店")
    assert "《终止审查通知书》汉市监终〔2026〕00001号" in after.text
    assert training.status(case) == "withdrawn"
    assert "本件已于2026年3月2日 09:30结束：已撤回。" in after.text
    assert "办理撤回" not in after.text


def test_only_the_window_of_the_case_takes_it_back(at, case):
    for login in ("suozhang", "shenpi", "hecha1"):
        assert at(login).open(f"/cases/{case}/withdrawal").status == 404


def test_a_report_in_person_lets_the_flow_go_on(clerk, case, training):
    for login in ("hecha1", "hecha2"):
        training[login].complete(
            case,
            "site_check",
            result="rectify",
            checked_on=training.today.isoformat(),
            findings="消毒设施不全",
            rectification="补齐消毒柜",
        )
    page = clerk.open(f"/cases/{case}")
    assert "登记：整改完成报告" in page.text
    after = page.press("登记并继续办理", note="消毒柜已装好")
    assert "已登记，流程继续办理。" in after.text
    assert training.open_elements(case) == ["recheck", "recheck"]
    assert "消毒柜已装好" in after.text


def files_of(page):
    return [link for link in page.links() if "/files/" in link]


def test_files_are_handed_out_in_a_sandbox(clerk, case):
    links = files_of(clerk.open(f"/cases/{case}"))
    shown = clerk.visitor.get(links[0], buffered=True)
    assert links[0].endswith("?show=1")
    assert shown.data.startswith(b"%PDF-")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    loaded = clerk.visitor.get(links[1], buffered=True)
    assert loaded.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in loaded.headers["Cache-Control"]


def test_a_file_of_another_case_is_not_there(clerk, case, training):
    other = catering.file_application(training)
    foreign = files_of(clerk.open(f"/cases/{other}"))[0].rsplit("/", 1)[1]
    assert clerk.visitor.get(f"/cases/{case}/files/{foreign}").status_code == 404


def test_files_are_not_for_everybody(clerk, at, case):
    link = files_of(clerk.open(f"/cases/{case}"))[0]
    for login in ("shoufei", "admin", "shixiang"):
        at(login).open("/desk")
        assert at(login).visitor.get(link).status_code == 404


def test_looking_at_a_file_is_recorded_for_a_supervisor_too(clerk, at, case, training, hall):
    link = files_of(clerk.open(f"/cases/{case}"))[0]
    at("jiancha").open("/desk")
    assert at("jiancha").visitor.get(link, buffered=True).status_code == 200
    assert (case, training.supervisor.actor.person_id, training.today) in looks(hall)
