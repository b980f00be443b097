"""The kinds of charts: what each shows of a process, and what it leaves out.

full: everything, called parts with their steps, for staff. matter (办理流程图): what an applicant has to know, called
parts as one box. joint (协同流程图): the same by levels, with the limit of each branch and the critical path. online
(网上办事流程图): the way of who never leaves home, as far as it leads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from diagrams import vocabulary
from diagrams.chart import chart_of
from diagrams.joint import by_level, level_of, with_budget
from diagrams.model import Chart
from diagrams.parts import with_parts
from engine.bpmn.model import Element, Flow, Model, Process
from engine.budget import AFTER_ACCEPTANCE, longest_path

KINDS = tuple(vocabulary.KINDS)


def chart_for(
    model: Model, called: Mapping[str, Model], kind: str = "full", counted: frozenset[str] = AFTER_ACCEPTANCE
) -> Chart:
    """Return the chart of one kind of a process and the parts that it calls.

    ``counted`` are the stages whose limits the promise has to hold (``engine.budget.counted_stages``).
    Raises ValueError for a kind that is none of ``KINDS``.
    """
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    chart = chart_of(shown(model, called, kind))
    if kind != "online":
        chart = _without_visits(chart)
    if kind == "joint":
        chart = with_budget(chart, longest_path(model, called, counted))
    return replace(chart, kind=kind)


def _without_visits(chart: Chart) -> Chart:
    nodes = (
        replace(node, visit=False, inner=_without_visits(node.inner) if node.inner else None) for node in chart.nodes
    )
    return replace(chart, nodes=tuple(nodes))


def kinds_of(model: Model, called: Mapping[str, Model], *, online: bool) -> tuple[str, ...]:
    """Return the kinds of charts that the public gets of a matter.

    A joint one where several departments or levels have a part (汉政办发〔2019〕69号 二（二）3); an online one where
    it can be applied for online.
    """
    whole = with_parts(model, called).main
    used = {element.lane for element in whole.elements.values() if element.properties.get("post")}
    lanes = [lane for lane in whole.lanes if lane.id in used]
    joint = len({lane.department for lane in lanes if level_of(lane)}) > 1
    return ("matter", *(("joint",) if joint else ()), *(("online",) if online else ()))


def shown(model: Model, called: Mapping[str, Model], kind: str) -> Model:
    """Return the process as a kind shows it; lines lead through what is left out."""
    if kind in ("full", "online"):
        model = with_parts(model, called)
    process = _described(model.main, called)
    if kind != "full":
        process = _without(process, reminders(process))
    if kind == "online":
        process = _straight(_without(process, only_at_the_window(process)))
    if kind == "joint":
        process = by_level(process)
    others = tuple(process if one is model.main else one for one in model.processes)
    return replace(model, processes=others, main=process)


def reminders(process: Process) -> frozenset[str]:
    """Return what only reminders lead to, with the reminders: they change nothing for who waits for the result."""
    begun = [one for one in process.elements.values() if one.type == "boundaryEvent" and not one.interrupting]
    targets = {flow.target for flow in process.flows.values()} | {one.id for one in begun}
    starts = [one.id for one in process.elements.values() if one.id not in targets and not one.attached_to]
    kept = _reached(process, starts)
    led_to = (_reached(process, [one.id]) for one in begun)
    return frozenset().union(*(reached for reached in led_to if not reached & kept))


def only_at_the_window(process: Process) -> frozenset[str]:
    """Return the steps at the window that somebody online takes another step for, and what only they lead to.

    Such a pair parts at a decision, both of one stage. A window step of no such pair stays: there the applicant has
    to come.
    """
    left: set[str] = set()
    for element in process.elements.values():
        if element.properties.get("channel") == "window" and _instead(process, element):
            left.add(element.id)
    starts = [one.id for one in process.elements.values() if one.type == "startEvent"]
    gone = set(process.elements) - _reached(process, starts, frozenset(left))
    return frozenset(gone & (left | _reached(process, sorted(left))))


def _instead(process: Process, element: Element) -> bool:
    """Tell whether every decision that leads to a step at the window offers one of its stage online."""
    before = [process.elements[flow.source] for flow in process.incoming(element.id)]
    return bool(before) and all(
        source.type == "exclusiveGateway"
        and any(
            other.properties.get("channel") in ("online", "both")
            and other.properties.get("stage") == element.properties.get("stage")
            for other in (process.elements[flow.target] for flow in process.outgoing(source.id))
        )
        for source in before
    )


def _reached(process: Process, starts: list[str], without: frozenset[str] = frozenset()) -> set[str]:
    reached: set[str] = set()
    waiting = [one for one in starts if one not in without]
    while waiting:
        here = waiting.pop()
        if here in reached:
            continue
        reached.add(here)
        waiting += [flow.target for flow in process.outgoing(here) if flow.target not in without]
        waiting += [event.id for event in process.boundary(here) if event.interrupting]
        waiting += [one.id for one in process.inside(here) if not process.incoming(one.id) and not one.attached_to]
    return reached


def _without(process: Process, left_out: frozenset[str]) -> Process:
    if not left_out:
        return process
    elements = {key: one for key, one in process.elements.items() if key not in left_out}
    flows = {key: one for key, one in process.flows.items() if not {one.source, one.target} & left_out}
    return replace(process, elements=elements, flows=flows)


def _straight(process: Process) -> Process:
    """Return a process without the gateways at which nothing parts or meets any more."""
    for element in process.elements.values():
        into, out = process.incoming(element.id), process.outgoing(element.id)
        if element.type.endswith("Gateway") and len(into) == len(out) == 1 and into[0].source != element.id:
            joined: Flow = replace(into[0], target=out[0].target, name=into[0].name or out[0].name)
            elements = {key: one for key, one in process.elements.items() if key != element.id}
            flows = {key: joined if key == joined.id else one for key, one in process.flows.items() if key != out[0].id}
            return _straight(replace(process, elements=elements, flows=flows))
    return process


def _described(process: Process, called: Mapping[str, Model]) -> Process:
    """Return a process whose calls say of themselves what the steps behind them say: stage, limit, fee, documents."""
    elements = {
        key: replace(one, properties={**_of_part(called[one.called], called), **one.properties})
        if one.type == "callActivity" and one.called in called
        else one
        for key, one in process.elements.items()
    }
    return replace(process, elements=elements)


def _of_part(part: Model, called: Mapping[str, Model]) -> dict[str, str]:
    steps = list(_steps(part, called))
    said = {name: list(dict.fromkeys(one[name] for one in steps if one.get(name))) for name in _FACTS}
    found = {name: values[0] for name, values in said.items() if values and (name in _FIRST or len(values) == 1)}
    if said["document"]:
        found["document"] = ",".join(said["document"])
    if steps:
        found["limitWorkdays"] = str(longest_path(part, called, frozenset(vocabulary.STAGES)).days)
    return found


_FIRST = ("stage", "fee")
_FACTS = ("stage", "fee", "post", "channel", "document")


def _steps(part: Model, called: Mapping[str, Model]) -> Iterator[Mapping[str, str]]:
    for element in part.main.elements.values():
        if element.called in called:
            yield from _steps(called[element.called], called)
        elif element.properties.get("post"):
            yield element.properties


__all__ = ["KINDS", "chart_for", "kinds_of", "only_at_the_window", "reminders", "shown"]
