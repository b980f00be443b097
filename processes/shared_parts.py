"""The parts that any matter may call: those of ``processes/shared``, by the process that a call names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from engine.bpmn.model import BpmnError, Model
from engine.bpmn.read import read
from processes.registry import HERE, SHARED


@dataclass(frozen=True)
class SharedPart:
    """A shared part: the name of its file in a bundle, its content, and what it says."""

    file: str
    content: bytes
    model: Model

    @property
    def name(self) -> str:
        return self.model.main.name or self.model.main.id


@cache
def shared_parts() -> Mapping[str, SharedPart]:
    """Return the parts by the id of their process; they change with the software only."""
    found = {}
    for file in sorted((HERE / SHARED).glob("*.bpmn")):
        name, content = f"{SHARED}/{file.name}", file.read_bytes()
        part = SharedPart(name, content, read(content, name))
        found[part.model.main.id] = part
    return found


def parts_to_add(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the shared parts that the process among ``files`` calls, directly or not, and lacks."""
    try:
        wanted = set(read(files["process.bpmn"], "process.bpmn").calls)
    except (BpmnError, KeyError):
        return {}  # what cannot be read calls nothing; the gate says why
    added: dict[str, bytes] = {}
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        part = shared_parts().get(name)
        if part is None or name in seen:
            continue
        seen.add(name)
        if part.file not in files:
            added[part.file] = part.content
        wanted |= set(part.model.calls)
    return added
