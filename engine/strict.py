"""Read hand-written YAML into frozen dataclasses; refuse, in Chinese and by place, whatever does not fit."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import yaml

from engine.text import Text, zh

MAX_BYTES = 512 * 1024
T = TypeVar("T")

_NAMES = {str: "文字", int: "整数", bool: "true 或者 false", float: "数字"}


class Malformed(ValueError):
    """Data that does not fit: ``path`` is the place (``limits.promised``), ``text`` the reason."""

    def __init__(self, path: str, reason: Text) -> None:
        self.path = path
        self.text = reason
        super().__init__(f"{path or '全文'}：{reason}")


class _Loader(yaml.SafeLoader):
    """YAML without its traps: no duplicate keys, no aliases (they can blow up), dates stay text."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise Malformed(_place(event.start_mark), zh("不允许使用 YAML 的引用（*）"))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise Malformed(_place(key_node.start_mark), zh("键“{key}”不是文字", key=key))
            if key in seen:
                raise Malformed(_place(key_node.start_mark), zh("键“{key}”重复", key=key))
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


# YAML 1.1 reads "on" as true, "9:30" as 570 and "2026-03-02" as a date. Here only what looks like a
# number, a truth value or nothing to a person is one; what a date means is for the reader of the field.
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})\\Z"), _first)


def load_yaml(text: str) -> object:
    """Return the plain data in ``text`` (at most 512 KiB); raise Malformed for anything that is not plain."""
    if len(text.encode()) > MAX_BYTES:
        raise Malformed("", zh("超过 {limit} 字节", limit=MAX_BYTES))
    try:
        return cast(object, yaml.load(text, Loader=_Loader))  # noqa: S506 - a SafeLoader, made stricter
    except yaml.MarkedYAMLError as error:
        raise Malformed(_place(error.problem_mark), zh("不是有效的 YAML：{why}", why=error.problem)) from error
    except yaml.YAMLError as error:
        raise Malformed("", zh("不是有效的 YAML：{why}", why=error)) from error
    except RecursionError:
        raise Malformed("", zh("括号或者列表套得太深")) from None


def build(kind: type[T], data: object, path: str = "") -> T:
    """Return ``data`` as a ``kind``: a dataclass of scalars, Literal, tuple, Mapping, X | None, dataclasses.

    A field without a default must be there, an unknown key is refused, and nothing is converted:
    ``"7"`` is not an integer and ``1`` is not ``true``.
    """
    return cast(T, _value(kind, data, path))


def _value(kind: Any, data: object, path: str) -> object:
    origin = get_origin(kind)
    if dataclasses.is_dataclass(origin or kind):
        return _dataclass(kind, data, path)
    if origin is Literal:
        # bool is an int in Python, so membership alone would take True for 1.
        if not any(data == choice and type(data) is type(choice) for choice in get_args(kind)):
            choices = "、".join(str(choice) for choice in get_args(kind))
            raise Malformed(path, zh("“{value}”不在可选值（{choices}）之中", value=data, choices=choices))
        return data
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in get_args(kind) if argument is not type(None))
        return None if data is None else _value(inner, data, path)
    if origin is tuple:
        if not isinstance(data, list):
            raise Malformed(path, zh("应当是列表"))
        return tuple(_value(get_args(kind)[0], item, f"{path}[{n}]") for n, item in enumerate(data, 1))
    if origin is Mapping:
        return types.MappingProxyType(
            {key: _value(get_args(kind)[1], item, _join(path, key)) for key, item in _mapping(data, path).items()}
        )
    if kind in (object, Any):
        return data
    return _scalar(kind, data, path)


def _scalar(kind: Any, data: object, path: str) -> object:
    if type(data) is not kind:
        raise Malformed(path, zh("应当是{kind}，写的是“{value}”", kind=_NAMES.get(kind, str(kind)), value=data))
    if isinstance(data, str) and not data.strip():
        raise Malformed(path, zh("不能为空"))
    return data


def _dataclass(kind: Any, data: object, path: str) -> object:
    origin = get_origin(kind) or kind
    given = _mapping(data, path)
    hints = get_type_hints(origin)
    arguments = dict(zip(getattr(origin, "__parameters__", ()), get_args(kind), strict=False))
    fields = {field.name: field for field in dataclasses.fields(origin) if field.init}
    for key in given:
        if key not in fields:
            raise Malformed(_join(path, key), zh("没有这一项，可以写的是：{known}", known="、".join(fields)))
    values: dict[str, object] = {}
    for name, field in fields.items():
        if name in given:
            hint = arguments.get(hints[name], hints[name])
            values[name] = _value(hint, given[name], _join(path, name))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise Malformed(_join(path, name), zh("缺少这一项"))
    try:
        return origin(**values)
    except Malformed as error:  # raised by __post_init__, which does not know where it stands
        raise Malformed(_join(path, error.path) if error.path else path, error.text) from error


def _mapping(data: object, path: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise Malformed(path, zh("应当是键和值的列表"))
    return cast("dict[str, object]", data)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _place(mark: Any) -> str:
    return f"第 {mark.line + 1} 行" if mark is not None else ""
