"""Trying a process: a run in memory that goes on act by act, and is kept nowhere but in the script that it wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import yaml

from engine.bpmn.model import BpmnError
from engine.bpmn.play import Playing, play
from engine.bpmn.steps import Waiting
from engine.clock import HALL_ZONE
from engine.errors import Invalid
from engine.law.calendar import OutsideCalendar
from engine.law.clocks import ClockFacts
from engine.law.clocks import due as last_day
from engine.law.lights import Light, light
from engine.law.national_calendar import NATIONAL
from engine.text import Text, zh
from processes.publishing import bundle_of
from processes.registry import Folder
from processes.scenarios import Scenario, elements_of, written
from processes.stuck import why_stuck

MOST_ACTS = 200
LONGEST_SCRIPT = 200_000
KINDS = ("complete", "message", "signal", "advance")
Act = Mapping[str, Any]


@dataclass(frozen=True)
class Script:
    """What was done so far: the application (none before it was filed) and the acts, as scenarios write them."""

    application: Mapping[str, Any] | None = None
    acts: tuple[Act, ...] = ()

    @classmethod
    def of_json(cls, text: str) -> Script:
        """Read a script back from its page; raises Invalid for what no page wrote."""
        try:
            said = json.loads(text) if len(text) <= LONGEST_SCRIPT else None
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict) or said.keys() != {"application", "acts"}:
            raise Invalid(zh("试办的记录读不出来，请重新开始。"))
        application, acts = said["application"], said["acts"]
        known = isinstance(acts, list) and all(isinstance(act, dict) and _kind(act) for act in acts)
        if not known or not isinstance(application, dict | None) or len(acts) > MOST_ACTS:
            raise Invalid(zh("试办的记录读不出来，请重新开始。"))
        return cls(application, tuple(acts))

    def as_json(self) -> str:
        """Return the script as its page keeps it."""
        return json.dumps({"application": self.application, "acts": self.acts}, ensure_ascii=False)

    def then(self, act: Act) -> Script:
        """Return the script with one more act; raises Invalid after the last that a try-out takes."""
        if len(self.acts) >= MOST_ACTS:
            raise Invalid(zh("一次试办最多 {most} 步，请重新开始。", most=MOST_ACTS))
        return replace(self, acts=(*self.acts, act))

    @property
    def before(self) -> Script:
        """The script without its last act, or without the application."""
        return replace(self, acts=self.acts[:-1]) if self.acts else Script()


def _kind(act: Act) -> str:
    return next((kind for kind in KINDS if kind in act), "")


@dataclass(frozen=True)
class OpenStep:
    """A step that somebody has to do now; ``due`` is the last day of its own limit, none where it has none."""

    element: str
    name: str
    department: str
    post: str
    form: str
    work: str
    due: date | None
    days_left: int | None
    light: Light | None


@dataclass(frozen=True)
class Standing:
    """Where a run stands after its script: the moment, what happened, what is open, awaited, written and known."""

    now: datetime
    events: tuple[Mapping[str, str], ...] = ()
    steps: tuple[OpenStep, ...] = ()
    awaited: tuple[Waiting, ...] = ()
    documents: tuple[str, ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict)
    """The answers so far, by element, as conditions read them."""
    end: str = ""
    """The end event reached, empty while the run goes on."""
    stopped: Text | None = None
    """Why the run cannot go on, and at which element."""
    stopped_at: str = ""
    stuck: Text | None = None
    """Where and why a node of the flow could not go on; another answer before it may lead past it."""

    @property
    def next_due(self) -> datetime | None:
        """When the next timer fires, none where none runs."""
        return min((one.due for one in self.awaited if one.due is not None), default=None)


def standing_of(folder: Folder, script: Script) -> Standing:
    """Play ``script`` and return where the case stands; nothing is written anywhere.

    Raises BpmnError where the process cannot even start.
    """
    facts = {} if script.application is None else {"application": dict(script.application)}
    playing = play(
        folder.model, {"facts": facts, "steps": list(script.acts)}, called=folder.called, functions=folder.functions
    )
    events, documents, opened = list[Mapping[str, str]](), list[str](), dict[str, date]()
    elements, stopped, stopped_at = elements_of(folder), None, ""
    try:
        for event in playing:
            events.append(event)
            element = elements.get(event["element"])
            if element is not None and event["event"] == "done":
                documents += written(element, playing.view.get(element.id))
            if event["event"] == "opened":
                opened[event["element"]] = datetime.fromisoformat(event["at"]).astimezone(HALL_ZONE).date()
    except BpmnError as error:
        if not events:
            raise
        stopped, stopped_at = error.text, error.element or ""
    end = next((event["element"] for event in events if event["event"] == "ended"), "")
    return Standing(
        playing.now,
        tuple(events),
        tuple(_open_steps(folder, playing, opened)),
        playing.waiting,
        tuple(documents),
        dict(playing.view),
        end,
        stopped,
        stopped_at,
        why_stuck(folder, playing.incidents[-1]) if playing.incidents else None,
    )


def _open_steps(folder: Folder, playing: Playing, opened: Mapping[str, date]) -> Iterator[OpenStep]:
    steps, today = bundle_of(folder).steps, playing.now.astimezone(HALL_ZONE).date()
    for task in playing.open_tasks:
        facts = steps[task.element]
        due = shown = left = None
        if facts.limit_workdays is not None and task.element in opened:
            clock = ClockFacts(kind="step", origin=opened[task.element], unit="workday", limit=facts.limit_workdays)
            try:
                due, shown = last_day(clock, NATIONAL), light(clock, NATIONAL, today)
                left = NATIONAL.workdays_between(today, due)
            except OutsideCalendar:
                due = shown = left = None
        name = str(task.item) if isinstance(task.item, str) else ""
        yield OpenStep(
            task.element,
            f"{facts.name}（{name}）" if name else facts.name,
            facts.department,
            facts.post,
            facts.form or "",
            facts.work,
            due,
            left,
            shown,
        )


def scenario_file(script: Script, standing: Standing, title: str) -> bytes:
    """Return the run as a scenario that expects exactly what came of it; raises Invalid before its end."""
    if not standing.end:
        raise Invalid(zh("流程还没有走到结束，走完才能存为测试情景。"))
    done = [event["element"] for event in standing.events if event["event"] == "done" and event["type"] == "userTask"]
    said: dict[str, Any] = {"title": title}
    if script.application:
        said["facts"] = {"application": dict(script.application)}
    said["steps"] = [dict(act) for act in script.acts]
    said["expect"] = {"end": standing.end, "done": done, "documents": list(standing.documents)}
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
    return text.encode("utf-8", "replace")


def first_application(scenarios: Sequence[Scenario]) -> Mapping[str, Any]:
    """Return what the first scenario that has an application says in it, to begin with."""
    for scenario in scenarios:
        application = scenario.facts.get("application")
        if isinstance(application, Mapping) and application:
            return application
    return {}
