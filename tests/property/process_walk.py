"""One random walk: engine and oracle run the same process side by side and are compared at every step."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from process_blocks import Block, Scope, Task, inside
from process_xml import draw
from token_oracle import Event, Oracle, Undecided, Waits, World

from engine.bpmn.definition import compile_definition
from engine.bpmn.read import read
from engine.bpmn.steps import Step
from engine.bpmn.workflow import Workflow

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FREE_STEPS = 60  # after these the walk answers so that loops end
STEPS = 400


class Disagreement(AssertionError):
    """Engine and oracle differ."""


@dataclass
class Walk:
    """Runs ``process`` with the decisions and spelling of ``seed``; ``log`` tells what was done so far."""

    process: Block
    seed: str
    log: list[str] = field(default_factory=list)

    undecided: bool = False

    def __post_init__(self) -> None:
        self.xml = draw(self.process, self.seed)
        self.random = random.Random(f"walk {self.seed}")
        self.now = START
        self.answers: dict[str, Mapping[str, object]] = {}  # of every task the latest
        self.view: dict[str, Any] = {}  # the same, but lists for tasks with instances
        self.groups: dict[str, str | None] = {}
        blocks = list(inside(self.process))
        self.many = {b.id: b.many for b in blocks if isinstance(b, Task) and b.many}
        self.stopping = {id for id, many in self.many.items() if many.stop}
        guards = [g for b in blocks if isinstance(b, Task | Scope) for g in b.guards]
        self.interrupting = {g.id for g in guards if g.interrupting}

    def run(self) -> None:
        """Walk to the end; raise ``Disagreement`` at the first step at which the two differ."""
        self.definition = compile_definition(read(self.xml.encode()))
        self.oracle = Oracle(self.process, self.now)
        self.workflow, step = Workflow.start(self.definition, self.view, self.now)
        self.log.append("start")
        self.compare(step, before={}, done=None, cancels=False)
        for number in range(STEPS):
            if self.workflow.ended:
                return
            try:
                self.act(free=number < FREE_STEPS)
            except Undecided:
                self.undecided = True
                return
        raise Disagreement(f"not ended after {STEPS} steps")

    def act(self, *, free: bool) -> None:
        """Do one thing that a person, a message or the time could do now."""
        tasks, waiting = self.workflow.open_tasks(), self.workflow.waiting()
        dues = sorted(w.due for w in waiting if w.due is not None)
        messages = [w for w in waiting if w.kind == "message"]
        weights = {"complete": 6 * bool(tasks), "send": 2 * bool(messages), "advance": 2 * bool(dues)}
        if not free and tasks:
            weights |= {"send": 0, "advance": 0}
        if not any(weights.values()):
            raise Disagreement("the case has not ended and nothing waits")
        chosen = self.random.choices(list(weights), list(weights.values()))[0]
        if chosen == "complete":
            self.complete(self.random.choice(tasks), free=free)
        elif chosen == "send":
            self.send(self.random.choice(messages))
        else:
            self.advance(dues[0])

    def complete(self, task: Any, *, free: bool) -> None:
        # The later, the rarer one more round, else a loop in a loop in a loop goes on for ever.
        again = free and self.random.random() < 0.5
        answer: dict[str, object] = {f: self.random.choice("yn") for f in "pqr"}
        answer |= {
            "go": self.random.choice("abc"),
            "again": "y" if again else "n",
            "n": self.random.randint(0, 3),
        }
        self.log.append(f"complete {task.element} {answer}")
        before = self.tokens()
        step = self.workflow.complete(task.token, answer, self.view, self.now)
        self.answers[task.element] = answer
        if task.element in self.many:
            same = self.groups.get(task.element, self) == task.group
            self.view[task.element] = [*self.view[task.element], answer] if same else [answer]
            self.groups[task.element] = task.group
        else:
            self.view[task.element] = answer
        self.oracle.apply(Event("task", task.element, answer), World(self.now, self.answers))
        stops = task.element in self.stopping and answer["go"] == "a"
        self.compare(step, before, done=task.token, cancels=stops)

    def send(self, catcher: Any) -> None:
        self.log.append(f"send {catcher.name} to {catcher.element}")
        before = self.tokens()
        # Where one catcher only waits for that name, the name must be enough.
        rivals = [w for w in self.workflow.waiting() if w.name == catcher.name]
        token = catcher.token if len(rivals) > 1 or self.random.random() < 0.5 else None
        step = self.workflow.send(catcher.name, {}, self.view, self.now, token=token)
        self.oracle.apply(Event("message", catcher.element), World(self.now, self.answers))
        self.compare(step, before, done=None, cancels=catcher.element in self.interrupting)

    def advance(self, due: datetime) -> None:
        """Let time pass to just before the first timer, where nothing may happen, and then to it."""
        before = self.tokens()
        step = self.workflow.advance(self.view, due - timedelta(seconds=1))
        self.log.append(f"advance to 1 s before {due}")
        self.compare(step, before, done=None, cancels=False)
        self.now = due
        self.log.append(f"advance to {due}")
        while any(w.due is not None and w.due <= self.now for w in self.workflow.waiting()):
            before = self.tokens()
            fired = {w.element for w in self.workflow.waiting() if w.due is not None and w.due <= self.now}
            step = self.workflow.advance(self.view, self.now)
            self.check_step(step, before, done=None, cancels=bool(fired & self.interrupting))
            if self.log.count(self.log[-1]) > 20:
                raise Disagreement("a due timer does not fire")
            self.log.append(f"advance to {due}")
        self.oracle.fire_due(World(self.now, self.answers))
        self.check_waits("after the step")
        self.reload()

    def compare(self, step: Step, before: dict[str, str], *, done: str | None, cancels: bool) -> None:
        self.check_step(step, before, done=done, cancels=cancels)
        self.check_waits("after the step")
        self.reload()

    def check_step(self, step: Step, before: dict[str, str], *, done: str | None, cancels: bool) -> None:
        """Hold what the step reports against the tokens before and after it."""
        after = self.tokens()
        if step.incidents:
            raise Disagreement(f"incidents {step.incidents}")
        gone, new = before.keys() - after.keys(), after.keys() - before.keys()
        closed = dict(step.closed)
        if done is not None and closed.get(done) != "done":
            raise Disagreement(f"the completed task is reported as {closed.get(done)}")
        cancelled = {token for token, how in closed.items() if how == "cancelled"}
        if cancelled and not cancels:
            raise Disagreement(f"cancelled {[before.get(t, t) for t in cancelled]}, though nothing interrupts")
        if closed.keys() & before.keys() != gone:
            raise Disagreement(f"reported closed {closed}, gone are {gone}")
        opened = {t.token: t.element for t in step.opened}
        if opened.keys() - closed.keys() != new:
            raise Disagreement(f"reported opened {opened}, new are { {t: after[t] for t in new} }")
        if step.ended != self.workflow.ended:
            raise Disagreement(f"the step says ended={step.ended}, the workflow {self.workflow.ended}")

    def check_waits(self, when: str) -> None:
        seen = self.seen()
        if not self.oracle.agree(seen):
            raise Disagreement(f"{when}: {_difference(seen, self.oracle.expected())}")
        self.check_instances()
        ended = not any(self.oracle.expected())
        if self.workflow.ended != ended:
            raise Disagreement(f"{when}: ended is {self.workflow.ended}, expected {ended}")

    def reload(self) -> None:
        """Save, compact and load; nothing that can be seen may change, and the walk goes on with the copy."""
        tokens, waiting, ended = self.tokens(), self.waiting(), self.workflow.ended
        state = self.workflow.save()
        self.workflow = Workflow.load(self.definition, state)
        if self.tokens() != tokens:
            raise Disagreement(f"open tasks before saving {tokens}, after loading {self.tokens()}")
        if self.waiting() != waiting:
            raise Disagreement(f"waiting before saving {waiting}, after loading {self.waiting()}")
        if self.workflow.ended != ended:
            raise Disagreement(f"ended before saving {ended}, after loading {self.workflow.ended}")

    def check_instances(self) -> None:
        """One activation numbers its instances; in turn means one at a time."""
        open_instances = Counter((t.group, t.instance) for t in self.workflow.open_tasks() if t.group)
        if any(number > 1 for number in open_instances.values()):
            raise Disagreement(f"two open tasks for one instance: {open_instances}")
        groups = Counter((t.element, t.group) for t in self.workflow.open_tasks() if t.element in self.many)
        for (element, group), number in groups.items():
            if group is None or (number > 1 and self.many[element].sequential):
                raise Disagreement(f"{number} open instances of {element} in activation {group}")

    def tokens(self) -> dict[str, str]:
        tasks = self.workflow.open_tasks()
        tokens = {t.token: t.element for t in tasks}
        if len(tokens) != len(tasks):
            raise Disagreement(f"two open tasks with one token: {tasks}")
        return tokens

    def waiting(self) -> set[tuple[object, ...]]:
        return {(w.token, w.element, w.kind, w.name, w.due) for w in self.workflow.waiting()}

    def seen(self) -> Counter[Waits]:
        tasks = [Waits("task", t.element) for t in self.workflow.open_tasks()]
        events = [Waits(w.kind, w.element, w.due) for w in self.workflow.waiting()]
        return Counter(tasks + events)


def _difference(seen: Counter[Waits], expected: list[Counter[Waits]]) -> str:
    if not expected:
        return f"the engine let something happen that nothing waited for; it shows {_text(seen)}"
    nearest = min(expected, key=lambda e: ((e - seen) + (seen - e)).total())
    return f"missing {_text(nearest - seen)}, too many {_text(seen - nearest)}; the engine shows {_text(seen)}"


def _text(waits: Counter[Waits]) -> list[str]:
    return sorted(f"{w.kind} {w.element}{f' due {w.due}' if w.due else ''}" for w in waits.elements())
