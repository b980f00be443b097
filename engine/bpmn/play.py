"""Run a process in memory from a script of answers, saving and loading it after every step.

What a script may say stands in engine/bpmn/play_script.py. Without ``steps`` open tasks are completed in the
order in which they opened while they have answers left; when nothing can be completed the next message that
something waits for is sent, then the next signal, then time passes. Script and service tasks without a
registered function take their values from ``answers`` too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.bpmn.definition import compile_definition
from engine.bpmn.expressions import ExpressionError, compile_timer
from engine.bpmn.model import BpmnError, Element, Model, Process
from engine.bpmn.play_script import ERROR, Script, Sent, is_between, sent, values
from engine.bpmn.read import read
from engine.bpmn.steps import (
    Answer,
    Function,
    Functions,
    NotWaiting,
    OpenTask,
    Passed,
    ProcessError,
    Step,
    View,
    Waiting,
)
from engine.bpmn.workflow import Workflow
from engine.clock import HALL_ZONE
from engine.text import zh

DEFAULT_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=HALL_ZONE)
SHOWN = frozenset(("started", "opened", "done", "caught", "thrown", "timer", "incident", "ended"))
UNSHOWN_DONE = frozenset(("subProcess", "callActivity"))
MOST_FIRINGS = 10_000


def play(
    model: Model | bytes,
    script: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    lenient: bool = False,
    called: Mapping[str, Model] | None = None,
    functions: Functions | None = None,
) -> Playing:
    """Return an iterable of one mapping an event, with the keys event, element, name, type and at (ISO 8601).

    :param now: when the process starts, aware; a fixed moment if left out.
    :param lenient: for files of other engines: script and service tasks without function and answer, and calls
        of processes that are not there, are done with an empty answer; fields of answers are names of their own.
    :raises BpmnError: the process does not compile, or the script asks for what is not possible.
    """
    source = read(model) if isinstance(model, bytes) else model
    return Playing(source, Script.of(script or {}), now or DEFAULT_NOW, lenient, called or {}, functions or {})


@dataclass(frozen=True)
class Incident:
    """Where a run could not go on, why, and what conditions could read then."""

    element: str
    reason: str
    view: Mapping[str, object]


class Playing:
    """A process that is played while it is iterated over, once."""

    def __init__(
        self,
        model: Model,
        script: Script,
        now: datetime,
        lenient: bool,
        called: Mapping[str, Model],
        functions: Functions,
    ) -> None:
        if lenient:
            model, called = _without_missing_calls(model, called)
        self._definition = compile_definition(model, called)
        self._now = now if now.tzinfo is not None else now.replace(tzinfo=HALL_ZONE)
        self._lenient = lenient
        self._functions = functions
        self._script = script
        self._view: dict[str, object] = dict(script.facts)
        self._groups: dict[str, tuple[str, dict[int, Answer]]] = {}
        self._incidents: list[Incident] = []
        self._workflow: Workflow

    def __iter__(self) -> Iterator[dict[str, str]]:
        return self._run()

    @property
    def ended(self) -> bool:
        """Whether the process came to its end."""
        return self._workflow.ended

    @property
    def view(self) -> Mapping[str, object]:
        """What conditions can read so far: facts, and the latest answer of each element."""
        return self._view

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Where the run could not go on so far."""
        return tuple(self._incidents)

    @property
    def now(self) -> datetime:
        """The moment that the process has come to, aware."""
        return self._now

    @property
    def open_tasks(self) -> tuple[OpenTask, ...]:
        """The tasks that wait for a person, in the order in which they opened."""
        return tuple(task for task in self._workflow.open_tasks() if task.kind == "user")

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """What waits for a message, a signal or a time."""
        return tuple(self._workflow.waiting())

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The elements that still wait for somebody or something, in the order in which they began to."""
        open_tasks = [task.element for task in self._workflow.open_tasks()]
        return tuple(dict.fromkeys(open_tasks + [waiting.element for waiting in self._workflow.waiting()]))

    @property
    def unused(self) -> tuple[str, ...]:
        """What of the script was not used."""
        return self._script.unused

    def _run(self) -> Iterator[dict[str, str]]:
        self._workflow, step = Workflow.start(self._definition, self._view, self._now, self._working())
        yield from self._events(step, first=True)
        yield from self._settle()
        while not self._workflow.ended:
            before = self._script.size
            yield from self._go_on()
            if self._script.size == before:
                return

    def _go_on(self) -> Iterator[dict[str, str]]:
        script = self._script
        if script.steps:
            yield from self._scripted(script.steps.pop(0))
            return
        for task in self._workflow.open_tasks():
            if task.kind == "user" and script.answers.get(task.element):
                entry = script.answers[task.element].pop(0)
                yield from self._between(entry) if is_between(entry) else self._complete(task.token, entry)
                return
        for left, kind, send in ((script.messages, "message", self._send), (script.signals, "signal", self._signal)):
            awaited = {waiting.name for waiting in self._workflow.waiting() if waiting.kind == kind}
            for number, entry in enumerate(left):
                if entry.name in awaited:
                    yield from send(left.pop(number))
                    return
        if script.advance:
            yield from self._advance(script.advance.pop(0))

    def _between(self, entry: Mapping[str, Any]) -> Iterator[dict[str, str]]:
        for message in sent(entry.get("messages"), "messages"):
            yield from self._send(message)
        for signal in sent(entry.get("signals"), "signals"):
            yield from self._signal(signal)
        if "advance" in entry:
            yield from self._advance(entry["advance"])

    def _scripted(self, entry: Any) -> Iterator[dict[str, str]]:
        if not isinstance(entry, Mapping):
            raise BpmnError(zh("steps 的每一项要写成 complete、message、signal 或 advance。"))
        if "complete" in entry:
            element = str(entry["complete"])
            for task in self._workflow.open_tasks():
                if task.element == element:
                    yield from self._complete(task.token, entry.get("answer"))
                    return
            raise BpmnError(zh("任务 {element} 这时没有打开。", element=element), element)
        if "message" in entry:
            yield from self._send(_sent(entry, "message"))
        elif "signal" in entry:
            yield from self._signal(_sent(entry, "signal"))
        elif "advance" in entry:
            yield from self._advance(entry["advance"])
        else:
            raise BpmnError(zh("steps 的每一项要写成 complete、message、signal 或 advance。"))

    def _complete(self, token: str, answer: Any) -> Iterator[dict[str, str]]:
        given = values(answer)
        if ERROR in given:
            code = str(given[ERROR])
            yield from self._call(lambda view: self._workflow.fail(token, view, self._now, self._working(), code=code))
            return
        if self._lenient:
            # Other engines keep the fields of answers as variables of the process.
            self._view.update((name, value) for name, value in given.items() if name not in self._definition.elements)
        yield from self._call(lambda view: self._workflow.complete(token, given, view, self._now, self._working()))

    def _send(self, message: Sent) -> Iterator[dict[str, str]]:
        answer = message.answer
        for waiting in self._workflow.waiting():
            if answer is None and waiting.name == message.name and self._script.answers.get(waiting.element):
                answer = values(self._script.answers[waiting.element].pop(0))
        yield from self._call(
            lambda view: self._workflow.send(message.name, answer or {}, view, self._now, self._working())
        )

    def _signal(self, signal: Sent) -> Iterator[dict[str, str]]:
        yield from self._call(
            lambda view: self._workflow.signal(signal.name, view, self._now, self._working(), signal.answer)
        )

    def _advance(self, entry: Any) -> Iterator[dict[str, str]]:
        target = self._moment(entry)
        for _ in range(MOST_FIRINGS):
            due = self._workflow.next_due
            if due is None or due > target:
                break
            self._now = max(self._now, due.astimezone(self._now.tzinfo))
            yield from self._call(lambda view: self._workflow.advance(view, self._now, self._working()))
        self._now = max(self._now, target)

    def _moment(self, entry: Any) -> datetime:
        if isinstance(entry, date):
            moment = entry if isinstance(entry, datetime) else datetime.combine(entry, datetime.min.time())
            return moment if moment.tzinfo else moment.replace(tzinfo=HALL_ZONE)
        text = str(entry).strip()
        try:
            kind = "duration" if text.upper().startswith("P") else "date"
            return compile_timer(kind, text).due({}, self._now).astimezone(self._now.tzinfo)
        except ExpressionError as error:
            raise BpmnError(error.text) from None

    def _call(self, work: Callable[[View], Step]) -> Iterator[dict[str, str]]:
        try:
            step = work(self._view)
        except NotWaiting as error:
            raise BpmnError(zh("没有节点在等待 {name}。", name=str(error.args[0]))) from None
        yield from self._events(step)
        yield from self._settle()

    def _settle(self) -> Iterator[dict[str, str]]:
        """Save, load, and do the work of the worker: run what service tasks ask for."""
        while True:
            self._workflow = Workflow.load(self._definition, self._workflow.save())
            task = next((task for task in self._workflow.open_tasks() if task.kind == "service"), None)
            if task is None:
                return
            yield from self._events(self._serve(task.token, self._definition.element(task.element)))

    def _serve(self, token: str, element: Element) -> Step:
        working, now = self._working(), self._now
        function = working.for_element(element)
        try:
            if function is None:
                raise LookupError(zh("函数“{name}”没有登记。", name=element.function or element.id))
            answer = dict(function(self._view) or {})
        except ProcessError as error:
            return self._workflow.fail(token, self._view, now, working, code=error.code)
        except Exception as error:
            return self._workflow.fail(token, self._view, now, working, reason=str(error))
        return self._workflow.complete(token, answer, self._view, now, working)

    def _working(self) -> _ScriptedFunctions:
        return _ScriptedFunctions(self._functions, self._script.answers, self._lenient)

    def _events(self, step: Step, *, first: bool = False) -> Iterator[dict[str, str]]:
        if first and not any(passed.event == "started" for passed in step.passed):
            main = self._definition.model.main
            yield self._event("started", main.id, main.name, "process")
        for passed in step.passed:
            self._remember(passed)
            if passed.event == "incident":
                self._incidents.append(Incident(passed.element, passed.detail or "", dict(self._view)))
            if passed.event not in SHOWN:
                continue
            if passed.event == "opened" and passed.type == "serviceTask":
                continue
            if passed.event == "done" and passed.type in UNSHOWN_DONE:
                continue
            yield self._event(passed.event, passed.element, passed.name, passed.type)

    def _event(self, event: str, element: str, name: str, kind: str) -> dict[str, str]:
        return {
            "event": event,
            "element": element,
            "name": name,
            "type": kind,
            "at": self._now.isoformat(),
        }

    def _remember(self, passed: Passed) -> None:
        if passed.answer is None:
            return
        if passed.group is None:
            self._view[passed.element] = passed.answer
            return
        group, answers = self._groups.get(passed.element, ("", {}))
        if group != passed.group:
            answers = {}
        answers[passed.instance or 0] = passed.answer
        self._groups[passed.element] = (passed.group, answers)
        self._view[passed.element] = [answers[number] for number in sorted(answers)]


class _ScriptedFunctions(dict[str, Function]):
    """Registered functions; where there is none, the next answer of the script for that element."""

    def __init__(self, functions: Functions, answers: dict[str, list[Any]], lenient: bool) -> None:
        super().__init__(functions)
        self._answers = answers
        self._lenient = lenient

    def for_element(self, element: Element) -> Function | None:
        registered = self.get(element.function or "")
        if registered is not None:
            return registered
        answers = self._answers.get(element.id)
        if answers:
            given = values(answers.pop(0))
            return lambda view: _raise_or_return(given)
        return (lambda view: {}) if self._lenient else None


def _raise_or_return(given: dict[str, object]) -> dict[str, object]:
    if ERROR in given:
        raise ProcessError(str(given[ERROR]))
    return given


def _sent(entry: Mapping[str, Any], kind: str) -> Sent:
    answer = entry.get("answer")
    return Sent(str(entry[kind]), None if answer is None else values(answer))


def _without_missing_calls(model: Model, called: Mapping[str, Model]) -> tuple[Model, Mapping[str, Model]]:
    """Return the models with service tasks in place of the calls that lead nowhere."""

    def stood_in(part: Model) -> Model:
        processes = tuple(_stood_in(process, part, called) for process in part.processes)
        main = next(one for one, before in zip(processes, part.processes, strict=True) if before is part.main)
        return replace(part, processes=processes, main=main)

    return stood_in(model), {name: stood_in(part) for name, part in called.items()}


def _stood_in(process: Process, model: Model, called: Mapping[str, Model]) -> Process:
    def leads_nowhere(element: Element) -> bool:
        name = element.called or ""
        return element.type == "callActivity" and name not in called and model.process(name) is None

    elements = {
        key: replace(element, type="serviceTask") if leads_nowhere(element) else element
        for key, element in process.elements.items()
    }
    return replace(process, elements=elements)
