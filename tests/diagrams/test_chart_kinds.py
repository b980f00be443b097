"""What each kind of chart shows of the county's matters, and that lines lead through what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from diagrams import chart_for, kinds_of, step_table
from diagrams.kinds import KINDS, only_at_the_window, reminders
from engine.bpmn.model import Element, Event, Flow, Lane, Model, Process
from engine.budget import counted_stages
from processes.registry import Folder, folders, load_folder

MATTERS = {folder.key: folder for folder in map(load_folder, folders())}


def process(*elements: Element, flows: str, lanes: tuple[Lane, ...] = ()) -> Model:
    """Return a model of these elements; ``flows`` are pairs such as ``a>b``."""
    pairs = [pair.split(">") for pair in flows.split()]
    lines = {f"{source}_{target}": Flow(f"{source}_{target}", source, target) for source, target in pairs}
    one = Process("p", "试验", True, {element.id: element for element in elements}, lines, lanes)
    return Model((one,), one)


def step(key: str, stage: str = "review", limit: str = "1", **given: str) -> Element:
    said = {"stage": stage, "post": "reviewer", "limitWorkdays": limit, **given}
    return Element(key, "userTask", key, properties=said)


START, END = Element("start", "startEvent", "提交"), Element("end", "endEvent", "办结")


def ways(chart_links: Iterator[tuple[str, str]], starts: str) -> set[str]:
    links, reached, waiting = list(chart_links), set(), [starts]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [target for source, target in links if source == here]
    return reached


def chart(folder: Folder, kind: str):
    return chart_for(folder.model, folder.called, kind, counted_stages(folder.facts.limits.clock_origin.value))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("matter", MATTERS)
def test_every_kind_leads_from_the_start_to_every_end_it_shows(matter, kind):
    drawn = chart(MATTERS[matter], kind)
    starts = [node.id for node in drawn.nodes if node.kind == "start"]
    hosts = [(node.host, node.id) for node in drawn.nodes if node.host]
    links = [(link.source, link.target) for link in drawn.links if link.kind == "sequence"] + hosts
    assert {node.id for node in drawn.nodes if node.kind != "note"} == set().union(*(ways(links, s) for s in starts))


@pytest.mark.parametrize("matter", MATTERS)
def test_the_public_sees_no_reminders_and_staff_see_them(matter):
    named = {node.name for node in chart(MATTERS[matter], "full").nodes if node.kind == "boundary"}
    assert any("提醒" in name for name in named)
    for kind in ("matter", "joint", "online"):
        drawn = chart(MATTERS[matter], kind)
        assert not [node.name for node in drawn.all_nodes() if node.kind == "boundary" and not node.interrupting]
        assert not [node.name for node in drawn.all_nodes() if node.name.startswith("已提醒")]


@pytest.mark.parametrize(("matter", "part"), [("house_transfer", "take_in"), ("open_restaurant", "deliver")])
def test_a_shared_part_is_one_box_for_the_public_and_its_steps_for_staff(matter, part):
    public, staff = chart(MATTERS[matter], "matter"), chart(MATTERS[matter], "full")
    assert (public.by_id[part].kind, public.by_id[part].limit) == ("call", 1)
    assert part not in staff.by_id
    assert len(step_table(public)) <= len(step_table(staff))


def test_the_box_of_a_part_says_what_its_steps_say():
    fee = chart(MATTERS["house_transfer"], "matter").by_id["collect_fee"]
    assert fee.fee
    assert fee.document
    assert fee.stage == [stage.code for stage in chart(MATTERS["house_transfer"], "matter").stages].index("completion")


def test_a_matter_of_several_departments_has_a_joint_chart():
    for folder in MATTERS.values():
        assert kinds_of(folder.model, folder.called, online=True) == ("matter", "joint", "online")
        assert kinds_of(folder.model, folder.called, online=False) == ("matter", "joint")
    alone = process(START, step("a"), END, flows="start>a a>end")
    assert kinds_of(alone, {}, online=False) == ("matter",)


def test_branches_of_a_joint_chart_tell_their_limits_and_the_critical_path_its_sum():
    drawn = chart(MATTERS["open_restaurant"], "joint")
    days = {link.name: link.days for link in drawn.links if link.days is not None}
    assert days == {"食品经营许可": 3, "户外招牌": 3, "消防检查": 4, "烟草零售": 4, "没有需要审批的分项": 0}
    critical = [node for node in drawn.nodes if node.critical]
    assert sum(node.limit or 0 for node in critical) == drawn.critical_days == 10
    assert {node.lane for node in critical if node.number} > {drawn.by_id["summary"].lane}
    assert not [link for link in drawn.links if link.critical and link.back]


@pytest.mark.parametrize("matter", MATTERS)
def test_the_critical_path_is_one_unbroken_way(matter):
    drawn = chart(MATTERS[matter], "joint")
    inside = {node.id for node in drawn.nodes if node.critical}
    followed = [(link.source, link.target) for link in drawn.links if link.critical]
    assert {end for pair in followed for end in pair} == (inside if len(inside) > 1 else set())
    assert len(followed) == max(0, len(inside) - 1)


def test_levels_stand_from_below_and_the_applicant_belongs_to_none():
    drawn = chart(MATTERS["temporary_relief"], "joint")
    assert [level.name for level in drawn.levels] == ["", "村级", "镇级", "县级"]
    assert drawn.lanes[0].name == "申请人"


def test_online_a_step_at_the_window_is_gone_round_where_there_is_another():
    model = process(
        START,
        Element("how", "exclusiveGateway", "怎样查验"),
        step("on_site", channel="window"),
        step("by_video", channel="online"),
        Element("met", "exclusiveGateway"),
        step("decide", "approval"),
        END,
        flows="start>how how>on_site how>by_video on_site>met by_video>met met>decide decide>end",
    )
    assert only_at_the_window(model.main) == {"on_site"}
    drawn = chart_for(model, {}, "online")
    assert [node.id for node in drawn.nodes] == ["start", "by_video", "decide", "end"]
    assert [(link.source, link.target) for link in drawn.links] == [
        ("start", "by_video"), ("by_video", "decide"), ("decide", "end")]  # fmt: skip


def test_online_a_step_that_needs_a_visit_is_marked():
    online = chart(MATTERS["house_transfer"], "online")
    assert [node.id for node in online.nodes if node.visit] == ["registry_check"]
    assert not [node.id for node in chart(MATTERS["house_transfer"], "matter").nodes if node.visit]
    assert not [node.id for node in chart(MATTERS["small_catering_permit"], "online").nodes if node.visit]


def test_a_reminder_that_comes_back_to_the_flow_is_no_mere_reminder():
    late = Element("late", "boundaryEvent", "超期", event=Event("timer", None, ("duration", "P3D")),
                   attached_to="a", interrupting=False)  # fmt: skip
    apart = process(START, step("a"), late, Element("told", "endEvent", "已提醒"), END, flows="start>a a>end late>told")
    assert reminders(apart.main) == {"late", "told"}
    back = process(START, step("a"), late, step("b"), END, flows="start>a a>b b>end late>b")
    assert reminders(back.main) == set()


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="poster"):
        chart_for(MATTERS["house_transfer"].model, {}, "poster")


def test_the_step_table_says_what_is_done_side_by_side():
    rows = {row.element: row for row in step_table(chart(MATTERS["house_transfer"], "matter"))}
    tax, registry = rows["tax_review"], rows["registry_check"]
    assert registry.number in tax.beside
    assert tax.number in registry.beside
    assert rows["registration"].beside == ()
    assert (tax.department, tax.post, tax.stage, tax.limit) == ("县税务局", "审核人", "审核", 1)
    assert "契税" in tax.work
    assert [row.number for row in step_table(chart(MATTERS["house_transfer"], "full"))] == list(range(1, 13))


def test_a_return_to_an_earlier_stage_is_not_part_of_the_longest_way():
    drawn = chart(MATTERS["temporary_relief"], "joint")
    assert not [link for link in drawn.links if link.critical and link.back]
    assert drawn.critical_days <= MATTERS["temporary_relief"].facts.limits.promised.value.days


def test_the_step_table_says_what_follows_and_what_decides():
    rows = {row.element: row for row in step_table(chart(MATTERS["house_transfer"], "matter"))}
    assert set(rows["registry_review"].following) == {("提出意见", "登簿决定"), ("退回初审", "登记初审")}
    assert rows["tax_review"].following == (("", "出具完税凭证"),)
    assert ("不予登记", "制发不予登记告知书") in rows["registration"].following
