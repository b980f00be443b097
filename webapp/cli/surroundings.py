"""What belongs to a BPMN file on the disk: the parts it calls and, for a matter, its forms and functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.bpmn.model import BpmnError, Model
from engine.bpmn.read import read
from engine.errors import Invalid
from processes import registry
from webapp.cli.inputs import read_bytes, require_text
from webapp.cli.mistakes import Mistake


@dataclass(frozen=True)
class Surroundings:
    """Called models by process id; field paths by form, and functions, where they are known.

    ``folder`` is the matter whose flow the file is, if its folder can be read.
    """

    called: Mapping[str, Model] = field(default_factory=dict)
    forms: Mapping[str, set[str]] | None = None
    functions: registry.Functions | None = None
    folder: registry.Folder | None = None


def read_model(path: Path) -> Model:
    """Read a BPMN file; raises BpmnError for what is no BPMN, Mistake for what cannot be read at all."""
    return read(read_bytes(path), str(path))


def readable_model(path: Path) -> Model:
    """Read a BPMN file; raises Mistake for whatever is none."""
    content = read_bytes(path)
    require_text(path, content)
    try:
        return read(content, str(path))
    except BpmnError as problem:
        line = f"第 {problem.line} 行：" if problem.line else ""
        raise Mistake(f"{path}：{line}{problem.text}") from None


def surroundings(path: Path, model: Model) -> Surroundings:
    """Return what is known beside the file; a matter's folder knows all, any other file its neighbours."""
    if path.name == "process.bpmn" and (path.parent / "matter.yaml").is_file():
        try:
            folder = registry.load_folder(path.parent)
        except (Invalid, OSError):
            # What is wrong with the rest of the folder is for `banjian publish` to say.
            return Surroundings(neighbours(path, model))
        fields = {name: set(form.names) for name, form in folder.forms.items()}
        return Surroundings(folder.called, fields, folder.functions, folder)
    return Surroundings(neighbours(path, model))


def neighbours(path: Path, model: Model) -> dict[str, Model]:
    """Return the processes that ``model`` calls, directly or not, from the files beside it."""
    wanted = set(model.calls)
    if not wanted:
        return {}
    mains: dict[str, Model] = {}
    others: dict[str, Model] = {}
    for folder in (path.parent, path.parent / "shared", path.parent.parent / "shared"):
        for file in sorted(folder.glob("*.bpmn")):
            if file.resolve() == path.resolve():
                continue
            try:
                part = read_model(file)
            except (BpmnError, Mistake):
                continue  # another file than the one asked about
            mains.setdefault(part.main.id, part)
            for process in part.processes:
                others.setdefault(process.id, part)
    # The file that is for a process goes before one in which it merely stands too.
    parts = others | mains
    found: dict[str, Model] = {}
    while wanted:
        name = wanted.pop()
        if name in parts and name not in found:
            found[name] = parts[name]
            wanted |= parts[name].calls
    return found
