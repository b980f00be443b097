"""A matter's folder made of files in memory, so that a draft is judged by the gate that judges a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from engine.bpmn.checks import Problem
from engine.bpmn.model import BpmnError, Model
from engine.bpmn.read import read
from engine.matter import MatterFacts
from engine.strict import Malformed
from engine.text import Text, zh
from forms import Form
from processes.registry import Folder, functions_of

T = TypeVar("T")


def folder_of(key: str, files: Mapping[str, bytes]) -> tuple[Folder | None, tuple[Problem, ...]]:
    """Return the folder that ``files`` (names as in a bundle) make up, or none, and what could not be read.

    Nothing is raised for what a file holds: each that is missing or cannot be read is one problem. The functions are
    those registered for the matter, whatever the files name; parts that nothing calls are left out of ``called``.
    """
    problems: list[Problem] = []

    def attempt(name: str, make: Callable[[bytes], T]) -> T | None:
        if name not in files:
            problems.append(_problem(name, "file-missing", zh("缺少文件 {file}", file=name)))
            return None
        try:
            return make(files[name])
        except UnicodeDecodeError:
            problems.append(_problem(name, "file-unreadable", zh("{file} 不是 UTF-8 文字", file=name)))
        except (BpmnError, Malformed, ValueError, LookupError, TypeError, RecursionError) as error:
            why: Text | str = getattr(error, "text", str(error))
            problems.append(_problem(name, "file-unreadable", zh("{file} 读不出来：{why}", file=name, why=str(why))))
        return None

    model = attempt("process.bpmn", lambda data: read(data, "process.bpmn"))
    facts = attempt("matter.yaml", lambda data: MatterFacts.from_yaml(data.decode()))
    forms = {}
    for name in sorted(files):
        if name.startswith("forms/") and name.endswith(".schema.json"):
            form = name.removeprefix("forms/").removesuffix(".schema.json")
            forms[form] = attempt(name, _form_maker(form, files.get(f"forms/{form}.ui.json", b"{}")))
    parts: dict[str, Model] = {}
    for name in sorted(files):
        if name.startswith("shared/"):
            part = attempt(name, _part_reader(name))
            if part is not None:
                parts[part.main.id] = part
    if problems or model is None or facts is None:
        return None, tuple(problems)
    whole = {name: form for name, form in forms.items() if form is not None}
    called = _called(model, parts)
    return Folder(key, Path(key), dict(sorted(files.items())), facts, model, called, whole, functions_of(key)), ()


def _form_maker(form: str, ui: bytes) -> Callable[[bytes], Form]:
    return lambda data: Form.from_json(form, data.decode(), ui.decode())


def _part_reader(name: str) -> Callable[[bytes], Model]:
    return lambda data: read(data, name)


def _called(model: Model, parts: Mapping[str, Model]) -> dict[str, Model]:
    wanted, found = set(model.calls), {}
    while wanted:
        part = wanted.pop()
        if part in parts and part not in found:
            found[part] = parts[part]
            wanted |= set(parts[part].calls)
    return found


def _problem(file: str, rule: str, message: Text) -> Problem:
    return Problem(file, "", rule, message, "error")
