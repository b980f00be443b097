"""What a matter must say beyond BPMN; a lenient check asks for none of it."""

from __future__ import annotations

import pytest
from drawn import bpmn

from engine.bpmn.checks import RULES, Problem, check_bytes
from engine.bpmn.read import read

LANES = (
    '<laneSet><lane id="window" name="受理窗口"><extensionElements><spiffworkflow:properties>'
    '<spiffworkflow:property name="department" value="approval_bureau"/>'
    '<spiffworkflow:property name="level" value="county"/>'
    "</spiffworkflow:properties></extensionElements>"
    "<flowNodeRef>accept</flowNodeRef><flowNodeRef>check</flowNodeRef><flowNodeRef>decide</flowNodeRef>"
    "<flowNodeRef>close</flowNodeRef><flowNodeRef>hand_over</flowNodeRef></lane></laneSet>"
)
TASK = ".limitWorkdays=1 .work=办理 .approval=single .channel=both"
CHECK = "item=person .work=核查 .limitWorkdays=2"
MATTER = f"""
    start filed .form=application
    user accept name=受理 .stage=acceptance .post=window_clerk .form=accept .document=notice,refusal_notice {TASK}
    xor accepted name=是否受理 default=yes
    end refused
    user check name=核查 .stage=review .post=inspector .form=check .approval=all collection=accept.people {CHECK}
    xor passed name=是否合格 default=done
    user decide name=审批 .stage=approval .post=approver .form=decide .separateFrom=check {TASK}
    user close name=办结 .stage=completion .post=issuing_clerk .form=close {TASK}
    user hand_over name=送达 .stage=delivery .post=issuing_clerk .form=hand_over .fee=none {TASK}
    end delivered
    filed -> accept -> accepted
    accepted -> refused if accept.result == 'refuse'
    accepted -> check as yes
    check -> passed
    passed -> accept if any(check.result, 'rework')
    passed -> decide as done
    decide -> close -> hand_over -> delivered
"""
FORMS = {
    "application": {"name", "address.town"},
    "accept": {"result", "people"},
    "check": {"result"},
    "decide": {"result"},
    "close": {"number"},
    "hand_over": {"result"},
}


def judge(drawing: str, *, lanes: str = LANES, **options: object) -> list[Problem]:
    options.setdefault("forms", FORMS)
    return list(check_bytes(bpmn(drawing, lanes=lanes), "process.bpmn", **options))


def test_matter_as_it_should_be() -> None:
    problems = judge(MATTER)
    assert problems == []


