"""The process of a case, drawn with where the case stands; and the same as a table."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from flask_babel import gettext as _

from diagrams import Mark, draw
from engine.bpmn.model import Process
from engine.bundle import Bundle
from engine.clock import legal_day
from engine.queries.case_file import CaseFile
from engine.steps import StepFacts
from webapp.presentation import days_left

KEPT = 64
# A picture brings its own style; nothing in it may run or load anything.
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True)
class StepRow:
    """One step of the process in words: what the chart says of it."""

    facts: StepFacts
    status: str
    text: str
    who: str


class DrawnCharts:
    """The charts drawn last, by what they show: a case's page is opened far more often than the case moves."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._drawn: OrderedDict[tuple[object, ...], str] = OrderedDict()
        self._lock = Lock()

    def get(self, bundle: Bundle, title: str, subtitle: str, marks: dict[str, Mark]) -> str:
        """Return the chart as SVG; raises engine.errors.Unavailable where Graphviz cannot draw."""
        key = (bundle.sha256, title, subtitle, tuple(sorted((k, m.status, m.text) for k, m in marks.items())))
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        svg = draw(bundle.model, title=title, subtitle=subtitle, overlay=marks, footer=bundle.sha256[:12])
        with self._lock:
            self._drawn[key] = svg
            while len(self._drawn) > self._most:
                self._drawn.popitem(last=False)
        return svg


charts = DrawnCharts()


def case_chart(file: CaseFile) -> str:
    """Return the chart of a case as SVG."""
    return charts.get(file.bundle, file.case["matter_name"], file.case["number"], marks_of(file))


def marks_of(file: CaseFile) -> dict[str, Mark]:
    """Return what became of each element: done, in hand, overdue; what a closed case never reached is skipped."""
    process = file.bundle.model.main
    left = set(file.done_elements) & set(process.elements)
    left |= {one.id for one in process.elements.values() if one.type == "startEvent"}
    marks = {element: Mark("done") for element in left}
    for task in file.tasks:
        if task.status == "done" and task.done_at is not None and task.element_id in marks:
            marks[task.element_id] = Mark("done", short_day(task.done_at))
    for task in file.open_tasks:
        status = "overdue" if task.light == "red" else "current"
        marks[task.element_id] = Mark(status, days_left(task.days_left) if task.due_on else "")
    for between in passed_between(process, left, marks):
        marks.setdefault(between, Mark("done"))
    rest = "skipped" if file.case["closed_at"] else "future"
    return {element: marks.get(element, Mark(rest)) for element in process.elements}


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
    marks, rows = marks_of(file), []
    for element in file.bundle.model.main.elements.values():
        facts = file.bundle.steps.get(element.id)
        if facts is None or not facts.post:
            continue
        mark = marks[element.id]
        own = [task for task in file.tasks if task.element_id == element.id]
        wanted = "done" if mark.status == "done" else "open"
        names = [task.done_by_name or task.holder or "" for task in own if task.status == wanted]
        who = "、".join(dict.fromkeys(name for name in names if name))
        if not who and mark.status in ("current", "overdue"):
            who = _("待签收")
        rows.append(StepRow(facts, mark.status, mark.text, who))
    return tuple(rows)
