"""Random block-structured processes with lanes, stages, loops, boundary events and sub-processes."""

from __future__ import annotations

import random

from engine.bpmn.model import Element, Event, Flow, Lane, MultiInstance, Process

STAGES = ("acceptance", "review", "approval", "completion", "delivery")
NAMES = ("核查", "现场勘验与记录", "出具受理通知书", "审核申请材料并提出意见", "签发", "汇总联审意见", "Check")
LABELS = ("同意", "不同意", "退回重新核查", "合格或者不合格", "限期整改", "yes", "")


class Builder:
    """Grows one process; every choice comes from the seed."""

    def __init__(self, seed: int, most: int = 30) -> None:
        self.random = random.Random(seed)
        self.left = self.random.randint(3, most)
        self.lanes = self.random.choice((0, 1, 3, 5, 8))
        self.staged = self.random.random() < 0.7
        self.elements: dict[str, Element] = {}
        self.flows: dict[str, Flow] = {}
        self.stage = 0

    def add(self, kind: str, scope: str | None, name: str = "", **given: object) -> str:
        key = f"n{len(self.elements)}"
        properties = dict(given.pop("properties", {}))  # type: ignore[call-overload]
        if self.staged and kind.endswith("Task") and self.random.random() < 0.8:
            properties["stage"] = STAGES[self.stage]
        lane = f"lane{self.random.randrange(self.lanes)}" if self.lanes and scope is None else None
        self.elements[key] = Element(key, kind, name, scope, lane, properties, **given)  # type: ignore[arg-type]
        self.left -= 1
        return key

    def flow(self, source: str, target: str, name: str = "") -> None:
        key = f"f{len(self.flows)}"
        self.flows[key] = Flow(key, source, target, name, self.elements[source].scope)

    def block(self, scope: str | None, depth: int) -> tuple[str, str]:
        """Return the first and last node of a new block."""
        blocks = (self.task, self.seq, self.xor, self.parallel, self.loop, self.sub, self.events)
        block = self.random.choices(blocks, (5, 4, 3, 2, 2, 1, 1))[0]
        if self.left <= 0 or depth > 3:
            block = self.task
        return block(scope, depth)

    def task(self, scope: str | None, depth: int) -> tuple[str, str]:
        kind = self.random.choice(("userTask", "userTask", "serviceTask", "sendTask", "callActivity"))
        many = MultiInstance() if self.random.random() < 0.15 else None
        properties = {"limitWorkdays": "3", "post": "reviewer"} if self.random.random() < 0.5 else {}
        key = self.add(kind, scope, self.random.choice(NAMES), properties=properties, multi_instance=many)
        self.boundary(key, scope)
        if scope is None and self.random.random() < 0.2:
            self.stage = min(4, self.stage + 1)
        return key, key

    def boundary(self, host: str, scope: str | None) -> None:
        for _ in range(self.random.choices((0, 1, 2, 3), (8, 2, 1, 1))[0]):
            event = Event("timer", None, ("duration", "P3D"))
            stops = self.random.random() < 0.5
            name = self.random.choice(("", "超时提醒"))
            key = self.add("boundaryEvent", scope, name, event=event, attached_to=host, interrupting=stops)
            label = self.random.choice(LABELS) if self.random.random() < 0.3 else ""
            self.flow(key, self.add("endEvent", scope), label)

    def seq(self, scope: str | None, depth: int) -> tuple[str, str]:
        first, last = self.block(scope, depth + 1)
        for _ in range(self.random.randint(1, 3)):
            start, end = self.block(scope, depth + 1)
            self.flow(last, start)
            last = end
        return first, last

    def fork(self, kind: str, scope: str | None, depth: int) -> tuple[str, str]:
        named = self.random.random() < 0.6
        split = self.add(kind, scope, "是否准予许可？" if named else "")
        arms = [self.block(scope, depth + 1) for _ in range(self.random.randint(2, 4))]
        join = self.add(kind, scope)
        for first, last in arms:
            self.flow(split, first, self.random.choice(LABELS) if kind == "exclusiveGateway" else "")
            self.flow(last, join)
        if self.random.random() < 0.3:
            self.flow(split, join, "其他")
        if kind == "exclusiveGateway" and self.random.random() < 0.2:
            self.flow(split, self.add("endEvent", scope, "不予受理"), "不予受理")
        return split, join

    def xor(self, scope: str | None, depth: int) -> tuple[str, str]:
        return self.fork("exclusiveGateway", scope, depth)

    def events(self, scope: str | None, depth: int) -> tuple[str, str]:
        gateway = self.add("eventBasedGateway", scope)
        join = self.add("exclusiveGateway", scope)
        for event in (Event("message", "m"), Event("timer", None, ("duration", "P1D"))):
            catch = self.add("intermediateCatchEvent", scope, "等待补正", event=event)
            self.flow(gateway, catch)
            self.flow(catch, join)
        return gateway, join

    def loop(self, scope: str | None, depth: int) -> tuple[str, str]:
        first, last = self.block(scope, depth + 1)
        entry = self.add("exclusiveGateway", scope)
        test = self.add("exclusiveGateway", scope, "审核意见")
        self.flow(entry, first)
        self.flow(last, test)
        self.flow(test, entry, self.random.choice(LABELS))
        return entry, test

    def sub(self, scope: str | None, depth: int) -> tuple[str, str]:
        key = self.add("subProcess", scope, "现场核查子流程")
        start = self.add("startEvent", key)
        first, last = self.block(key, depth + 2)
        self.flow(start, first)
        self.flow(last, self.add("endEvent", key))
        self.boundary(key, scope)
        return key, key

    def parallel(self, scope: str | None, depth: int) -> tuple[str, str]:
        return self.fork("parallelGateway", scope, depth)

    def build(self) -> Process:
        start = self.add("startEvent", None, "提交申请")
        first, last = self.seq(None, 0)
        self.flow(start, first)
        self.flow(last, self.add("endEvent", None, "办结"))
        lanes = tuple(Lane(f"lane{at}", f"第{at}部门办公室") for at in range(self.lanes))
        return Process("random", "随机流程", True, self.elements, self.flows, lanes)


def random_process(seed: int, most: int = 30) -> Process:
    """Return the process of a seed, of about ``most`` nodes at the most."""
    return Builder(seed, most).build()
