"""What the modeler's script gets from the server: the gate, names for conditions, saving without overwriting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.bpmn.limits import MOST_BYTES
from processes.shared_parts import shared_parts
from webapp.studio.wording import WORDS

MODELER = Path(__file__).resolve().parents[3] / "webapp" / "studio" / "modeler"
LIMIT = 'name="limitWorkdays" value="2"'


def longer(xml: str) -> str:
    assert LIMIT in xml
    return xml.replace(LIMIT, 'name="limitWorkdays" value="6"')


def test_every_word_that_the_script_shows_is_said():
    used = set()
    for file in set(MODELER.glob("*.js")) - {MODELER / "compare.js"}:
        used |= set(re.findall(r"\bwords\.([a-z_]+)", file.read_text(encoding="utf-8")))
    composed = {f"repeat_{one}" for one in ("once", "parallel", "sequential", "loop")}
    composed |= {"message", "signal", "error", "escalation", "duration", "date", "cycle"}
    composed |= {f"{one}_hint" for one in ("duration", "date", "cycle")}
    assert used | composed == set(WORDS)


def test_the_gate_says_what_publishing_would_say(sitting):
    desk = sitting().begin()
    xml = desk.file()
    assert not [one for one in desk.problems(xml) if one["severity"] == "error"]
    (problem,) = (one for one in desk.problems(longer(xml)) if one["severity"] == "error")
    assert problem["rule"] == "limits-exceed-promise"
    assert problem["element"] == "certificate"
    assert "site_check" in problem["path"]
    assert "7 天" in problem["message"]


def test_what_is_no_process_is_told_and_not_a_failure(sitting):
    desk = sitting().begin()
    for text in ("", "<", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a/>", "\x00"):
        (problem,) = desk.problems(text)
        assert problem["severity"] == "error", text


def test_saving_keeps_the_draft_and_counts_its_revisions(sitting):
    desk = sitting().begin()
    answer = desk.save(longer(desk.file()))
    assert answer.json["revision"] == 2
    assert LIMIT not in desk.file()
    assert desk.settings["revision"] == 2


def test_who_saves_second_is_told_who_was_first_and_loses_nothing(sitting):
    first = sitting().begin()
    xml = first.file()
    second = sitting().sit(first.address)
    assert first.save(longer(xml)).status_code == 200
    refused = second.save(xml.replace("现场核查", "实地核查"))
    assert refused.status_code == 409
    assert re.search(r"卫图于 \d{4}-\d\d-\d\d \d\d:\d\d 保存过这份草稿", refused.json["message"])
    assert first.file() == longer(xml)
    copied = second.ask("copies", {"xml": xml.replace("现场核查", "实地核查")})
    assert copied.json["address"] != first.address
    assert "实地核查" in second.sit(copied.json["address"]).file()


def test_a_shared_part_that_is_called_comes_into_the_draft(sitting):
    desk = sitting().begin()
    call = '<bpmn:callActivity id="call_fee" name="缴费" calledElement="shared_fee" /></bpmn:process>'
    desk.save(desk.file().replace("</bpmn:process>", call, 1))
    assert "called-process" not in {one["rule"] for one in desk.problems(desk.file())}
    assert dict(desk.settings["choices"]["shared"]).keys() == shared_parts().keys()


def test_names_at_a_place_are_what_may_have_been_answered(sitting):
    desk = sitting().begin()
    xml = desk.file().encode()
    tasks = {one["id"]: one for one in desk.ask("names", xml, at="review_outcome").json["tasks"]}
    assert tasks["review"]["sure"]
    assert tasks["site_check"]["many"]
    assert [one["label"] for one in tasks["acceptance"]["fields"]], "the answers of a shared part are not offered"
    assert not tasks["recheck"]["sure"]
    assert "certificate" not in tasks
    fields = {one["name"]: dict(one["choices"]) for one in tasks["review"]["fields"]}
    assert "return" in fields["result"]
    assert desk.ask("names", xml, at="no_such_node").json == {"tasks": []}


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [
        ("expression", "review.result == 'pass'", True),
        ("expression", "review.result = 'pass'", False),
        ("expression", "__import__('os')", False),
        ("duration", "P3D", True),
        ("duration", "3 days", False),
    ],
)
def test_an_expression_is_judged_by_the_compiler_that_runs_it(sitting, kind, text, right):
    said = sitting().begin().ask("expression", {"kind": kind, "text": text}).json["message"]
    assert (said == "") is right


def test_a_matter_manager_reads_and_does_not_change(sitting):
    draft = sitting().begin()
    manager = sitting("shixiang").sit(draft.address)
    assert manager.settings["readonly"]
    assert manager.problems(draft.file()) is not None
    assert manager.save(longer(draft.file())).status_code == 403
    assert manager.ask("copies", {"xml": draft.file()}).status_code == 403
    assert LIMIT in draft.file()
    for login in ("chuangkou", "shenpi", "admin"):
        assert sitting(login).visitor.get(draft.address).status_code == 403


def test_a_draft_gives_its_file_its_chart_and_its_steps(sitting):
    desk = sitting().begin()
    file = desk.visitor.get(f"{desk.address}/process.bpmn?download=1")
    assert "attachment" in file.headers["Content-Disposition"]
    chart = desk.visitor.get(f"{desk.address}/chart.svg")
    assert "现场核查" in chart.text
    assert "sandbox" in chart.headers["Content-Security-Policy"]
    assert "现场核查" in desk.visitor.get(f"{desk.address}/steps").text


def test_style_attributes_are_let_in_here_and_nothing_else(sitting):
    desk = sitting().begin()
    policy = desk.visitor.get(desk.address).headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy
    assert "style-src-attr" not in desk.visitor.get("/studio").headers["Content-Security-Policy"]


def test_hostile_content_is_refused_or_stands_as_text(sitting):
    desk = sitting().begin('"><script>alert(1)</script>')
    assert "<script>alert" not in desk.visitor.get(desk.address).text
    xml = desk.file()
    assert desk.save(xml + "<!--" + "x" * 11_000_000 + "-->").status_code == 413
    beyond = desk.save(xml + "<!--" + "x" * MOST_BYTES + "-->")
    assert beyond.status_code == 422
    assert "超过 5 MB" in beyond.json["message"]
    nasty = xml.replace('name="现场核查"', 'name="&lt;script&gt;alert(1)&lt;/script&gt;"')
    nasty = nasty.replace('id="to_acceptance"', 'id="to\'&quot;&gt;acceptance"')
    assert desk.save(nasty).status_code == 200
    assert "<script" not in desk.visitor.get(f"{desk.address}/chart.svg").text
    assert "<script>alert" not in desk.visitor.get(f"{desk.address}/steps").text
    assert any(one["severity"] == "error" for one in desk.problems(nasty))


def test_a_drawing_that_nobody_can_judge_is_refused_at_once(sitting):
    desk = sitting().begin()
    tasks = "".join(f'<bpmn:userTask id="t{n}" name="步骤" />' for n in range(3000))
    many = desk.file().replace("</bpmn:process>", f"{tasks}</bpmn:process>", 1)
    (problem,) = desk.problems(many)
    assert problem["rule"] == "too-many-elements"
    refused = desk.save(many)
    assert refused.status_code == 422
    assert "3025 个节点" in refused.json["message"]
    assert desk.ask("names", many.encode(), at="review_outcome").json == {"tasks": []}


def test_a_draft_stands_beside_the_version_it_began_as(sitting):
    desk = sitting().begin()
    assert f"{desk.address}/comparison" in desk.visitor.get(f"{desk.address}/review").text
    page = desk.visitor.get(f"{desk.address}/comparison")
    assert "第 1 版" in page.text
    assert desk.visitor.get("/studio/matters/small_catering_permit/version.bpmn?number=1").text == desk.file()
    assert desk.visitor.get("/studio/matters/small_catering_permit/version.bpmn?number=9").status_code == 404
