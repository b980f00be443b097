"""What the process says of each of its steps, read once per bundle from the properties of its file."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.definition import Definition
from engine.bpmn.model import Element, Lane


@dataclass(frozen=True)
class StepFacts:
    """The properties of one task (design vocabulary), with those of its lane."""

    element: str
    name: str
    stage: str = ""
    post: str = ""
    department: str = ""
    level: str = ""
    limit_workdays: int | None = None
    work: str = ""
    form: str | None = None
    separate_from: tuple[str, ...] = ()
    document: str | None = None
    approval: str = "single"
    item: str | None = None
    """What an instance of a multi-instance task is for: ``person`` or ``department``."""
    is_multiple: bool = False


def steps_of(definition: Definition) -> dict[str, StepFacts]:
    """Return the facts of every element by id, those of called processes included."""
    return {key: _facts(element, definition.lanes.get(key)) for key, element in definition.elements.items()}


def _facts(element: Element, lane: Lane | None) -> StepFacts:
    said = element.properties
    limit = said.get("limitWorkdays", "")
    return StepFacts(
        element=element.id,
        name=element.name or element.id,
        stage=said.get("stage", ""),
        post=said.get("post", ""),
        department=said.get("department") or (lane.department if lane else None) or "",
        level=(lane.level if lane else None) or "",
        limit_workdays=int(limit) if limit.isascii() and limit.isdigit() else None,
        work=said.get("work", ""),
        form=said.get("form") or None,
        separate_from=tuple(said.get("separateFrom", "").replace(",", " ").split()),
        document=said.get("document") or None,
        approval=said.get("approval", "single"),
        item=element.multi_instance.item if element.multi_instance else None,
        is_multiple=element.multi_instance is not None,
    )
