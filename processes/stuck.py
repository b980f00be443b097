"""Why a run cannot go on at a node: which step has not answered, which field is empty, which answer fits no way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn.expressions import ExpressionError, compile_expression
from engine.bpmn.expressions.nodes import Call, Comparison, Constant, Items, Junction, Name, Node, Not
from engine.bpmn.model import Element, Model
from engine.bpmn.play import Incident
from engine.text import Text, zh
from forms.node import Node as Field
from processes.registry import Folder

APPLICATION = "application"
_KEY_ERROR = re.compile(r"(?:KeyError: )?'([^']+)'")


def why_stuck(folder: Folder, incident: Incident) -> Text:
    """Return where and why a run stopped, in the names that the designer gave."""
    return _Telling(folder, incident).sentence()


class _Telling:
    def __init__(self, folder: Folder, incident: Incident) -> None:
        self._folder, self._incident, self._view = folder, incident, incident.view
        self._models: Sequence[Model] = (folder.model, *folder.called.values())
        processes = [process for model in self._models for process in model.processes]
        self._elements: Mapping[str, Element] = {key: one for each in processes for key, one in each.elements.items()}

    def sentence(self) -> Text:
        """Return the whole sentence."""
        return zh("演练走到“{element}”不能继续：{why}", element=self._step(self._incident.element), why=self._why())

    def _why(self) -> Text:
        element = self._elements.get(self._incident.element)
        if element is not None and element.function:
            return self._function(element)
        wanted: dict[str, list[str]] = {}
        for condition in self._conditions():
            for name, constants in _compared(condition):
                wanted.setdefault(name, []).extend(one for one in constants if one not in wanted.get(name, ()))
        missing = [said for name in wanted if (said := self._missing(name)) is not None]
        if missing:
            return _joined(missing)
        if found := [self._answered(name, constants) for name, constants in wanted.items()]:
            return zh("没有一条路走得通：{found}", found=_joined(found))
        return Text("{why}", {"why": self._incident.reason})

    def _conditions(self) -> Iterator[Node]:
        for model in self._models:
            for process in model.processes:
                for flow in process.flows.values():
                    if flow.source == self._incident.element and flow.condition:
                        try:
                            yield compile_expression(flow.condition).node
                        except ExpressionError:
                            continue

    def _function(self, element: Element) -> Text:
        name = element.function or ""
        if name not in self._folder.functions:
            return zh("函数“{name}”没有登记，情景里也没有写这一步的答案", name=name)
        if key := _KEY_ERROR.search(self._incident.reason):
            missing = self._missing(key[1])
            return missing or zh("函数“{name}”要用的“{key}”没有值", name=name, key=key[1])
        return Text("{why}", {"why": self._incident.reason})

    def _missing(self, name: str) -> Text | None:
        head, _dot, path = name.partition(".")
        if head not in self._view:
            known = head in self._elements or head == APPLICATION
            return zh("步骤“{step}”还没有答复", step=self._step(head)) if known else zh("“{name}”没有值", name=name)
        if path and self._value(name) is None:
            return zh("“{step}”没有填“{field}”", step=self._step(head), field=self._field(head, path))
        return None

    def _answered(self, name: str, constants: Sequence[str]) -> Text:
        head, _dot, path = name.partition(".")
        value = self._value(name)
        given = value if isinstance(value, list) else [value]
        said = _listed([self._title(head, path, str(one)) for one in given])
        step, field = self._step(head), self._field(head, path)
        if not constants:
            return zh("“{step}”的“{field}”填的是{given}", step=step, field=field, given=said)
        return zh(
            "“{step}”的“{field}”填的是{given}，条件要的是{wanted}",
            step=step,
            field=field,
            given=said,
            wanted=_listed([self._title(head, path, one) for one in constants]),
        )

    def _value(self, name: str) -> object:
        head, *path = name.split(".")
        return _within(self._view.get(head), path)

    def _step(self, head: str) -> str:
        element = self._elements.get(head)
        if element is None:
            return str(zh("申请表")) if head == APPLICATION else head
        return element.name or head

    def _field(self, head: str, path: str) -> str:
        node = self._node(head, path)
        return node.label if node is not None else path

    def _title(self, head: str, path: str, value: str) -> str:
        node = self._node(head, path)
        titles = {str(constant): title for constant, title in node.choices} if node is not None else {}
        return f"{titles[value]}（{value}）" if value in titles and titles[value] != value else value

    def _node(self, head: str, path: str) -> Field | None:
        element = self._elements.get(head)
        name = APPLICATION if element is None else element.properties.get("form", "").strip()
        form = self._folder.forms.get(name)
        return form.root.find(tuple(path.split("."))) if form is not None and path else None


def _within(value: object, path: Sequence[str]) -> object:
    if isinstance(value, list):
        found = [_within(one, path) for one in value]
        return [one for one in found if one is not None] or None
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _compared(node: Node) -> Iterator[tuple[str, list[str]]]:
    """Yield each name that a condition reads, with the constants that it is compared with."""
    if isinstance(node, Not):
        yield from _compared(node.operand)
    elif isinstance(node, Junction):
        for operand in node.operands:
            yield from _compared(operand)
    elif isinstance(node, Comparison | Call):
        parts = (node.first, *(one for _sign, one in node.rest)) if isinstance(node, Comparison) else node.arguments
        constants = [one for part in parts for one in _constants(part)]
        for part in parts:
            if isinstance(part, Name):
                yield part.dotted, constants
            else:
                yield from _compared(part)
    elif isinstance(node, Name):
        yield node.dotted, []


def _constants(node: Node) -> list[str]:
    if isinstance(node, Items):
        return [one for item in node.items for one in _constants(item)]
    return [str(node.value)] if isinstance(node, Constant) else []


def _listed(texts: Sequence[str]) -> str:
    return "、".join(f"“{one}”" for one in texts)


def _joined(texts: Sequence[Text]) -> Text:
    joined = texts[0]
    for one in texts[1:]:
        joined = zh("{one}；{other}", one=joined, other=one)
    return joined
