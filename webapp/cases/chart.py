"""The process of a case, drawn with where the case stands; and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from diagrams import Heading, Mark, chart_for, draw, with_parts
from engine.bpmn.model import Element, Model, Process
from engine.bundle import Bundle
from engine.cases.close_without_supplement import LAPSED
from engine.clock import legal_day
from engine.errors import NotFound
from engine.queries.case_file import CaseFile, TaskLine
from engine.queries.lights import PAUSED
from engine.queries.waits import WaitLine
from engine.steps import StepFacts, called_by
from webapp.drawn_charts import charts
from webapp.presentation import days_left
from webapp.words import LIGHTS


@dataclass(frozen=True)
class StepRow:
    """One step of the process in words: what the chart says of it."""

    facts: StepFacts
    department: str
    """Its code in this case."""
    status: str
    text: str
    who: str


def case_chart(file: CaseFile, waiting: Iterable[WaitLine] = ()) -> str:
    """Return the chart of a case as SVG; a case that nobody has in hand stands at what it is ``waiting`` for."""
    marks, bundle = marks_of(file, waiting), file.bundle
    heading = Heading(file.case["matter_name"], (file.case["number"],), (bundle.sha256[:12],))
    seen = tuple(sorted((element, mark.status, mark.text) for element, mark in marks.items()))
    return charts.get(
        (bundle.sha256, heading.title, heading.lines, seen),
        lambda: draw(chart_for(bundle.model, bundle.called), heading=heading, overlay=marks),
    )


def drawn(bundle: Bundle) -> Model:
    """Return the process as charts show it: with the steps of the parts that it calls."""
    return with_parts(bundle.model, bundle.called)


def marks_of(file: CaseFile, waiting: Iterable[WaitLine] = ()) -> dict[str, Mark]:
    """Return what became of each element of the drawn process: done, in hand, overdue.

    What a closed case never reached is skipped. A call that stays one box is where the steps of its part are.
    """
    return _marks_on(drawn(file.bundle).main, file, waiting)


def marks_in_file(file: CaseFile, part: str = "", waiting: Iterable[WaitLine] = ()) -> dict[str, Mark]:
    """Return the same marks by the ids of one BPMN file: the process as it was drawn, or a ``part`` that it calls.

    Raises NotFound where the matter has no such part.
    """
    if not part:
        return _marks_on(file.bundle.model.main, file, waiting)
    for one in file.bundle.definition.parts[1:]:
        if one.process.id == part:
            reached = _reached(file, waiting)
            return {element: reached.get(one.running(element), _unreached(file)) for element in one.process.elements}
    raise NotFound


def _marks_on(process: Process, file: CaseFile, waiting: Iterable[WaitLine]) -> dict[str, Mark]:
    marks = _reached(file, waiting)
    for element in process.elements.values():
        inside = _steps_inside(file.bundle, element)
        if inside:
            marks |= _mark_of_call(file, element.id, inside)
    left = {one for one in marks if one in process.elements and one in file.done_elements}
    left |= {one.id for one in process.elements.values() if one.type == "startEvent"}
    marks = {element: Mark("done") for element in left} | marks
    for between in passed_between(process, left, set(marks) & set(process.elements)):
        marks.setdefault(between, Mark("done"))
    return {element: marks.get(element, _unreached(file)) for element in process.elements}


def _unreached(file: CaseFile) -> Mark:
    return Mark("skipped" if file.case["closed_at"] else "future")


def _reached(file: CaseFile, waiting: Iterable[WaitLine] = ()) -> dict[str, Mark]:
    """Return a mark for every element that was passed or that is in hand, by its id in a running case."""
    marks = {element: Mark("done") for element in file.done_elements}
    for task in file.tasks:
        if task.status == "done" and task.done_at is not None and task.element_id in marks:
            marks[task.element_id] = Mark("done", short_day(task.done_at))
    marks |= {task.element_id: _in_hand(task) for task in file.open_tasks}
    if not file.open_tasks and not file.case["closed_at"]:
        waits = [one for one in waiting if one.message != LAPSED]
        marks |= {one.element_id: Mark("current") for one in waits if one.message or all(w.due_at for w in waits)}
    return marks


def _in_hand(task: TaskLine) -> Mark:
    if task.light == PAUSED:
        return Mark("current", str(LIGHTS[PAUSED]))
    return Mark("overdue" if task.light == "red" else "current", days_left(task.days_left) if task.due_on else "")


def _steps_inside(bundle: Bundle, element: Element) -> frozenset[str]:
    """Return the ids of all elements of the part that a call calls, and of those that it calls in turn."""
    parts = bundle.definition.parts
    found: set[str] = set()
    callee = called_by(element, parts)
    for one in callee.process.elements.values() if callee else ():
        found |= {callee.running(one.id)} if callee else set()
        found |= _steps_inside(bundle, one)
    return frozenset(found)


def _mark_of_call(file: CaseFile, call: str, inside: frozenset[str]) -> dict[str, Mark]:
    """Return the mark of a call: that of its most pressing open step, else whether the case came out of it."""
    held = [_in_hand(task) for task in file.open_tasks if task.element_id in inside]
    if held:
        return {call: min(held, key=lambda mark: mark.status != "overdue")}
    came_out = max((line.seq for line in file.trail if line.element_id == call), default=0)
    went_on = max((line.seq for line in file.trail if line.element_id in inside), default=0)
    if not went_on:
        return {}
    done = came_out > went_on or file.case["closed_at"]
    return {call: Mark("done" if done else "current")}


def short_day(moment: datetime) -> str:
    """Return month and day in the hall's zone: on a chart there is no room for more."""
    local = legal_day(moment)
    return _("%(month)d月%(day)d日", month=local.month, day=local.day)


def passed_between(process: Process, left: Iterable[str], reached: Iterable[str]) -> set[str]:
    """Return the gateways on the ways from an element that was left to one that was reached."""
    known, passed = set(reached), set()

    def leads_on(element: str, trail: tuple[str, ...]) -> None:
        for flow in process.outgoing(element):
            if flow.target in known:
                passed.update(trail)
            elif flow.target not in trail and process.elements[flow.target].type.endswith("Gateway"):
                leads_on(flow.target, (*trail, flow.target))

    for start in left:
        leads_on(start, ())
    return passed


def step_rows(file: CaseFile) -> tuple[StepRow, ...]:
    """Return the steps in the order of the process, with how far each has come and by whom."""
    marks, rows = _reached(file), []
    for facts in file.bundle.steps.values():
        if not facts.post:
            continue
        mark = marks.get(facts.element, _unreached(file))
        own = [task for task in file.tasks if task.element_id == facts.element]
        wanted = "done" if mark.status == "done" else "open"
        names = [task.done_by_name or task.holder or "" for task in own if task.status == wanted]
        who = "、".join(dict.fromkeys(name for name in names if name))
        if not who and mark.status in ("current", "overdue"):
            who = _("待签收")
        rows.append(StepRow(facts, facts.place(file.case)[0], mark.status, mark.text, who))
    return tuple(rows)