# rule, element, severity, what is replaced, by what
CHANGES = [
    ("stage", "accept", "error", ".stage=acceptance ", ""),
    ("stage", "accept", "error", ".stage=acceptance", ".stage=intake"),
    ("post", "accept", "error", ".post=window_clerk ", ""),
    ("post", "accept", "error", ".post=window_clerk", ".post=clerk"),
    ("form", "accept", "error", ".form=accept ", ""),
    ("form", "filed", "error", ".form=application", ".form=applicant"),
    ("form", "accept", "error", ".form=accept ", ".form=acceptance "),
    ("limit-workdays", "accept", "error", "notice .limitWorkdays=1 ", "notice .limitWorkdays=1.5 "),
    ("limit-workdays", "check", "error", ".limitWorkdays=2", ".limitWorkdays=-1"),
    ("limit-workdays", "check", "error", ".limitWorkdays=2", ".limitWorkdays=三"),
    ("limit-workdays", "check", "error", " .limitWorkdays=2", ""),
    ("work", "check", "error", " .work=核查", ""),
    ("work", "check", "error", ".work=核查", ".work=' '"),
    (
        "fee-apart",
        "close",
        "error",
        "close name=办结 .stage=completion .post=issuing_clerk",
        "close name=办结 .stage=completion .post=cashier .fee=charged",
    ),
    ("fee-unpaid", "close", "error", ".form=close", ".form=close .fee=charged .document=certificate"),
    (
        "undecided-end",
        "delivered",
        "error",
        "passed -> decide as done\n    decide -> close",
        "passed -> close as done\n    accepted -> decide if 1 < 2\n    decide -> close",
    ),
    (
        "undecided-end",
        "refused",
        "error",
        "passed -> accept if any(check.result, 'rework')",
        "passed -> refused if any(check.result, 'rework')",
    ),
    ("refusal-missing", "decide", "error", ".form=decide", ".form=decide .document=grant_decision"),
    ("refusal-missing", "decide", "error", ".form=close", ".form=close .document=certificate"),
    ("notice-too-late", "check", "error", ".form=check", ".form=check .document=supplement_notice"),
    ("notice-too-late", "accept", "error", ".document=notice,", ".document=supplement_notice,"),
    (
        "dead-condition",
        "flow_3",
        "error",
        "accept.result == 'refuse'",
        "accept.result == 'refuse' and accept.result == 'accept'",
    ),
    (
        "message-uncaught",
        "told",
        "error",
        "end delivered",
        "end delivered\n    throw told event=message:gone\n    decide -> told",
    ),
    ("approval", "check", "error", ".approval=all", ".approval=most"),
    ("approval", "check", "error", ".approval=all", ".approval=ratio:1.5"),
    ("approval", "check", "error", ".approval=all", ".approval=ratio:0"),
    ("approval", "decide", "error", f".separateFrom=check {TASK}", ".separateFrom=check .work=审 .approval=any"),
    ("separate-from", "decide", "error", ".separateFrom=check", ".separateFrom=chekc"),
    ("separate-from", "decide", "error", ".separateFrom=check", ".separateFrom='check passed'"),
    ("separate-from", "decide", "error", ".separateFrom=check", ".separateFrom=decide"),
    ("channel", "check", "error", ".approval=all", ".approval=all .channel=phone"),
    ("document", "check", "error", ".approval=all", ".approval=all .document='受理通知书'"),
    ("fee", "hand_over", "error", ".fee=none", ".fee='12 元'"),
    ("property", "check", "warning", ".approval=all", ".approval=all .limitWorkDays=3"),
    ("chinese-name", "accept", "error", "name=受理", "name=accept"),
    ("label-length", "accept", "error", "name=受理", f"name={'受' * 81}"),
    ("id-form", "Check2", "error", "end refused", "end refused\nuser Check2 name=核\naccept -> Check2 -> refused"),
    ("id-form", "in", "error", "end refused", "end refused\nuser in name=核\naccept -> in -> refused"),
    ("stages-incomplete", "p", "error", ".stage=delivery", ".stage=completion"),
    ("stage-order", "close", "error", ".stage=completion", ".stage=acceptance"),
    ("unknown-name", "flow_3", "error", "accept.result == 'refuse'", "acept.result == 'refuse'"),
    ("unknown-name", "flow_3", "error", "accept.result == 'refuse'", "accepted.result == 'refuse'"),
    ("unknown-fact", "flow_3", "warning", "accept.result == 'refuse'", "urgent"),
    ("unknown-field", "flow_3", "error", "accept.result == 'refuse'", "accept.reslt == 'refuse'"),
    ("unknown-field", "flow_3", "error", "accept.result == 'refuse'", "application.age > 3"),
    ("list-compared", "flow_6", "error", "any(check.result, 'rework')", "check.result == 'rework'"),
    ("not-yet-answered", "flow_3", "error", "accept.result == 'refuse'", "decide.result == 'refuse'"),
    ("not-yet-answered", "check", "error", "collection=accept.people", "collection=decide.people"),
]


@pytest.mark.parametrize(("rule", "element", "severity", "old", "new"), CHANGES)
def test_house_rule(rule: str, element: str, severity: str, old: str, new: str) -> None:
    assert old in MATTER
    drawing = MATTER.replace(old, new, 1)
    found = [(p.element, p.severity) for p in judge(drawing) if p.rule == rule]
    assert found == [(element, severity)]
    # An approval that the engine cannot count is refused by the engine itself.
    lenient = {p.rule for p in judge(drawing, lenient=True) if p.severity == "error"}
    assert lenient <= ({"engine-refuses"} if rule == "approval" else set())


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        (("受理窗口", "window"), "chinese-name"),
        (('name="department" value="approval_bureau"', 'name="department" value=""'), "lane-department"),
        (('value="approval_bureau"', 'value="审批局"'), "lane-department"),
        (('name="level" value="county"', 'name="level" value=""'), "lane-level"),
        (('value="county"', 'value="country"'), "lane-level"),
    ],
)
def test_lane(new: tuple[str, str], rule: str) -> None:
    problems = judge(MATTER, lanes=LANES.replace(*new))
    assert [(p.element, p.rule) for p in problems if p.severity == "error"] == [("window", rule)]


def test_a_lane_of_a_shared_part_has_the_level_of_its_caller() -> None:
    lanes = LANES.replace('value="approval_bureau"', 'value="caller"').replace('name="level" value="county"', "")
    assert [p.rule for p in judge(MATTER, lanes=lanes) if p.element == "window"] == []


def test_task_outside_all_lanes() -> None:
    problems = judge(MATTER, lanes=LANES.replace("<flowNodeRef>decide</flowNodeRef>", ""))
    assert [(p.element, p.rule) for p in problems if p.severity == "error"] == [("decide", "lane")]


