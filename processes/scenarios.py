"""The scenarios of a matter: scripts that play its flow to an end, and what must come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.bpmn.model import BpmnError, Element
from engine.bpmn.play import play
from engine.bpmn.play_script import is_between
from engine.clock import HALL_ZONE
from engine.errors import Invalid
from engine.law.calendar import OutsideCalendar
from engine.law.clocks import ClockFacts
from engine.law.clocks import due as last_day
from engine.law.national_calendar import NATIONAL
from engine.strict import Malformed, build, load_yaml
from engine.text import Text, zh
from processes.registry import Folder
from processes.stuck import why_stuck

Values = Mapping[str, object]


# Papers of which a step writes one, by the result that its form gives.
_BY_RESULT = {
    "acceptance_notice": ("accept",),
    "supplement_notice": ("supplement",),
    "materials_return": ("return",),
    "acceptance_refusal": ("refuse",),
    "grant_decision": ("grant", "partial"),
    "refusal_decision": ("refuse", "partial"),
}


@dataclass(frozen=True)
class Expected:
    """The end event that is reached, and the user tasks done, in order.

    ``documents`` are the kinds of document written, in order; None if the scenario does not care. ``due`` is the
    last day (YYYY-MM-DD, by the national calendar) of a task's own limit, counted from when it last opened.
    """

    end: str
    done: tuple[str, ...] = ()
    documents: tuple[str, ...] | None = None
    due: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """One script in the words of ``banjian play --answers``, with what it must lead to."""

    expect: Expected
    title: str = ""
    facts: Values = field(default_factory=dict)
    answers: Mapping[str, tuple[Values, ...]] = field(default_factory=dict)
    messages: tuple[object, ...] = ()
    signals: tuple[object, ...] = ()
    advance: tuple[object, ...] = ()
    steps: tuple[Values, ...] = ()

    @property
    def script(self) -> dict[str, object]:
        """The part that is played."""
        names = ("facts", "answers", "messages", "signals", "advance", "steps")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Played:
    """What a scenario came to: every event, as ``banjian play`` prints it, papers written, days due."""

    events: tuple[Mapping[str, str], ...]
    documents: tuple[str, ...] = ()
    due: Mapping[str, date] = field(default_factory=dict)
    stopped: Text | None = None
    """Why the script could not go on, and at which element, if it could not."""
    stopped_at: str = ""
    waits_for: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    incidents: tuple[tuple[str, Text], ...] = ()
    """The elements at which it could not go on, each with why in the names of the designer."""
    unanswered: tuple[str, ...] = ()
    """The steps that wait for an answer which the script does not give, by name and id."""

    @property
    def end(self) -> str:
        """The end event that ended the case, empty if it did not end."""
        return next((event["element"] for event in self.events if event["event"] == "ended"), "")

    @property
    def done(self) -> tuple[str, ...]:
        """The user tasks done, in order."""
        return tuple(
            event["element"] for event in self.events if event["event"] == "done" and event["type"] == "userTask"
        )

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the elements of all events of one kind, in order."""
        return tuple(event["element"] for event in self.events if event["event"] == kind)


def scenarios_of(folder: Folder) -> dict[str, Scenario]:
    """Return the scenarios of a matter by name; raise Invalid for one that cannot be read."""
    found = {}
    for name, data in folder.files.items():
        if name.startswith("scenarios/"):
            try:
                scenario = build(Scenario, load_yaml(data.decode()))
            except (Malformed, UnicodeDecodeError) as error:
                raise Invalid(zh("{file}：{why}", file=name, why=str(error))) from error
            found[name.removeprefix("scenarios/").removesuffix(".yaml")] = scenario
    return found


def play_scenario(folder: Folder, scenario: Scenario) -> Played:
    """Play a scenario in memory; the case is saved and loaded after every step."""
    events, documents, due = list[Mapping[str, str]](), list[str](), dict[str, date]()
    elements = elements_of(folder)
    try:
        playing = play(folder.model, scenario.script, called=folder.called, functions=folder.functions)
        for event in playing:
            events.append(event)
            element = elements.get(event["element"])
            if element is None:
                continue
            if event["event"] == "done":
                documents += written(element, playing.view.get(element.id))
            limit = element.properties.get("limitWorkdays", "")
            if event["event"] == "opened" and limit.isascii() and limit.isdigit():
                opened = datetime.fromisoformat(event["at"]).astimezone(HALL_ZONE).date()
                due[element.id] = last_day(
                    ClockFacts(kind="step", origin=opened, unit="workday", limit=int(limit)), NATIONAL
                )
    except (BpmnError, OutsideCalendar) as error:
        said = error.text if isinstance(error, BpmnError) else zh("日期超出了日历的范围")
        place = error.element if isinstance(error, BpmnError) else ""
        return Played(tuple(events), tuple(documents), due, said, place or "")
    stuck = tuple((one.element, why_stuck(folder, one)) for one in playing.incidents)
    asked = () if playing.ended else playing.open_tasks
    waiting = [elements[task.element] for task in asked if task.element in elements]
    unanswered = tuple(dict.fromkeys(f"“{one.name}”（{one.id}）" if one.name else one.id for one in waiting))
    return Played(tuple(events), tuple(documents), due, None, "", playing.waits_for, playing.unused, stuck, unanswered)


def written(element: Element, answer: object) -> list[str]:
    """Return the kinds of document that a step wrote by its answer."""
    kinds = element.properties.get("document", "").replace(",", " ").split()
    given = answer[-1] if isinstance(answer, list) and answer else answer
    result = given.get("result") if isinstance(given, Mapping) else None
    return [kind for kind in kinds if result is None or kind not in _BY_RESULT or result in _BY_RESULT[kind]]


def answer_problems(folder: Folder, scenario: Scenario) -> tuple[str, ...]:
    """Return what is wrong with the scenario's answers by the forms of their tasks; a script must be possible."""
    found = []
    elements = elements_of(folder)
    for place, task, answer in _given(scenario):
        form = folder.forms.get(elements[task].properties.get("form", "")) if task in elements else None
        if form is None:
            found.append(f"{place}：没有这个任务，或者它没有表单")
        else:
            found += [f"{place}.{path}：{why}" for path, why in form.check(dict(answer)).items()]
    return tuple(found)


def elements_of(folder: Folder) -> dict[str, Element]:
    """Return every node of the process and of the parts that it calls, by its id."""
    models = (folder.model, *folder.called.values())
    return {element.id: element for model in models for element in model.main.elements.values()}


def _given(scenario: Scenario) -> Iterator[tuple[str, str, Values]]:
    """Yield place, task and answer of everything that a person says in the scenario."""
    for task, answers in scenario.answers.items():
        for number, answer in enumerate(answers, 1):
            if not is_between(answer):
                yield f"{task}[{number}]", task, answer
    for number, step in enumerate(scenario.steps, 1):
        if "complete" in step:
            said = step.get("answer")
            yield f"steps[{number}]", str(step["complete"]), said if isinstance(said, Mapping) else {}
