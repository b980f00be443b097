"""What the exploration of the tokens found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.text import zh

DEADLOCK = Rule("deadlock")
DOUBLED_TOKEN = Rule("doubled-token")
ENDLESS_LOOP = Rule("endless-loop")
DEAD_ELEMENT = Rule("dead-element")
NEVER_USED = Rule("never-used", "warning")
PILED_TOKEN = Rule("piled-token", "warning")
END_REACHED_TWICE = Rule("end-reached-twice", "warning")
UNCAUGHT_ERROR = Rule("uncaught-error", "warning")
NOT_EXHAUSTED = Rule("not-exhausted", "warning")

RULES = (
    DEADLOCK,
    DOUBLED_TOKEN,
    ENDLESS_LOOP,
    DEAD_ELEMENT,
    NEVER_USED,
    PILED_TOKEN,
    END_REACHED_TWICE,
    UNCAUGHT_ERROR,
    NOT_EXHAUSTED,
)
_SAID = {
    "deadlock": (
        DEADLOCK,
        zh("办件会永远停在“{name}”：它等的另一条分支可能不会来；请让分开与汇合用同一种网关"),
    ),
    "doubled": (
        DOUBLED_TOKEN,
        zh("“{name}”会被同时走两次，后面的工作重复做；并行分开的分支请用并行网关汇合"),
    ),
    "endless": (ENDLESS_LOOP, zh("走进包含“{name}”的循环就再也不能办结；请加一条走出循环的分支")),
    "dead": (DEAD_ELEMENT, zh("“{name}”永远不会执行；请检查通向它的分支")),
    "unused": (NEVER_USED, zh("“{name}”永远用不到：它等的事不会发生，或者前面的子流程总是中途离开")),
    "piled": (PILED_TOKEN, zh("循环再次走到“{name}”时，上一轮的还可能没有办完，会同时有两份")),
    "end-twice": (END_REACHED_TWICE, zh("“{name}”会被到达不止一次；并行的分支建议先汇合再结束")),
    "uncaught-error": (UNCAUGHT_ERROR, zh("“{name}”抛出的错误没有边界事件捕获，整个流程会就此结束")),
}
_WITHIN = zh("“{name}”抛出的错误没有边界事件捕获，子流程会停在这里成为异常，须由管理员处理")


def find(subject: Subject) -> Iterator[Finding]:
    """Yield faults of the process itself; those within a called process are found when that is checked."""
    exploration = subject.exploration
    for fault in exploration.faults:
        element = subject.process.elements.get(fault.element)
        if element is None or (fault.kind == "uncaught-error" and not subject.runs):
            continue
        rule, said = _SAID[fault.kind]
        if fault.kind == "uncaught-error" and element.scope is not None:
            said = _WITHIN
        yield rule.at(element.id, zh(said.template, name=label(element)), fault.path)
    if not exploration.exhausted:
        yield not_exhausted(subject, exploration.states)


def not_exhausted(subject: Subject, states: int) -> Finding:
    """Return the remark that a walk was cut off after so many states."""
    message = zh("走法太多，只查了 {states} 种状态，未穷尽：没有查出不等于没有问题", states=states)
    return NOT_EXHAUSTED.at(subject.process.id, message)
