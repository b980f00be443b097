"""What must hold of every layout: nothing overlaps, nothing is crossed out, everything stands where it belongs."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from support.chart_faults import crossings_of, faults_of
from support.random_charts import random_process

from diagrams.chart import chart_of
from diagrams.layout import lay_out
from diagrams.model import Chart
from diagrams.tracks import assign_tracks
from engine.bpmn.model import Element, Flow, Model, Process

ORIENTATIONS = ("TB", "LR")


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("seed", range(60))
def test_random_process_is_laid_out_cleanly(seed: int, orientation: str) -> None:
    assert faults_of(lay_out(chart_of(random_process(seed)), orientation)) == []


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("seed", [1306, 1334, 1492])
def test_large_processes_with_several_events_on_one_step_are_laid_out_cleanly(seed: int, orientation: str) -> None:
    """What leads on from them climbed back here once."""
    assert faults_of(lay_out(chart_of(random_process(seed, most=60)), orientation)) == []


@pytest.mark.soak
@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_many_large_processes_are_laid_out_cleanly(seed: int, orientation: str) -> None:
    assert faults_of(lay_out(chart_of(random_process(seed, most=60)), orientation)) == []


def in_random_order(orders: random.Random):
    """Return what stands in for ``track_orders``: the same lanes, ranks and number of tracks, one random order."""

    def assign(chart: Chart) -> Iterator[tuple[dict[str, int], list[int]]]:
        ours, counts = assign_tracks(chart)
        cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for node in ours:
            cells[chart.by_id[node].lane, chart.by_id[node].rank].append(node)
        drawn = {cell: orders.sample(range(counts[cell[0]]), len(nodes)) for cell, nodes in cells.items()}
        yield {node: track for cell in cells for node, track in zip(cells[cell], drawn[cell], strict=True)}, counts

    return assign


def crossings_against_random(
    seeds: range, most: int, orientation: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, int]:
    """Return the crossings of some processes, and those of the best of 50 random orders of each, both in sum.

    An order says which track of its lane each node takes; the lanes, the ranks and how many tracks a lane has stay, and
    the lines are laid by the same router, so that only the order is compared. A crossing is a point where two lines
    cross that have no end in common. The sums are compared, not each process: with one crossing against none, a
    share says nothing.
    """
    ours = best = 0
    for seed in seeds:
        chart = chart_of(random_process(seed, most))
        ours += crossings_of(lay_out(chart, orientation))
        with monkeypatch.context() as patch:
            patch.setattr("diagrams.layout.track_orders", in_random_order(random.Random(seed)))
            best += min(crossings_of(lay_out(chart, orientation)) for _ in range(50))
    return ours, best


@pytest.mark.soak
@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(("seeds", "most"), [(range(20), 12), (range(8100, 8112), 30)])
def test_lines_do_not_cross_much_more_than_in_the_best_of_many_orders(
    seeds: range, most: int, orientation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds of the sums over 20 small or 12 medium processes; a single one may have more than 1.3 of its best order.

    Of few nodes 50 orders are nearly all that there are, so small processes are the harder ones.
    """
    ours, best = crossings_against_random(seeds, most, orientation, monkeypatch)
    assert best
    assert ours <= 1.3 * best


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_sample_files_are_laid_out_cleanly(joint: Model, order: Model, orientation: str) -> None:
    assert faults_of(lay_out(chart_of(joint), orientation)) == []
    assert faults_of(lay_out(chart_of(order), orientation)) == []


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_lanes_that_need_about_the_same_are_equally_wide(joint: Model, orientation: str) -> None:
    lanes = lay_out(chart_of(joint), orientation).lanes
    breadths = Counter(round(lane.width if orientation == "TB" else lane.height, 1) for lane in lanes)
    assert len(lanes) == 6
    (usual, count), *others = breadths.most_common()
    assert count == 4
    assert all(usual < breadth < 2 * usual for breadth, _ in others)


def test_lanes_and_bands_tile_the_body(joint: Model) -> None:
    layout = lay_out(chart_of(joint), "TB")
    assert [lane.x for lane in layout.lanes[1:]] == pytest.approx([lane.right for lane in layout.lanes[:-1]])
    assert [band.y for band in layout.bands[1:]] == pytest.approx([band.bottom for band in layout.bands[:-1]])
    assert layout.bands[-1].bottom == pytest.approx(layout.height)


def test_poster_shape_of_a_joint_matter(joint: Model) -> None:
    portrait, landscape = lay_out(chart_of(joint), "TB"), lay_out(chart_of(joint), "LR")
    assert 0.9 < portrait.height / portrait.width < 1.9
    assert 1.5 < landscape.width / landscape.height < 3.0


def test_boundary_events_sit_on_the_border_of_their_host(order: Model) -> None:
    for orientation in ORIENTATIONS:
        boxes = lay_out(chart_of(order), orientation).boxes
        frame = boxes["pick"].rect
        for event in ("no_stock", "late"):
            x, y = boxes[event].rect.centre
            assert min(abs(x - frame.x), abs(x - frame.right), abs(y - frame.y), abs(y - frame.bottom)) < 0.01


def test_flows_that_join_the_same_two_nodes_stay_apart() -> None:
    elements = {key: Element(key, "task", key) for key in "ab"}
    flows = {
        str(at): Flow(str(at), source, target) for at, (source, target) in enumerate(("aa", "ab", "ab", "ba", "ab"))
    }
    for orientation in ORIENTATIONS:
        assert faults_of(lay_out(chart_of(Process("p", "", True, elements, flows)), orientation)) == []


def test_a_process_without_nodes_has_a_layout() -> None:
    assert lay_out(chart_of(Process("empty")), "TB").boxes == {}
