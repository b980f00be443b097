"""Run a process in memory from a script of answers, saving and loading it after every step.

A script is a mapping (usually read from YAML)::

    facts:    {amount: 300}                    # names that conditions may read
    answers:  {accept: [{result: accept}]}     # task id to its answers in order; {$error: CODE} raises an error
    messages: [paid, {name: reply, answer: {text: yes}}]
    signals:  [closed]
    advance:  [PT1H, 2026-03-10T09:00:00+08:00]
    steps:                                     # all of it in a fixed order, before the lists above
      - {complete: accept, answer: {result: accept}}
      - {message: paid}
      - {signal: closed}
      - {advance: P1D}

Without ``steps`` open tasks are completed in the order in which they opened while they have answers left; when
nothing can be completed the next message that something waits for is sent, then the next signal, then time
passes. Script and service tasks without a registered function take their values from ``answers`` too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from engine.bpmn.definition import compile_definition
from engine.bpmn.expressions import ExpressionError, compile_timer
from engine.bpmn.model import BpmnError, Element, Model
from engine.bpmn.read import read
from engine.bpmn.steps import Answer, Function, Functions, NotWaiting, Passed, ProcessError, Step, View
from engine.bpmn.workflow import Workflow
from engine.clock import HALL_ZONE
from engine.text import zh

DEFAULT_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=HALL_ZONE)
ERROR = "$error"
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
) -> Iterator[dict[str, str]]:
    """Yield one mapping an event, with the keys event, element, name, type and at (ISO 8601 with zone).

    :param now: when the process starts, aware; a fixed moment if left out.
    :param lenient: script and service tasks without function and answer are done with an empty answer.
    :raises BpmnError: the process does not compile, or the script names what does not exist.
    """
    source = read(model) if isinstance(model, bytes) else model
    player = _Player(source, script or {}, now or DEFAULT_NOW, lenient, called or {}, functions or {})
    return player.run()


class _Player:
    def __init__(
        self,
        model: Model,
        script: Mapping[str, Any],
        now: datetime,
        lenient: bool,
        called: Mapping[str, Model],
        functions: Functions,
    ) -> None:
        if now.tzinfo is None:
            now = now.replace(tzinfo=HALL_ZONE)
        self._definition = compile_definition(model, called)
        self._now = now
        self._lenient = lenient
        self._functions = functions
        self._view: dict[str, object] = dict(_mapping(script, "facts"))
        self._answers = {key: _list(value) for key, value in _mapping(script, "answers").items()}
        self._messages = _list(script.get("messages"))
        self._signals = _list(script.get("signals"))
        self._advances = _list(script.get("advance"))
        self._steps = _list(script.get("steps"))
        self._groups: dict[str, tuple[str, dict[int, Answer]]] = {}
        self._workflow: Workflow

    def run(self) -> Iterator[dict[str, str]]:
        self._workflow, step = Workflow.start(self._definition, self._view, self._now, self._working())
        yield from self._events(step, first=True)
        yield from self._settle()
        while not self._workflow.ended:
            before = self._left()
            yield from self._go_on()
            if self._left() == before:
                return

    def _left(self) -> int:
        lists = [self._messages, self._signals, self._advances, self._steps, *self._answers.values()]
        return sum(len(entries) for entries in lists)

    def _go_on(self) -> Iterator[dict[str, str]]:
        if self._steps:
            yield from self._scripted(self._steps.pop(0))
            return
        for task in self._workflow.open_tasks():
            if task.kind == "user" and self._answers.get(task.element):
                yield from self._complete(task.token, self._answers[task.element].pop(0))
                return
        for entries, kind, send in (
            (self._messages, "message", self._send),
            (self._signals, "signal", self._signal),
        ):
            awaited = {waiting.name for waiting in self._workflow.waiting() if waiting.kind == kind}
            for number, entry in enumerate(entries):
                if _named(entry) in awaited:
                    yield from send(entries.pop(number))
                    return
        if self._advances:
            yield from self._advance(self._advances.pop(0))

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
            yield from self._send({"name": entry["message"], "answer": entry.get("answer")})
        elif "signal" in entry:
            yield from self._signal({"name": entry["signal"], "answer": entry.get("answer")})
        elif "advance" in entry:
            yield from self._advance(entry["advance"])
        else:
            raise BpmnError(zh("steps 的每一项要写成 complete、message、signal 或 advance。"))

    def _complete(self, token: str, answer: Any) -> Iterator[dict[str, str]]:
        values = _values(answer)
        if ERROR in values:
            code = str(values[ERROR])
            yield from self._call(lambda view: self._workflow.fail(token, view, self._now, self._working(), code=code))
        else:
            yield from self._call(lambda view: self._workflow.complete(token, values, view, self._now, self._working()))

    def _send(self, entry: Any) -> Iterator[dict[str, str]]:
        name = _named(entry)
        answer = entry.get("answer") if isinstance(entry, Mapping) else None
        for waiting in self._workflow.waiting():
            if answer is None and waiting.name == name and self._answers.get(waiting.element):
                answer = self._answers[waiting.element].pop(0)
        yield from self._call(lambda view: self._workflow.send(name, _values(answer), view, self._now, self._working()))

    def _signal(self, entry: Any) -> Iterator[dict[str, str]]:
        answer = entry.get("answer") if isinstance(entry, Mapping) else None
        yield from self._call(
            lambda view: self._workflow.signal(
                _named(entry), view, self._now, self._working(), None if answer is None else _values(answer)
            )
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
        return _ScriptedFunctions(self._functions, self._answers, self._lenient)

    def _events(self, step: Step, *, first: bool = False) -> Iterator[dict[str, str]]:
        if first and not any(passed.event == "started" for passed in step.passed):
            main = self._definition.model.main
            yield self._event("started", main.id, main.name, "process")
        for passed in step.passed:
            self._remember(passed)
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
            values = _values(answers.pop(0))
            return lambda view: _raise_or_return(values)
        return (lambda view: {}) if self._lenient else None


def _raise_or_return(values: dict[str, object]) -> dict[str, object]:
    if ERROR in values:
        raise ProcessError(str(values[ERROR]))
    return values


def _mapping(script: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = script.get(key) or {}
    if not isinstance(value, Mapping):
        raise BpmnError(zh("{key} 要写成名称到值的对照。", key=key))
    return value


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _named(entry: Any) -> str:
    return str(entry.get("name") if isinstance(entry, Mapping) else entry)


def _values(answer: Any) -> dict[str, object]:
    if answer is None:
        return {}
    if not isinstance(answer, Mapping):
        raise BpmnError(zh("答案要写成字段到值的对照，不是 {answer}。", answer=str(answer)[:40]))
    return {str(key): value for key, value in answer.items()}
