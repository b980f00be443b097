"""A BPMN file from another modeler in our form, with a report of all that was changed or does not run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.bpmn.limits import beyond_limits
from engine.bpmn.model import BpmnError
from engine.bpmn.read import parse, read
from engine.bpmn.xml import BPMN
from engine.text import zh
from processes.foreign_conditions import with_our_conditions
from processes.foreign_ids import with_our_ids
from processes.foreign_parts import not_run
from processes.foreign_remark import Remark


@dataclass(frozen=True)
class Brought:
    """The file in our form, and what is to be said of it in the order of the file; its layout is as it was."""

    xml: bytes
    remarks: tuple[Remark, ...]


def bring_in(xml: bytes, key: str) -> Brought:
    """Return a foreign file as the process of the matter ``key``.

    Everything stays in the file; ids become identifiers, the process that runs gets the matter's key and is marked as
    executable, conditions are written in our language where they compile. Raises BpmnError for what is no BPMN file,
    declares entities, or passes a limit of ``engine.bpmn.limits``.
    """
    model = read(xml)
    if said := beyond_limits(model):
        raise BpmnError(said)
    root = parse(xml)
    processes = list(root.iter(BPMN + "process"))
    main = processes[model.processes.index(model.main)]
    mapping, remarks = with_our_ids(root, main, key)
    remarks += _made_to_run(main)
    remarks += with_our_conditions(root, mapping)
    remarks += not_run(root, main)
    remarks += _comments(xml)
    return Brought(etree.tostring(root, xml_declaration=True, encoding="UTF-8"), tuple(remarks))


def _made_to_run(main: Any) -> list[Remark]:
    if main.get("isExecutable", "false").strip().lower() in ("true", "1"):
        return []
    main.set("isExecutable", "true")
    text = zh("流程原来没有标为可执行，已经标上。")
    return [Remark("changed", "isExecutable", main.get("id", ""), main.get("name", ""), text)]


def _comments(xml: bytes) -> list[Remark]:
    count = len(re.findall(rb"<!--", xml))
    if not count:
        return []
    return [Remark("changed", "<!-- -->", "", "", zh("文件里的 {count} 条 XML 注释没有带入。", count=count))]
