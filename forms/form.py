"""A form: read once with all its checks, then asked for fields, submissions and views."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from engine.text import Text, zh
from forms.checking import check
from forms.coercion import entered_text
from forms.errors import FormError
from forms.field import Field, FieldMaker, entered_of
from forms.node import ITEM, Node
from forms.quick_check import QuickCheck
from forms.read_only import read_only
from forms.reading import read_form
from forms.submission import Submission, apply_action, parse, values_entered
from forms.visibility import Visibility
from forms.vocabulary import MAX_BYTES

SCHEMA_SUFFIX = ".schema.json"
UI_SUFFIX = ".ui.json"


@dataclass(frozen=True)
class Form:
    """A form named ``key``: a JSON Schema 2020-12 for the values and a ui schema for the page.

    Making one raises FormError with every problem of the definition: unknown keywords, formats and widgets,
    reserved names, conditions that lead nowhere.
    """

    key: str
    schema: Mapping[str, Any]
    ui: Mapping[str, Any] = field(default_factory=dict)
    root: Node = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", read_form(self.key, self.schema, self.ui))

    @classmethod
    def from_json(cls, key: str, schema_text: str, ui_text: str = "{}") -> Form:
        """Build a form from the texts of its two files."""
        return _form(key, schema_text, ui_text)

    @classmethod
    def load(cls, folder: Path, name: str) -> Form:
        """Read ``name``.schema.json and ``name``.ui.json from ``folder``; the ui schema may be missing."""
        key = f"{folder.name}/{name}"
        schema, ui = folder / f"{name}{SCHEMA_SUFFIX}", folder / f"{name}{UI_SUFFIX}"
        if not schema.is_file():
            raise FormError(key, [zh("没有文件 {file}", file=schema.name)])
        ui_text = ui.read_text("utf-8") if ui.is_file() else "{}"
        return cls.from_json(key, schema.read_text("utf-8"), ui_text)

    @classmethod
    def load_folder(cls, folder: Path) -> dict[str, Form]:
        """Read every form of a matter's folder, by name."""
        names = sorted(path.name.removesuffix(SCHEMA_SUFFIX) for path in folder.glob(f"*{SCHEMA_SUFFIX}"))
        return {name: cls.load(folder, name) for name in names}

    @property
    def title(self) -> str:
        """Return the title of the form."""
        return self.root.label

    @property
    def names(self) -> frozenset[str]:
        """Return the dotted names of all fields and groups, as conditions of a process may read them."""
        return frozenset(node.dotted for node in self.root.walk() if node.dotted)

    @property
    def materials(self) -> dict[str, str]:
        """Return the guide material of each file field that is bound to one, by dotted name."""
        return {node.dotted: node.material for node in self.root.walk() if node.material is not None}

    @cached_property
    def takes_files(self) -> bool:
        """Tell whether any field is for files."""
        return any(node.widget == "file" for node in self.root.walk())

    @cached_property
    def names_people(self) -> bool:
        """Tell whether any field is for choosing colleagues."""
        return any(node.widget == "person" for node in self.root.walk())

    @property
    def defaults(self) -> dict[str, tuple[str, ...]]:
        """Return what an untouched form starts with, as texts."""
        fixed = [node for node in self.root.walk() if node.default is not None and ITEM not in node.path]
        return {node.dotted: (entered_text(node, node.default),) for node in fixed}

    def fields(
        self,
        entered: Mapping[str, Sequence[str]] | None = None,
        *,
        choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    ) -> tuple[Field, ...]:
        """Return the fields to be shown, with the texts ``entered`` so far, None for an untouched form.

        ``choices`` gives (value, label) pairs for fields whose choices the schema does not know, such as
        colleagues, by dotted name.
        """
        texts = self.defaults if entered is None else entered
        visibility = Visibility(self.root, values_entered(self.root, texts))
        return FieldMaker(self.root, texts, visibility, choices or {}).children(self.root, ())

    def parse(
        self,
        raw: Mapping[str, Sequence[str]],
        files: Mapping[str, Sequence[str]] | None = None,
        *,
        ignore: Collection[str] = (),
    ) -> Submission:
        """Return what was posted as typed values with problems by path.

        ``files`` holds the ids of stored attachments by field; ``ignore`` the names that belong to the page, not
        to the form (token, action). Every other undeclared name is a problem.
        """
        return parse(self.root, raw, files or {}, ignore, self.check)

    def check(self, values: Mapping[str, Any]) -> dict[str, Text]:
        """Return the problems of typed values by path; none if they may enter a case."""
        return {} if self._quick.passes(values) else check(self.root, values)

    @cached_property
    def _quick(self) -> QuickCheck:
        return QuickCheck(self.root)

    def entered(self, values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """Return typed values as the texts that a page shows in the inputs."""
        return entered_of(self.root, values)

    def apply_action(self, raw: Mapping[str, Sequence[str]], action: str) -> dict[str, list[str]]:
        """Return what was posted after ``add:PATH`` or ``del:PATH:NUMBER``, to be shown again."""
        return apply_action(self.root, raw, action)

    def read_only(
        self, values: Mapping[str, Any], *, names: Mapping[str, str] | None = None, masked: bool = False
    ) -> tuple[tuple[str, str], ...]:
        """Return (label, text) of every answered field, for a view to be read and not filled in."""
        return read_only(self.root, values, names or {}, masked)


@lru_cache(maxsize=256)
def _form(key: str, schema_text: str, ui_text: str) -> Form:
    """Return the form of two texts; folder and bundle read the same ones, and the checks take their time."""
    return Form(key, _read_json(key, schema_text), _read_json(key, ui_text))


def _read_json(key: str, text: str) -> dict[str, Any]:
    if len(text.encode()) > MAX_BYTES:
        raise FormError(key, [zh("表单文件太大")])
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise FormError(key, [zh("不是合法的JSON：{problem}", problem=str(problem))]) from None
    if not isinstance(value, dict):
        raise FormError(key, [zh("表单文件的最外层应是对象")])
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("同一层有重复的名称")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"不允许 {name}")
