"""What has changed between two versions of a matter, in sentences: steps, ways, lanes, facts, forms, scenarios."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.model import Element, Lane, Process
from engine.bundle import Bundle
from engine.facts import facts_of
from engine.posts import LEVELS, POSTS, STAGES
from engine.steps import StepFacts
from engine.strict import Malformed, load_yaml
from engine.text import Text, zh
from forms import Form

NOTHING = zh("没有")
_GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
_WHAT: dict[str, Text] = {
    "stage": zh("办理阶段"),
    "department": zh("办理部门"),
    "post": zh("岗位"),
    "limit_workdays": zh("时限（工作日）"),
    "work": zh("工作内容"),
    "form": zh("表单"),
    "separate_from": zh("不得由同一人办理的步骤"),
    "document": zh("制发文书"),
    "approval": zh("审批方式"),
    "item": zh("逐人逐部门办理"),
}
_FACTS: dict[str, Text] = {
    "name": zh("事项名称"),
    "limits.promised": zh("承诺办结时限"),
    "limits.statutory": zh("法定办结时限"),
    "limits.intake": zh("收件后答复"),
    "limits.supplement_wait": zh("等待补正"),
    "limits.delivery": zh("决定后送达"),
    "fee.charged": zh("是否收费"),
}
_CODES: dict[str, Mapping[str, str]] = {"stage": STAGES, "post": POSTS, "level": LEVELS}


@dataclass(frozen=True)
class Difference:
    """One change; ``about`` is steps, ways, lanes, facts, forms or scenarios, ``kind`` added, removed or changed.

    ``element`` is the id on the diagram, of the new version unless it was removed; empty for what is not drawn.
    """

    about: str
    kind: str
    text: Text
    element: str = ""


def differences(before: Bundle, after: Bundle) -> tuple[Difference, ...]:
    """Return what has changed from ``before`` to ``after``, steps first; raises as their readers do."""
    found = [*_steps(before, after), *_ways(before, after), *_lanes(before, after), *_facts(before, after)]
    return (*found, *_forms(before, after), *_scenarios(before, after))


def _steps(before: Bundle, after: Bundle) -> Iterator[Difference]:
    old, new = before.definition.elements, after.definition.elements
    for name in [one for one in new if one not in old]:
        yield Difference("steps", "added", _arrived(new[name], after.steps[name]), name)
    for name in [one for one in old if one not in new]:
        yield Difference("steps", "removed", zh("删除“{name}”", name=_label(old[name])), name)
    for name in [one for one in new if one in old]:
        if old[name].name != new[name].name:
            said = zh("“{before}”改名为“{after}”", before=_label(old[name]), after=_label(new[name]))
            yield Difference("steps", "changed", said, name)
        yield from _properties(name, before.steps[name], after.steps[name])
        yield from _timer(old[name], new[name])


def _arrived(element: Element, facts: StepFacts) -> Text:
    if facts.limit_workdays is not None:
        post = zh(POSTS.get(facts.post, facts.post))
        return zh(
            "新增步骤“{name}”：{post}，{limit} 个工作日", name=_label(element), post=post, limit=facts.limit_workdays
        )
    if facts.post:
        return zh("新增步骤“{name}”：{post}", name=_label(element), post=zh(POSTS.get(facts.post, facts.post)))
    return zh("新增“{name}”", name=_label(element))


def _properties(name: str, old: StepFacts, new: StepFacts) -> Iterator[Difference]:
    for field, what in _WHAT.items():
        one, other = getattr(old, field), getattr(new, field)
        if one != other:
            said = zh("“{name}”的{what}：{before} → {after}", name=new.name, what=what,
                      before=_said(field, one), after=_said(field, other))  # fmt: skip
            yield Difference("steps", "changed", said, name)


def _timer(old: Element, new: Element) -> Iterator[Difference]:
    one = old.event.timer if old.event else None
    other = new.event.timer if new.event else None
    if one != other:
        said = zh("“{name}”的时间：{before} → {after}", name=_label(new),
                  before=one[1] if one else NOTHING, after=other[1] if other else NOTHING)  # fmt: skip
        yield Difference("steps", "changed", said, new.id)


def _ways(before: Bundle, after: Bundle) -> Iterator[Difference]:
    old, new = _conditions(before), _conditions(after)
    for way, condition in new.items():
        if way not in old:
            said = zh("新增从“{source}”到“{target}”的路径", source=way[2], target=way[3])
            if condition:
                said = zh("新增从“{source}”到“{target}”的路径，条件：{condition}", source=way[2], target=way[3],
                          condition=condition)  # fmt: skip
            yield Difference("ways", "added", said, way[0])
    for way in old:
        if way not in new:
            said = zh("删除从“{source}”到“{target}”的路径", source=way[2], target=way[3])
            yield Difference("ways", "removed", said, way[0])
        elif old[way] != new[way]:
            said = zh("从“{source}”到“{target}”的条件：{before} → {after}", source=way[2], target=way[3],
                      before=old[way] or NOTHING, after=new[way] or NOTHING)  # fmt: skip
            yield Difference("ways", "changed", said, way[0])


class _Way(tuple[str, str, str, str]):
    """Source and target by id and name; two ways are the same by their ids, whatever they are called."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Way) and self[:2] == other[:2]

    def __hash__(self) -> int:
        return hash(self[:2])


