"""What the scenarios of a matter show to be wrong: a definition with a failing one is not published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from engine.bpmn.checks import Problem
from engine.errors import Invalid
from engine.text import Text, zh
from processes.registry import Folder
from processes.scenarios import Played, Scenario, answer_problems, play_scenario, scenarios_of

RULE = "scenario-failed"


def scenario_problems(folder: Folder) -> Iterator[Problem]:
    """Play every scenario of the matter in memory and yield what came otherwise than expected.

    A problem stands at the element where the run left what was expected, with the steps that led there.
    """
    try:
        scenarios = scenarios_of(folder)
    except Invalid as error:
        yield Problem("scenarios", folder.key, RULE, error.text, "error")
        return
    for name, scenario in sorted(scenarios.items()):
        file = f"scenarios/{name}.yaml"
        impossible = answer_problems(folder, scenario)
        for why in impossible:
            element = why.partition("：")[0]
            yield Problem(file, element.partition("[")[0], RULE, zh("答案不符合表单：{why}", why=why), "error")
        if not impossible:
            for element, message, path in differences(scenario, play_scenario(folder, scenario)):
                yield Problem(file, element, RULE, message, "error", path)


def differences(scenario: Scenario, played: Played) -> Iterator[tuple[str, Text, tuple[str, ...]]]:
    """Yield element, message and the steps that led there for all that came otherwise than expected."""
    expect, came = scenario.expect, played.done
    for element, why in played.incidents:
        yield element, why, came
    if played.stopped is not None:
        yield played.stopped_at, zh("演练不能继续：{why}", why=str(played.stopped)), came
        return
    pairs = zip_longest(expect.done, came)
    step, differing = next(((at, pair) for at, pair in enumerate(pairs) if pair[0] != pair[1]), (0, None))
    if differing is not None:
        wanted, done = differing
        message = zh(
            "第 {number} 步应当是“{wanted}”，实际是“{done}”",
            number=step + 1,
            wanted=_or_none(wanted),
            done=_or_none(done),
        )
        yield done or wanted or "", message, came[: step + 1]
    if played.end != expect.end:
        waits = "、".join(played.waits_for)
        end = played.end or (str(zh("还没有结束，停在 {waits}", waits=waits)) if waits else "")
        message = zh("应当到“{wanted}”结束，实际是“{end}”", wanted=expect.end, end=_or_none(end))
        if played.unanswered:
            steps = "、".join(played.unanswered)
            message = zh("应当到“{wanted}”结束，却停在{steps}：情景里没有它的答案", wanted=expect.end, steps=steps)
        yield played.end or expect.end, message, came
    if played.unused:
        yield expect.end, zh("剧本里没有用到：{unused}", unused="、".join(played.unused)), came
    if expect.documents is not None and expect.documents != played.documents:
        message = zh(
            "应当出具的文书是 {wanted}，实际是 {written}",
            wanted=_or_none("、".join(expect.documents)),
            written=_or_none("、".join(played.documents)),
        )
        yield played.end or expect.end, message, came
    for element, day in expect.due.items():
        last = played.due.get(element)
        if str(day) != str(last):
            said = _or_none(str(last) if last else "")
            yield (
                element,
                zh("“{element}”的期限应当到 {wanted}，实际是 {day}", element=element, wanted=str(day), day=said),
                came,
            )


def _or_none(text: str | None) -> str:
    return text or "（无）"
