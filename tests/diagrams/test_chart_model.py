"""What a chart says of a process: stages, lanes, numbers, loops back, limits."""

from __future__ import annotations

import pytest

from diagrams import ranks
from diagrams.chart import chart_of, duration
from engine.bpmn.model import Element, Event, Flow, Lane, Model, Process


def process(elements: list[Element], pairs: list[tuple[str, str]], lanes: tuple[Lane, ...] = ()) -> Process:
    flows = {f"{a}_{b}": Flow(f"{a}_{b}", a, b) for a, b in pairs}
    return Process("p", "流程", True, {element.id: element for element in elements}, flows, lanes)


def step(key: str, **properties: str) -> Element:
    return Element(key, "userTask", key, properties=properties)


def test_steps_are_numbered_in_reading_order_through_frames(order: Model) -> None:
    chart = chart_of(order)
    numbers = {node.number: node.id for node in chart.all_nodes() if node.number}
    assert list(sorted(numbers)) == list(range(1, len(numbers) + 1))
    assert [numbers[at] for at in (1, 2, 3, 4, 5)] == ["check", "clarify", "collect", "reorder", "pack"]


def test_stages_follow_the_law_whatever_the_file_order() -> None:
    chart = chart_of(process([step("b", stage="delivery"), step("a", stage="acceptance")], [("a", "b")]))
    assert [stage.name for stage in chart.stages] == ["受理", "送达"]


def test_unmarked_nodes_take_the_stage_of_what_leads_to_them(joint: Model) -> None:
    chart = chart_of(joint)
    stage = {node.id: chart.stages[node.stage].code for node in chart.nodes}
    assert stage["filed"] == stage["complete"] == "acceptance"
    assert stage["join"] == "review"
    assert stage["granted"] == "approval"
    assert stage["closed"] == "delivery"


def test_a_fork_into_one_stage_opens_that_stage(joint: Model) -> None:
    chart = chart_of(joint)
    assert chart.stages[chart.by_id["fork"].stage].code == "review"


def test_stages_are_contiguous_bands_of_ranks(joint: Model) -> None:
    chart = chart_of(joint)
    for stage in range(len(chart.stages) - 1):
        last = max(node.rank for node in chart.nodes if node.stage == stage)
        assert last < min(node.rank for node in chart.nodes if node.stage > stage)


def test_only_the_link_that_closes_a_loop_leads_back(joint: Model) -> None:
    assert [link.id for link in chart_of(joint).links if link.back] == ["f04"]


def test_a_return_to_an_earlier_stage_leads_back() -> None:
    elements = [step("a", stage="review"), step("b", stage="approval"), step("c", stage="review")]
    links = {link.id: link.back for link in chart_of(process(elements, [("a", "b"), ("b", "c")])).links}
    assert links == {"a_b": False, "b_c": True}


def test_a_node_without_a_lane_joins_its_neighbours() -> None:
    elements = [
        Element("start", "startEvent", "申请"),
        Element("a", "userTask", "甲", lane="l1"),
        Element("b", "userTask", "乙", lane="l2"),
        Element("late", "boundaryEvent", "超时", event=Event("timer"), attached_to="b"),
    ]
    lanes = (Lane("l0", "空"), Lane("l1", "窗口"), Lane("l2", "科室"))
    chart = chart_of(process(elements, [("start", "a"), ("a", "b")], lanes))
    assert [lane.name for lane in chart.lanes] == ["窗口", "科室"]
    assert {node.id: node.lane for node in chart.nodes} == {"start": 0, "a": 0, "b": 1, "late": 1}


def test_properties_become_limit_post_and_marks() -> None:
    chart = chart_of(process([step("a", limitWorkdays="3", post="approver", fee="f1", document="D20")], []))
    node = chart.by_id["a"]
    assert (node.limit, node.post, node.fee, node.document) == (3, "审批人", True, "D20")


@pytest.mark.parametrize("text", ["-1", "3.5", "many", "", "٣", "99999"])
def test_a_limit_that_is_no_number_is_left_out(text: str) -> None:
    assert chart_of(process([step("a", limitWorkdays=text)], [])).by_id["a"].limit is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("P3D", "3 天"), ("'PT36H'", "36 小时"), ("P1DT2H", "1 天 2 小时"), ("P2M", "2 个月"), ("fact.days", "")],
)
def test_durations_are_said_in_chinese(text: str, said: str) -> None:
    assert duration(text) == said


def test_other_pools_are_closed_and_joined_by_message_flows(order: Model) -> None:
    chart = chart_of(order)
    assert [(pool.name, pool.before) for pool in chart.pools] == [("Buyer 采购人", True), ("Bank", False)]
    assert {link.id for link in chart.links if link.kind == "message"} == {"mf1", "mf2", "mf3", "mf4"}


def test_a_bare_process_is_drawn_without_its_surroundings(order: Model) -> None:
    chart = chart_of(order.main)
    assert chart.pools == ()
    assert all(link.kind == "sequence" for link in chart.links)


def test_annotations_become_notes_beside_their_element(order: Model) -> None:
    chart = chart_of(order)
    assert chart.by_id["n1"].rank == chart.by_id["check"].rank
    assert [link.id for link in chart.links if link.kind == "association"] == ["as1"]


def test_every_graph_without_its_back_links_has_an_order() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "b"), ("d", "d")]
    back = ranks.back_links("abcd", pairs)
    assert back == {("c", "a"), ("d", "b"), ("d", "d")}
    assert ranks.topological("abcd", [pair for pair in pairs if pair not in back]) == list("abcd")