def _conditions(bundle: Bundle) -> dict[_Way, str]:
    found: dict[_Way, list[str]] = {}
    for part in bundle.definition.parts:
        for flow in part.process.flows.values():
            ends = [part.process.elements.get(end) for end in (flow.source, flow.target)]
            names = [_label(one) if one else "" for one in ends]
            way = _Way((part.running(flow.source), part.running(flow.target), *names))
            found.setdefault(way, []).append(flow.condition or "")
    return {way: " / ".join(sorted(filter(None, conditions))) for way, conditions in found.items()}


def _lanes(before: Bundle, after: Bundle) -> Iterator[Difference]:
    old, new = _lanes_of(before.model.main), _lanes_of(after.model.main)
    for key, lane in new.items():
        if key not in old:
            yield Difference("lanes", "added", zh("新增泳道“{name}”", name=lane.name or key), key)
        elif (old[key].name, old[key].department, old[key].level) != (lane.name, lane.department, lane.level):
            said = zh("泳道“{before}”改为“{after}”", before=_place(old[key]), after=_place(lane))
            yield Difference("lanes", "changed", said, key)
    for key, lane in old.items():
        if key not in new:
            yield Difference("lanes", "removed", zh("删除泳道“{name}”", name=lane.name or key), key)


def _lanes_of(process: Process) -> dict[str, Lane]:
    return {lane.id: lane for lane in process.lanes}


def _place(lane: Lane) -> str:
    return " ".join(filter(None, (lane.name or lane.id, lane.department, lane.level)))


def _facts(before: Bundle, after: Bundle) -> Iterator[Difference]:
    old, new = ({path: fact.value for path, fact in facts_of(one.facts)} for one in (before, after))
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            kind = "added" if path not in old else "removed" if path not in new else "changed"
            said = zh("{what}：{before} → {after}", what=_FACTS.get(path, path),
                      before=_value(old.get(path)), after=_value(new.get(path)))  # fmt: skip
            yield Difference("facts", kind, said)


def _forms(before: Bundle, after: Bundle) -> Iterator[Difference]:
    for name in sorted({*before.forms, *after.forms}):
        old, new = before.forms.get(name), after.forms.get(name)
        if old is None and new is not None:
            yield Difference("forms", "added", zh("新增表单“{form}”", form=new.title or name))
        elif new is None and old is not None:
            yield Difference("forms", "removed", zh("删除表单“{form}”", form=old.title or name))
        elif old is not None and new is not None:
            yield from _fields(old, new)


def _fields(old: Form, new: Form) -> Iterator[Difference]:
    form = new.title or new.name
    one, other = ({node.dotted: node for node in each.root.walk() if node.dotted} for each in (old, new))
    for key in dict.fromkeys((*other, *one)):
        if key not in one:
            yield Difference(
                "forms", "added", zh("表单“{form}”新增“{field}”", form=form, field=other[key].label or key)
            )
        elif key not in other:
            yield Difference(
                "forms", "removed", zh("表单“{form}”删除“{field}”", form=form, field=one[key].label or key)
            )
        elif dataclasses.replace(one[key], children=()) != dataclasses.replace(other[key], children=()):
            said = zh("表单“{form}”改动“{field}”", form=form, field=other[key].label or key)
            if one[key].required != other[key].required:
                said = zh("表单“{form}”的“{field}”改为必填", form=form, field=other[key].label or key)
                if one[key].required:
                    said = zh("表单“{form}”的“{field}”改为选填", form=form, field=other[key].label or key)
            yield Difference("forms", "changed", said)


def _label(element: Element) -> str:
    return element.name or element.id


def _said(field: str, value: Any) -> Any:
    if value in (None, "", ()):
        return NOTHING
    if isinstance(value, tuple):
        return "、".join(value)
    names = _CODES.get(field, {})
    return zh(names[value]) if value in names else value


def _value(value: Any) -> Any:
    if value is None or value == "":
        return NOTHING
    days, unit = getattr(value, "days", None), getattr(value, "unit", None)
    if days is not None:
        return zh("{days} 个工作日", days=days) if unit == "workday" else zh("{days} 天", days=days)
    if isinstance(value, bool):
        return zh("是") if value else zh("否")
    if isinstance(value, tuple):
        return "、".join(str(one) for one in value)
    return str(value)


def _scenarios(before: Bundle, after: Bundle) -> Iterator[Difference]:
    """Scenarios are what publishing is held to, so who approves must see which of them were taken out."""
    old, new = _scenario_files(before), _scenario_files(after)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Difference("scenarios", "removed", zh("弃用测试情景“{title}”", title=_title(old[name], name)))
        elif name not in old:
            yield Difference("scenarios", "added", zh("新增测试情景“{title}”", title=_title(new[name], name)))
        elif old[name] != new[name]:
            yield Difference("scenarios", "changed", zh("修改测试情景“{title}”", title=_title(new[name], name)))


def _scenario_files(bundle: Bundle) -> dict[str, bytes]:
    return {name: data for name, data in bundle.files.items() if name.startswith("scenarios/")}


def _title(data: bytes, name: str) -> str:
    try:
        said = load_yaml(data.decode())
    except (Malformed, UnicodeDecodeError):
        said = None
    title = said.get("title") if isinstance(said, Mapping) else None
    return str(title or name.removeprefix("scenarios/").removesuffix(".yaml"))
