"""A published bundle: all files of a matter under one hash, and what can be made of them.

The hash is SHA-256 over the sorted file names and contents, each with its length, so that it is the
same wherever the folder lies and whichever machine packs it.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import orjson

from engine.bpmn.definition import Definition, compile_definition
from engine.bpmn.model import Model
from engine.bpmn.read import read
from engine.branches import Branch, branches_of
from engine.matter import MatterFacts
from engine.steps import StepFacts, steps_of
from forms import Form


def hash_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 that names this content."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def pack_files(key: str, files: Mapping[str, bytes]) -> bytes:
    """Return the files of a matter as the database keeps them."""
    encoded = {name: base64.b64encode(data).decode() for name, data in files.items()}
    return zlib.compress(orjson.dumps({"key": key, "files": encoded}, option=orjson.OPT_SORT_KEYS))


def unpack_files(content: bytes) -> tuple[str, dict[str, bytes]]:
    """Return key and files of what ``pack_files`` made; raises ValueError where it did not make this."""
    try:
        raw = orjson.loads(zlib.decompress(content))
        return raw["key"], {name: base64.b64decode(data) for name, data in raw["files"].items()}
    except (zlib.error, ValueError, LookupError, TypeError, AttributeError) as problem:
        raise ValueError("事项包的内容已损坏") from problem


@dataclass(frozen=True)
class Bundle:
    """A matter's folder as one immutable value.

    ``files`` maps names to contents: ``process.bpmn``, ``matter.yaml``, ``shared/<part>.bpmn``,
    ``forms/<form>.schema.json`` and ``forms/<form>.ui.json``, ``functions.txt`` with a name a line.
    """

    key: str
    files: Mapping[str, bytes]
    sha256: str
    version: int | None = None
    """The number it was published under; none before that."""

    @classmethod
    def of(cls, key: str, files: Mapping[str, bytes], version: int | None = None) -> Bundle:
        return cls(key, dict(files), hash_of(files), version)

    def pack(self) -> bytes:
        """Return the content for the database."""
        return pack_files(self.key, self.files)

    @classmethod
    def unpack(cls, content: bytes, sha256: str, version: int | None = None) -> Bundle:
        """Return the bundle; raises ValueError where the content is not what the hash names."""
        key, files = unpack_files(content)
        if hash_of(files) != sha256:
            raise ValueError("事项包的内容与其校验值不符")
        return cls(key, files, sha256, version)

    @cached_property
    def model(self) -> Model:
        return read(self.files["process.bpmn"], "process.bpmn")

    @cached_property
    def called(self) -> dict[str, Model]:
        """The models of the parts that the process calls, by process id."""
        parts = {}
        for name, data in self.files.items():
            if name.startswith("shared/") and name.endswith(".bpmn"):
                part = read(data, name)
                parts[part.main.id] = part
        return parts

    @cached_property
    def definition(self) -> Definition:
        return compile_definition(self.model, self.called)

    @cached_property
    def steps(self) -> dict[str, StepFacts]:
        """What the process says of each of its steps."""
        return steps_of(self.definition.parts)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """The departments' own decisions, for a matter that several decide together."""
        return branches_of(self.definition.parts[0], self.steps)

    @cached_property
    def facts(self) -> MatterFacts:
        return MatterFacts.from_yaml(self.files["matter.yaml"].decode())

    @cached_property
    def forms(self) -> dict[str, Form]:
        """The forms by name."""
        found = {}
        for name, data in self.files.items():
            if name.startswith("forms/") and name.endswith(".schema.json"):
                form = name.removeprefix("forms/").removesuffix(".schema.json")
                ui = self.files.get(f"forms/{form}.ui.json", b"{}")
                found[form] = Form.from_json(form, data.decode(), ui.decode())
        return found

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The names of the registered functions that the process may call."""
        return tuple(self.files.get("functions.txt", b"").decode().split())