def test_lane_within_a_lane_inherits() -> None:
    inner = LANES.replace("<flowNodeRef>accept</flowNodeRef>", "").replace(
        "</lane></laneSet>",
        '<childLaneSet><lane id="desk" name="一号窗"><flowNodeRef>accept</flowNodeRef></lane></childLaneSet>'
        "</lane></laneSet>",
    )
    assert judge(MATTER, lanes=inner) == []


def test_lenient_check_knows_no_house_rule() -> None:
    drawing = "start S1\nuser T-1\nend E1\nS1->T-1->E1"
    assert check_bytes(bpmn(drawing), lenient=True) == ()
    house = {rule.id for rule in RULES if rule.house}
    assert {p.rule for p in check_bytes(bpmn(drawing))} >= {"stage", "post", "form", "lane", "chinese-name", "id-form"}
    assert {p.rule for p in check_bytes(bpmn(drawing))} <= house


def test_known_facts_may_be_read_and_no_others() -> None:
    drawing = MATTER.replace("accept.result == 'refuse'", "applicant.kind == 'person'")
    assert "unknown-name" in {p.rule for p in judge(drawing, facts=frozenset({"amount"}))}
    assert judge(drawing, facts=frozenset({"applicant"})) == []


def test_counts_may_be_read_by_the_completion_condition() -> None:
    drawing = MATTER.replace("item=person", "item=person completion='numberOfCompletedInstances >= 2'")
    assert judge(drawing) == []


def test_item_may_be_read_inside_the_instance_only() -> None:
    inner = "start i\nxor x default=f8\nend f\nend g\ni->x->f as f7 if person.chief\nx->g as f8"
    drawing = "start s\nend e\nuser a\nsub sp collection=a.people item=person {\n" + inner + "\n}\ns->a->sp->e"
    assert "unknown-name" not in {p.rule for p in check_bytes(bpmn(drawing))}
    outside = MATTER.replace("any(check.result, 'rework')", "person.chief")
    assert ("flow_6", "unknown-name") in {(p.element, p.rule) for p in judge(outside)}


def test_answer_of_a_message_may_be_read_and_of_a_timer_not() -> None:
    drawing = """
        start s
        end e
        catch m event=message:paid
        catch t event=timer:PT1H
        xor x default=f9
        s -> m -> t -> x
        x -> e if m.amount > 3
        x -> e as f9
    """
    assert "unknown-name" not in {p.rule for p in check_bytes(bpmn(drawing))}
    assert "unknown-name" in {p.rule for p in check_bytes(bpmn(drawing.replace("m.amount", "t.amount")))}


def test_rework_loop_is_no_step_back() -> None:
    back = MATTER.replace("decide -> close -> hand_over", "close -> hand_over") + (
        "xor again default=f7\ndecide -> again -> accept if decide.result == 'return'\nagain -> close as f7"
    )
    assert judge(back) == []


def test_path_of_a_step_back_is_told() -> None:
    problems = judge(MATTER.replace(".stage=completion", ".stage=acceptance"))
    assert [p.path for p in problems if p.rule == "stage-order"] == [("decide", "close")]


def test_lane_that_says_caller_has_one_calling_department() -> None:
    part = read(
        bpmn(
            "start i\nuser look name=看 .stage=review .post=reviewer .form=check .work=看\nend f\ni -> look -> f",
            process="shared_look",
            lanes=(
                '<laneSet><lane id="whose" name="调用部门"><extensionElements><spiffworkflow:properties>'
                '<spiffworkflow:property name="department" value="caller"/>'
                "</spiffworkflow:properties></extensionElements><flowNodeRef>look</flowNodeRef></lane></laneSet>"
            ),
        )
    )
    drawing = MATTER.replace("decide -> close", "decide -> once -> again -> close") + (
        "call once name=第一次 called=shared_look\ncall again name=第二次 called=shared_look\n"
    )
    other = LANES.replace('"window"', '"other"').replace("approval_bureau", "market_bureau")
    both = LANES.replace("</lane></laneSet>", "<flowNodeRef>once</flowNodeRef></lane>")
    both += (
        other[other.index("<lane ") : other.index("<flowNodeRef>")]
        + "<flowNodeRef>again</flowNodeRef></lane></laneSet>"
    )
    called = {"shared_look": part}
    found = {(p.element, p.rule) for p in judge(drawing, lanes=both, called=called) if p.severity == "error"}
    assert ("whose", "caller-ambiguous") in found
    alone = LANES.replace(
        "<flowNodeRef>hand", "<flowNodeRef>once</flowNodeRef><flowNodeRef>again</flowNodeRef><flowNodeRef>hand"
    )
    assert "caller-ambiguous" not in {p.rule for p in judge(drawing, lanes=alone, called=called)}
