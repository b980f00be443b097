"""What checking a process of 60 nodes costs, against reading it alone."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

from engine.bpmn.checks import check
from engine.bpmn.read import read

BLOCKS = 10
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
_STAGES = (
    "acceptance",
    "review",
    "review",
    "review",
    "review",
    "review",
    "review",
    "approval",
    "completion",
    "delivery",
)
_POSTS = {"acceptance": "window_clerk", "review": "reviewer", "approval": "approver"}


def check_cost(rounds: int = 5) -> dict[str, float]:
    """Return what checking 60 nodes costs: milliseconds, medians of ``rounds``, and the ratio to reading alone.

    ``blocks`` is a row of ten parallel blocks of two tasks, each of which may be done again as a whole; in ``crossing``
    one of three parallel tasks goes back on its own, so that the blocks cannot be folded.
    """
    found: dict[str, float] = {"nodes": 60}
    for shape, xml in (("blocks", sixty_nodes(again=True)), ("crossing", sixty_nodes(again=False))):
        reading, checking = [], []
        for _ in range(rounds):
            began = perf_counter()
            model = read(xml, "process.bpmn")
            between = perf_counter()
            problems = check(model)
            reading.append(between - began)
            checking.append(perf_counter() - between)
        found[f"{shape}_read_ms"], found[f"{shape}_check_ms"] = 1000 * median(reading), 1000 * median(checking)
        found[f"{shape}_ratio"] = median(checking) / median(reading)
        found[f"{shape}_errors"] = sum(problem.severity == "error" for problem in problems)
    return found


def sixty_nodes(*, again: bool) -> bytes:
    """Return ten blocks in a row, each of parallel tasks and a decision.

    :param again: the decision leads back before the split; else to the first task, within the block.
    """
    elements, flows, tasks = list[str](), list[str](), list[str]()

    def flow(source: str, target: str, test: str = "") -> None:
        condition = f"<conditionExpression>{test}</conditionExpression>" if test else ""
        ends = f'sourceRef="{source}" targetRef="{target}"'
        flows.append(f'<sequenceFlow id="f{len(flows)}" {ends}>{condition}</sequenceFlow>')

    for block, stage in enumerate(_STAGES):
        split, join, decision = f"split{block}", f"join{block}", f"decide{block}"
        own = [f"task{block}_{branch}" for branch in range(2 if again else 3)]
        elements += [f'<parallelGateway id="{split}"/>', f'<parallelGateway id="{join}"/>', *map(_task(stage), own)]
        for branch, task in enumerate(own):
            flow(split, task)
            flow(task, join if again or branch else decision)
        if again:
            elements.append(f'<exclusiveGateway id="merge{block}"/>')
            flow(f"merge{block}", split)
        if not again:
            flow(decision, own[0], f"{own[0]}.result == 'return'")
            flow(decision, join)
            following = join
        else:
            flow(join, decision)
            flow(decision, f"merge{block}", f"{own[0]}.result == 'return'")
            following = decision
        target = f"{'merge' if again else 'split'}{block + 1}" if block + 1 < BLOCKS else "end"
        flow(following, target)
        default = f"f{len(flows) - (1 if again else 2)}"
        elements.append(f'<exclusiveGateway id="{decision}" default="{default}"/>')
        tasks += own
    elements.append('<startEvent id="start"/><endEvent id="end"/>')
    flow("start", "merge0" if again else "split0")
    nodes = "".join(f"<flowNodeRef>{task}</flowNodeRef>" for task in tasks)
    lane = f'<lane id="lane" name="科室">{_said(department="bureau", level="county")}{nodes}</lane>'
    return (
        f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ext="{SPIFF}" targetNamespace="t">'
        f'<process id="sixty" isExecutable="true"><laneSet>{lane}</laneSet>{"".join(elements + flows)}</process>'
        "</definitions>"
    ).encode()


def _task(stage: str) -> Callable[[str], str]:
    post = _POSTS.get(stage, "issuing_clerk")
    said = _said(stage=stage, post=post, limitWorkdays="1", work="办理", form="opinion", channel="online")
    return lambda key: f'<userTask id="{key}" name="审核申请材料">{said}</userTask>'


def _said(**values: str) -> str:
    inner = "".join(f'<ext:property name="{key}" value="{value}"/>' for key, value in values.items())
    return f"<extensionElements><ext:properties>{inner}</ext:properties></extensionElements>"
