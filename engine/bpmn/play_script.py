"""What a process is to be played with: facts, answers, messages, signals and the passing of time.

A script is a mapping (usually read from YAML)::

    facts:    {amount: 300}                    # names that conditions may read
    answers:  {accept: [{result: accept}]}     # task id to its answers in order; {$error: CODE} raises an error
    messages: [paid, {name: reply, answer: {text: yes}}, {reply: {text: no}}]
    signals:  [closed]
    advance:  [PT1H, 2026-03-10T09:00:00+08:00]
    steps:                                     # all of it in a fixed order, before the lists above
      - {complete: accept, answer: {result: accept}}
      - {message: paid}
      - {signal: closed}
      - {advance: P1D}

What must happen while a task is open, before it is answered, may stand among its answers::

    answers:  {review: [{advance: P2D}, {messages: [paid]}, {result: pass}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.model import BpmnError
from engine.text import zh

ERROR = "$error"
BETWEEN = frozenset(("messages", "signals", "advance"))


@dataclass(frozen=True)
class Sent:
    """A message or signal to send; without an answer the waiting element's own next one is taken."""

    name: str
    answer: Mapping[str, object] | None = None


@dataclass
class Script:
    """What is left to do; whoever plays takes entries away."""

    facts: dict[str, object] = field(default_factory=dict)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    messages: list[Sent] = field(default_factory=list)
    signals: list[Sent] = field(default_factory=list)
    advance: list[Any] = field(default_factory=list)
    steps: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Script:
        """Return the script that a mapping says; raises BpmnError."""
        return cls(
            dict(_mapping(said, "facts")),
            {key: entries(value) for key, value in _mapping(said, "answers").items()},
            sent(said.get("messages"), "messages"),
            sent(said.get("signals"), "signals"),
            entries(said.get("advance")),
            entries(said.get("steps")),
        )

    @property
    def unused(self) -> tuple[str, ...]:
        """Where entries are left, as ``answers.review`` or ``messages``."""
        lists = {"steps": self.steps, "messages": self.messages, "signals": self.signals, "advance": self.advance}
        found = [name for name, left in lists.items() if left]
        return tuple(found + [f"answers.{name}" for name, left in self.answers.items() if left])

    @property
    def size(self) -> int:
        """How many entries are left."""
        lists: list[list[Any]] = [self.messages, self.signals, self.advance, self.steps, *self.answers.values()]
        return sum(len(left) for left in lists)


def entries(value: Any) -> list[Any]:
    """Return a list as it is, nothing as an empty one, and any other value as the only entry."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def is_between(entry: Any) -> bool:
    """Tell whether an entry among answers is no answer but something to happen before the next one."""
    return isinstance(entry, Mapping) and len(entry) > 0 and entry.keys() <= BETWEEN


def sent(value: Any, place: str) -> list[Sent]:
    """Return the messages or signals of a list: names, ``{name:, answer:}``, or a name to its answers."""
    found: list[Sent] = []
    for entry in entries(value):
        if isinstance(entry, str | int):
            found.append(Sent(str(entry)))
        elif isinstance(entry, Mapping) and "name" in entry and entry.keys() <= {"name", "answer"}:
            found.append(Sent(str(entry["name"]), _optional(entry.get("answer"))))
        elif isinstance(entry, Mapping) and entry and "name" not in entry:
            for name, answers in entry.items():
                found += [Sent(str(name), _optional(answer)) for answer in entries(answers) or [None]]
        else:
            raise BpmnError(
                zh("{place} 的每一项要写成名称，或者 {form}。", place=place, form="{name: 名称, answer: {字段: 值}}")
            )
    return found


def values(answer: Any) -> dict[str, object]:
    """Return an answer as fields and values; raises BpmnError for anything else."""
    if answer is None:
        return {}
    if not isinstance(answer, Mapping):
        raise BpmnError(zh("答案要写成字段到值的对照，不是 {answer}。", answer=str(answer)[:40]))
    return {str(key): value for key, value in answer.items()}


def _optional(answer: Any) -> dict[str, object] | None:
    return None if answer is None else values(answer)


def _mapping(said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = said.get(key) or {}
    if not isinstance(value, Mapping):
        raise BpmnError(zh("{key} 要写成名称到值的对照。", key=key))
    return {str(name): one for name, one in value.items()}
