"""A designer tries a draft out: every role, the clock, documents; and nothing of it reaches the hall."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from engine.store.tables import all_tables

CATERING = "small_catering_permit"
MATERIALS = [
    "business_licence",
    "operator_id",
    "health_certificates",
    "premises_proof",
    "layout_plan",
    "management_rules",
]


class Run:
    """One try-out in one browser."""

    def __init__(self, desk) -> None:
        self.desk, self.text = desk, ""
        self.look()

    def look(self) -> None:
        self.text = self.desk.visitor.get(f"{self.desk.address}/try").text

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return unescape(found.group(1)) if found else ""

    def act(self, act: str, **fields):
        visitor = self.desk.visitor
        said = {"csrf_token": self.field("csrf_token"), "_script": self.field("_script"), "_act": act}
        answer = visitor.client.post(f"{self.desk.address}/try", data={**said, **fields}, environ_base=visitor.where)
        self.text = answer.text
        return answer

    def do(self, **answer):
        return self.act("submit", _step=self.field("_step"), **answer)


@pytest.fixture
def designer(sitting):
    return sitting().begin()


def counts(hall) -> dict[str, int]:
    with hall.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar()
            for table in all_tables().sorted_tables
        }


def check(run: Run, person: str) -> None:
    run.do(
        result="pass",
        checked_on="2026-03-03",
        conditions=["premises", "clean", "zones", "separation", "facilities", "tableware"],
        findings=f"{person}：符合条件",
    )


def to_the_end(run: Run) -> None:
    run.act("begin")
    run.do(result="accept", checked=MATERIALS)
    run.do(inspectors=["试办人员甲", "试办人员乙"])
    for person in "甲乙":
        check(run, person)
    run.do(result="pass", opinion="建议准予")
    run.do(result="grant", opinion="同意")
    run.do(certificate_no="陕小餐2026099", scope="热食类食品制售", valid_from="2026-03-05", valid_to="2029-03-04")
    run.do(result="delivered", mode="window", receiver="陈丽", relation="self", signed_on="2026-03-06")


def test_a_whole_run_reaches_nothing_but_its_page(designer, hall):
    run = Run(designer)
    before = counts(hall)
    to_the_end(run)
    assert "流程走完了" in run.text
    for paper in ("受理通知书", "准予行政许可决定书", "送达回证"):
        assert paper in run.text
    assert counts(hall) == before


def test_a_run_is_kept_as_a_scenario_that_the_gate_then_plays(designer):
    run = Run(designer)
    to_the_end(run)
    assert run.act("record", title="当场核查合格，准予许可 🙂").status_code == 302
    assert [problem for problem in designer.problems(designer.file()) if problem["severity"] == "error"] == []
    # Another end than the run had: what was recorded now speaks against publishing.
    other = designer.file().replace('id="end_delivered"', 'id="end_handed_over"')
    other = other.replace(">end_delivered<", ">end_handed_over<").replace('"end_delivered"', '"end_handed_over"')
    told = {problem["file"] for problem in designer.problems(other) if problem["rule"] == "scenario-failed"}
    assert "scenarios/recorded_001.yaml" in told


def test_a_run_that_has_not_ended_is_no_scenario(designer):
    run = Run(designer)
    run.act("begin")
    assert "流程还没有走到结束" in run.act("record", title="半途").text


def test_the_clock_moves_and_lights_change(designer):
    run = Run(designer)
    run.act("begin")
    run.do(result="accept", checked=MATERIALS)
    assert "light-red" not in run.text
    run.act("advance:P5D")
    assert "light-red" in run.text
    assert "2026年3月7日 09:00" in run.text
    run.act("back")
    assert "light-red" not in run.text


def test_a_form_with_mistakes_says_so_and_the_run_stays(designer):
    run = Run(designer)
    run.act("begin")
    before = run.field("_script")
    run.do(result="")
    assert "需要更正" in run.text
    assert run.field("_script") == before


def test_a_step_that_is_not_open_and_a_forged_script_are_told(designer):
    run = Run(designer)
    run.act("begin")
    assert "这一步现在没有打开" in run.act("submit", _step="delivery", result="delivered").text
    assert "读不出来" in run.act("advance:P1D", _script='{"acts": [{"exec": "rm"}], "application": {}}').text
    assert "读不出来" in run.act("advance:P1D", _script="[" * 3000).text
    run.look()
    run.act("begin")
    for nonsense in ("advance:P1000000Y", "advance:<script>", "message:nobody", "open:nobody", "x"):
        answer = run.act(nonsense)
        assert answer.status_code == 200, nonsense
        assert "<script>alert" not in answer.text


def test_a_flow_that_cannot_start_says_why(designer):
    broken = designer.file().replace("acceptance.result == ", "acceptance.result = = ", 1)
    assert broken != designer.file()
    assert designer.save(broken).status_code == 200
    run = Run(designer)
    for act in ("begin", "advance:P1D", "record"):
        answer = run.act(act, _script='{"application": {}, "acts": []}', title="走不动")
        assert answer.status_code == 200, act
        assert 'role="alert"' in answer.text


def test_who_only_approves_may_try_but_not_record(sitting, designer):
    manager = sitting("shixiang").sit(designer.address)
    run = Run(manager)
    to_the_end(run)
    assert "流程走完了" in run.text
    assert "存为测试情景" not in run.text
    assert run.act("record", title="不该有").status_code == 403
