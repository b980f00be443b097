"""The scenarios of a matter: scripts that play its flow to an end, and what must come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.play import play
from engine.bpmn.play_script import is_between
from engine.errors import Invalid
from engine.strict import Malformed, build, load_yaml
from engine.text import zh
from processes.registry import Folder

Values = Mapping[str, object]


@dataclass(frozen=True)
class Expected:
    """The end event that is reached, and the user tasks done, in order."""

    end: str
    done: tuple[str, ...] = ()


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
    """What a scenario came to: every event, as ``banjian play`` prints it."""

    events: tuple[Mapping[str, str], ...]

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
    events = play(folder.model, scenario.script, called=folder.called, functions=folder.functions)
    return Played(tuple(events))


def answer_problems(folder: Folder, scenario: Scenario) -> tuple[str, ...]:
    """Return what is wrong with the scenario's answers by the forms of their tasks; a script must be possible."""
    found = []
    elements = {
        element.id: element
        for model in (folder.model, *folder.called.values())
        for element in model.main.elements.values()
    }
    for place, task, answer in _given(scenario):
        form = folder.forms.get(elements[task].properties.get("form", "")) if task in elements else None
        if form is None:
            found.append(f"{place}：没有这个任务，或者它没有表单")
        else:
            found += [f"{place}.{path}：{why}" for path, why in form.check(dict(answer)).items()]
    return tuple(found)


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
