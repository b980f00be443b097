"""What laying out and drawing a chart costs, against what ``neato -n2`` alone takes for the same DOT."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from diagrams.dot import dot_of
from diagrams.draw import ORIENTATIONS, scene_of
from diagrams.graphviz_call import run_graphviz
from diagrams.svg import svg_of
from engine.bpmn.model import Element, Flow, Lane, Process

LANES, BLOCKS = 5, 10


def chart_cost(rounds: int = 5) -> dict[str, float]:
    """Return the cost of a chart of 60 nodes in both orientations: milliseconds, medians of ``rounds``, and ratios.

    ``own`` is the layout and the SVG without Graphviz, ``neato`` a run of Graphviz, and the ratio that of both to
    ``neato``. They take turns, so that a busy moment does not weigh on one alone. Raises ``engine.errors.Unavailable``
    where Graphviz cannot draw.
    """
    process = sixty_nodes()
    found: dict[str, float] = {"nodes": len(process.elements)}
    for orientation in ORIENTATIONS:
        own, neato = [], []
        for _ in range(rounds):
            began = perf_counter()
            scene = scene_of(process, orientation=orientation)
            dot = dot_of(scene)
            laid = perf_counter()
            raw = run_graphviz(dot, "svg")
            drawn = perf_counter()
            svg_of(scene, raw)
            own.append(laid - began + perf_counter() - drawn)
            neato.append(drawn - laid)
        key = orientation.lower()
        found[f"{key}_own_ms"], found[f"{key}_neato_ms"] = 1000 * median(own), 1000 * median(neato)
        found[f"{key}_ratio"] = (median(own) + median(neato)) / median(neato)
    return found


def sixty_nodes() -> Process:
    """Return ten blocks in a row, each of three parallel steps in different lanes and a decision that may lead back."""
    elements: dict[str, Element] = {}
    flows: dict[str, Flow] = {}

    def flow(source: str, target: str) -> None:
        flows[f"f{len(flows)}"] = Flow(f"f{len(flows)}", source, target)

    for block in range(BLOCKS):
        kinds = ("parallelGateway", "userTask", "userTask", "userTask", "parallelGateway", "exclusiveGateway")
        split, *steps, join, decision = (f"n{block}_{at}" for at in range(len(kinds)))
        for at, (key, kind) in enumerate(zip((split, *steps, join, decision), kinds, strict=True)):
            name = "审核申请材料" if kind == "userTask" else ""
            elements[key] = Element(key, kind, name, lane=f"lane{(2 * block + at) % LANES}")
        for step in steps:
            flow(split, step)
            flow(step, join)
        flow(join, decision)
        flow(decision, split)
        if block:
            flow(f"n{block - 1}_5", split)
    return Process("sixty", "", True, elements, flows, tuple(Lane(f"lane{at}", f"第{at}科") for at in range(LANES)))
