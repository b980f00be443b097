"""Doing an activity several times: multi-instance (BPMN 13.3.7) and loops (13.3.6).

The activity's token stands for all instances; each instance is a token below it. The completion condition is
asked after every instance and sees the answers of all finished ones under the activity's id, and
``numberOfInstances``, ``numberOfCompletedInstances``, ``numberOfActiveInstances`` (also as ``nrOf…``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from engine.bpmn.expressions import Expression, ExpressionError
from engine.bpmn.spiff import TaskState
from engine.bpmn.steps import Stuck
from engine.text import zh

if TYPE_CHECKING:
    from engine.bpmn.activities import Activity
    from engine.bpmn.tokens import Token

MOST_INSTANCES = 1000
POSITIVE = frozenset(("pass", "grant", "accept", "agree"))


class Repetition(Protocol):
    """How an activity is repeated."""

    def begin(self, owner: Token) -> bool | None:
        """Make the first instances; True if there is nothing to do."""
        ...

    def instance_done(self, token: Token) -> None:
        """Count an instance as done; go on with the activity or with the next instance."""
        ...

    def check(self, owner: Token) -> None:
        """Ask again whether the activity is done; for retrying after an incident."""
        ...


@dataclass(frozen=True)
class Approval:
    """When an approval by several is decided; ``share`` is set for ``ratio:…`` only."""

    kind: str
    share: Fraction | None = None

    def decided(self, total: int, done: int, positive: int) -> bool:
        """Return whether what the open instances say no longer matters."""
        if self.kind == "any":
            return done >= 1
        if self.share is None:
            return False
        return positive >= self.share * total or positive + total - done < self.share * total


@dataclass(frozen=True)
class MultiInstance:
    """A multi-instance activity. Its token keeps ``n`` (instances), ``d`` (done), ``q`` (items to come)."""

    activity: Activity
    sequential: bool
    cardinality: Expression | None
    collection: Expression | None
    item: str | None
    completion: Expression | None
    approval: Approval | None

    def begin(self, owner: Token) -> bool | None:
        """Make the instances: all of them, or the first if they follow each other."""
        items = self._items(owner)
        total = len(items)
        owner.internal_data.update(n=total, d=[], p=0)
        owner._set_state(TaskState.STARTED)
        owner.step.allow(self.activity, total * self.activity.size)
        if not total:
            owner.step.answers[self.activity.name] = []
            return True
        if self.sequential:
            owner.internal_data["q"] = items[1:] if self.collection is not None else []
            items = items[:1]
        for number, item in enumerate(items):
            self._instance(owner, number, item)
        return None

    def _items(self, owner: Token) -> list[object]:
        names = owner.step.names(owner)
        if self.collection is not None:
            value = self.collection.evaluate(names)
            if not isinstance(value, list | tuple):
                raise Stuck(zh("多实例“{name}”的集合不是列表。", name=self.activity.label))
            items = [_plain(item) for item in value]
        else:
            assert self.cardinality is not None
            count = self.cardinality.evaluate(names)
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise Stuck(zh("多实例“{name}”的个数不是非负整数。", name=self.activity.label))
            items = [None] * min(count, MOST_INSTANCES + 1)
        if len(items) > MOST_INSTANCES:
            raise Stuck(zh("多实例“{name}”超过 {limit} 个。", name=self.activity.label, limit=MOST_INSTANCES))
        return items

    def _instance(self, owner: Token, number: int, item: object) -> None:
        token = owner.workflow.add(self.activity, owner)
        token.internal_data["i"] = number
        if self.collection is not None:
            token.internal_data["item"] = [self.item or "item", item]
        owner.step.queue(token)

    def instance_done(self, token: Token) -> None:
        """Collect the answer, then ask whether the activity is done."""
        owner = token.parent
        step, data, name = owner.step, owner.internal_data, self.activity.name
        answer = token.answer
        number = token.internal_data["i"]
        if name in step.case.definition.heads:
            before = step.answers.get(name) if data["d"] else []
            if before is None:
                before = step.view.get(name, [])
            earlier = list(before)[: len(data["d"])] if isinstance(before, list | tuple) else []
            at = sum(1 for other in data["d"] if other < number)
            step.answers[name] = [*earlier[:at], answer or {}, *earlier[at:]]
        data["d"].append(number)
        if answer and answer.get("result") in POSITIVE:
            data["p"] += 1
        token.workflow.forget(token)
        self.check(owner)

    def check(self, owner: Token) -> None:
        """Go on if all instances are done or the rest does not matter any more; then cancel the rest."""
        data, step = owner.internal_data, owner.step
        done, total = len(data["d"]), data["n"]
        try:
            decided = done >= total or self._decided(owner, total, done)
        except (ExpressionError, Stuck) as error:
            data["at"] = "check"
            step.incident(owner, error.text)
            return
        if owner._state == TaskState.ERROR:
            owner._set_state(TaskState.STARTED)
            del data["at"], data["why"]
        if decided:
            for child in owner.children:
                if child.task_spec is self.activity:
                    step.cancel(child)
            owner.complete()
        elif self.sequential:
            queue = data.get("q") or [None]
            self._instance(owner, done, queue[0])
            data["q"] = queue[1:]

    def _decided(self, owner: Token, total: int, done: int) -> bool:
        if self.approval is not None and self.approval.decided(total, done, owner.internal_data["p"]):
            return True
        if self.completion is None:
            return False
        counts = {"Instances": total, "CompletedInstances": done, "ActiveInstances": total - done}
        local: dict[str, object] = {}
        for key, value in counts.items():
            local[f"numberOf{key}"] = local[f"nrOf{key}"] = value
        return self.completion.test(owner.step.names(owner, **local))


@dataclass(frozen=True)
class Loop:
    """A loop: once, or not at all if asked before, and again while the condition holds."""

    activity: Activity
    condition: Expression | None
    maximum: int | None
    test_before: bool

    def begin(self, owner: Token) -> bool | None:
        """Begin the first round."""
        owner.internal_data["n"] = 0
        owner._set_state(TaskState.STARTED)
        if self.test_before and not self._again(owner):
            return True
        self._round(owner)
        return None

    def _round(self, owner: Token) -> None:
        token = owner.workflow.add(self.activity, owner)
        token.internal_data.update(i=owner.internal_data["n"], loop=1)
        owner.step.queue(token)

    def _again(self, owner: Token) -> bool:
        rounds = owner.internal_data["n"]
        if self.maximum is not None and rounds >= self.maximum:
            return False
        if self.condition is None:
            return self.maximum is not None
        return self.condition.test(owner.step.names(owner, loopCounter=rounds))

    def instance_done(self, token: Token) -> None:
        """Count the round."""
        owner = token.parent
        owner.internal_data["n"] += 1
        if token.answer is not None:
            owner.step.answers[self.activity.name] = token.answer
        token.workflow.forget(token)
        self.check(owner)

    def check(self, owner: Token) -> None:
        """Begin another round or go on."""
        try:
            again = self._again(owner)
        except (ExpressionError, Stuck) as error:
            owner.internal_data["at"] = "check"
            owner.step.incident(owner, error.text)
            return
        if again:
            self._round(owner)
        else:
            owner.complete()


def _plain(item: object) -> object:
    """Return an item as it can be saved."""
    if item is None or isinstance(item, str | int | float | bool):
        return item
    if isinstance(item, Mapping):
        return {str(key): _plain(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [_plain(value) for value in item]
    return str(item)
