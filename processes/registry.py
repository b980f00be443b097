"""Find the folders of matters and read one into memory, strictly.

A matter lies in two folders of one root: ``processes/<key>`` (``process.bpmn``, ``matter.yaml``,
``scenarios/*.yaml``, ``functions.py`` if it needs one) and ``forms/<key>`` (``<form>.schema.json`` and
``<form>.ui.json``). Parts that several matters call lie in ``processes/shared``.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.bpmn.model import BpmnError, Model
from engine.bpmn.read import read
from engine.errors import Invalid
from engine.matter import MatterFacts
from engine.strict import Malformed
from engine.text import Text, zh
from forms import Form

HERE = Path(__file__).resolve().parent
SHARED = "shared"
_KEY = re.compile(r"[a-z_][a-z0-9_]*")
_PLAIN = frozenset(("process.bpmn", "matter.yaml", "functions.py", "functions.txt"))

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Folder:
    """A matter as it lies on the disk: files under the names they have in a bundle, and what they say."""

    key: str
    path: Path
    files: Mapping[str, bytes]
    facts: MatterFacts
    model: Model
    called: Mapping[str, Model]
    """The parts that the process calls, and what they call, by process id."""
    forms: Mapping[str, Form]
    functions: Functions


def folders(root: Path = HERE) -> tuple[Path, ...]:
    """Return the folders of all matters under ``root``, by key."""
    return tuple(sorted(path.parent for path in root.glob("*/process.bpmn") if path.parent.name != SHARED))


def load_folder(path: Path) -> Folder:
    """Read the folder of one matter; raise Invalid, naming file and place, for whatever does not fit."""
    path = Path(path).resolve()
    key = path.name
    if not _KEY.fullmatch(key):
        raise Invalid(zh("文件夹名“{key}”不是标识符（小写字母、数字、下划线）", key=key))
    files = dict(sorted(_own_files(path)))
    for name in ("process.bpmn", "matter.yaml"):
        if name not in files:
            raise Invalid(zh("{key} 缺少 {name}", key=key, name=name))
    with _naming("process.bpmn"):
        model = read(files["process.bpmn"], "process.bpmn")
    with _naming("matter.yaml"):
        facts = MatterFacts.from_yaml(_text("matter.yaml", files["matter.yaml"]))
    called = {}
    for part, (name, data) in _called_parts(model, path.parent / SHARED).items():
        files[name] = data
        called[part] = read(data, name)
    for name, data in _form_files(path.parent.parent / "forms" / key):
        files[name] = data
    functions = functions_of(key)
    if functions:
        files["functions.txt"] = "".join(f"{name}\n" for name in sorted(functions)).encode()
    return Folder(key, path, dict(sorted(files.items())), facts, model, called, _forms(files), functions)


def functions_of(key: str) -> Functions:
    """Return a matter's registered functions: ``FUNCTIONS`` of ``processes/<key>/functions.py``, or none.

    Code is only ever taken from this package, never from the folder that is read: a folder that somebody
    brings along can name functions but not carry them.
    """
    module = f"{__package__}.{key}.functions"
    if not (HERE / key / "functions.py").is_file() or importlib.util.find_spec(module) is None:
        return {}
    return dict(importlib.import_module(module).FUNCTIONS)


def _own_files(path: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_dir() or "__pycache__" in file.parts:
            continue
        if file.is_symlink() or not (name in _PLAIN or re.fullmatch(r"scenarios/[a-z0-9_]+\.yaml", name)):
            raise Invalid(zh("{key} 里有不认识的文件 {name}", key=path.name, name=name))
        if name not in ("functions.py", "functions.txt"):
            yield name, file.read_bytes()


def _form_files(path: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(path.glob("*")):
        if not re.fullmatch(r"[a-z0-9_]+\.(schema|ui)\.json", file.name) or file.is_symlink():
            raise Invalid(zh("forms/{key} 里有不认识的文件 {name}", key=path.name, name=file.name))
        yield f"forms/{file.name}", file.read_bytes()


def _forms(files: Mapping[str, bytes]) -> dict[str, Form]:
    found = {}
    for name, data in files.items():
        if name.endswith(".schema.json"):
            form = name.removeprefix("forms/").removesuffix(".schema.json")
            ui = f"forms/{form}.ui.json"
            with _naming(name):
                found[form] = Form.from_json(form, _text(name, data), _text(ui, files.get(ui, b"{}")))
    return found


def _called_parts(model: Model, shared: Path) -> dict[str, tuple[str, bytes]]:
    """Return name and content of every part that ``model`` calls, directly or not, by process id."""
    wanted = set(model.calls)
    if not wanted:
        return {}
    parts: dict[str, tuple[str, bytes, Model]] = {}
    for file in sorted(shared.glob("*.bpmn")):
        name, data = f"{SHARED}/{file.name}", file.read_bytes()
        with _naming(name):
            part = read(data, name)
        parts[part.main.id] = (name, data, part)
    found: dict[str, tuple[str, bytes]] = {}
    while wanted:
        part_id = wanted.pop()
        if part_id in parts and part_id not in found:
            name, data, part = parts[part_id]
            found[part_id] = (name, data)
            wanted |= part.calls
    return found  # a part that is called but not there is for the checker to report


class _naming:
    """Turn what a reader raises into Invalid, with the name of the file in front."""

    def __init__(self, file: str) -> None:
        self._file = file

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Malformed):
            raise Invalid(zh("{file}：{why}", file=self._file, why=str(error))) from error
        if isinstance(error, BpmnError | ValueError):
            why: Text | str = getattr(error, "text", str(error))
            raise Invalid(zh("{file}：{why}", file=self._file, why=str(why))) from error


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Invalid(zh("{file} 不是 UTF-8 文字", file=name)) from error
