"""What a process calls, drawn where it is called: whoever reads a chart wants the steps, not the name of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.bpmn.model import Element, Flow, Model, Process
from engine.steps import CALLER


def with_parts(model: Model, called: Mapping[str, Model]) -> Model:
    """Return ``model`` with the steps of the parts in ``called`` in place of the calls.

    The start of a part and its ends are left out: what leads to the call leads to the first step, the last steps lead
    to what follows. A part that is called twice, that begins or ends in an uncommon way, or on whose call an event
    hangs stays one box.
    """
    process = model.main
    for call in model.main.elements.values():
        part = _part(model, call, called)
        if part is not None and _fits(model.main, call, part):
            process = _drawn_in(process, call, part)
    others = tuple(process if one is model.main else one for one in model.processes)
    return replace(model, processes=others, main=process)


def _part(model: Model, call: Element, called: Mapping[str, Model]) -> Process | None:
    name = call.called or ""
    if call.type != "callActivity" or name not in called or model.process(name) is not None:
        return None
    # Without itself: what calls itself in the end stays a call.
    around = {key: one for key, one in called.items() if key != name}
    return with_parts(called[name], around).main


def _fits(process: Process, call: Element, part: Process) -> bool:
    inside = part.inside(None)
    starts = [one for one in inside if one.type == "startEvent"]
    calls = [one for one in process.elements.values() if one.called == call.called]
    onward = process.outgoing(call.id)
    begin = part.outgoing(starts[0].id) if starts else ()
    return (
        len(calls) == len(starts) == len(begin) == len(onward) == 1
        and part.elements[begin[0].target].type != "endEvent"
        and onward[0].condition is None
        and not (call.multi_instance or call.loop or process.boundary(call.id))
        and all(
            (one.event is None or one.event.kind == "none") for one in inside if one.type in ("startEvent", "endEvent")
        )
    )


def _drawn_in(process: Process, call: Element, part: Process) -> Process:
    (start,) = (one for one in part.inside(None) if one.type == "startEvent")
    (onward,) = process.outgoing(call.id)
    (begin,) = part.outgoing(start.id)
    left_out = {start.id, call.id} | _last(part, start.id)
    ids = {key: _free(key, process.elements, part.id) for key in part.elements}
    flow_ids = {key: _free(key, process.flows, part.id) for key in part.flows}

    elements: dict[str, Element] = {}
    for element in process.elements.values():
        if element.id != call.id:
            elements[element.id] = element
            continue
        for one in part.elements.values():
            if one.id not in left_out:
                elements[ids[one.id]] = replace(
                    one,
                    id=ids[one.id],
                    scope=ids[one.scope] if one.scope else call.scope,
                    lane=_lane(process, call, part, one),
                    attached_to=ids[one.attached_to] if one.attached_to else None,
                    default=flow_ids.get(one.default or ""),
                )

    flows: dict[str, Flow] = {}
    for flow in process.flows.values():
        if flow.id != onward.id:
            flows[flow.id] = replace(flow, target=ids[begin.target]) if flow.target == call.id else flow
            continue
        for one_flow in part.flows.values():
            if one_flow.source == start.id:
                continue
            ends = one_flow.target in left_out
            flows[flow_ids[one_flow.id]] = replace(
                one_flow,
                id=flow_ids[one_flow.id],
                source=ids[one_flow.source],
                target=onward.target if ends else ids[one_flow.target],
                name=one_flow.name or (onward.name if ends else ""),
                scope=one_flow.scope or call.scope,
            )
    return replace(process, elements=elements, flows=flows)


def _last(part: Process, start: str) -> set[str]:
    """Return the ends behind which the caller goes on: all but those of reminders."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [flow.target for flow in part.outgoing(here)]
            waiting += [event.id for event in part.boundary(here) if event.interrupting]
    return {one.id for one in part.inside(None) if one.type == "endEvent" and one.id in reached}


def _free(key: str, taken: Mapping[str, object], part: str) -> str:
    """Return the id that something of a part has beside its caller's (as it has in a running case)."""
    return f"{part}_{key}" if key in taken else key


def _lane(process: Process, call: Element, part: Process, element: Element) -> str | None:
    """Return the caller's lane for an element: that of the same department, else that of the call."""
    own = part.lane(element.lane)
    if own is None or own.department in (None, CALLER):
        return call.lane
    return next((lane.id for lane in process.lanes if lane.department == own.department), call.lane)
