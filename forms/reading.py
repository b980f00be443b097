"""Read a schema and its ui schema into a tree of nodes, refusing what pages and checks would not honour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from engine.text import Text, zh
from forms import vocabulary as words
from forms.conditions import Condition, Constant, read_condition
from forms.errors import FormError
from forms.formats import FORMATS, date_problem
from forms.links import check_links
from forms.node import ITEM, Kind, Node

Json = Mapping[str, Any]

_ORDERED = (
    ("minLength", "maxLength"),
    ("minimum", "maximum"),
    ("minItems", "maxItems"),
    ("formatMinimum", "formatMaximum"),
)
LEAF_KINDS: dict[str, Kind] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}


def read_form(key: str, schema: Json, ui: Json) -> Node:
    """Return the root group of the form; raise FormError with every problem found."""
    try:
        Draft202012Validator.check_schema(dict(schema))
        Draft202012Validator(words.UI_SCHEMA).validate(dict(ui))
    except (SchemaError, ValidationError) as error:
        place = ".".join(str(step) for step in error.absolute_path)
        raise FormError(key, [zh("不是合法的表单定义：{place} {reason}", place=place, reason=error.message)]) from None
    reader = _Reader()
    if schema.get("$schema", words.DIALECT) != words.DIALECT:
        reader.report((), zh("只支持 JSON Schema 2020-12"))
    if schema.get("type") != "object":
        raise FormError(key, [zh("表单最外层的 type 必须是 object")])
    root = reader.group((), schema, ui, required=False)
    reader.problems.extend(check_links(root))
    if reader.problems:
        raise FormError(key, reader.problems)
    return root


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Text] = []

    def report(self, path: tuple[str, ...], text: Text) -> None:
        self.problems.append(zh("{place}：{problem}", place=".".join(path) or "表单", problem=text))

    def node(self, path: tuple[str, ...], schema: Json, ui: Json, required: bool) -> Node:
        """Return the node for one property; unknown types are reported and read as text."""
        if not isinstance(schema, Mapping):
            self.report(path, zh("应是对象"))
            schema = {}
        written = schema.get("type")
        if not isinstance(written, str) or written not in words.KEYWORDS:
            self.report(path, zh("type 应为 object、array、string、integer、number、boolean 之一"))
            written = "string"
        self.keywords(path, schema, ui, written)
        if written == "object":
            return self.group(path, schema, ui, required)
        if written == "array":
            items = schema.get("items")
            if isinstance(items, Mapping) and items.get("type") == "object":
                return self.repeat(path, schema, items, ui, required)
            return self.leaf(path, "list", schema, ui, required, items if isinstance(items, Mapping) else {})
        return self.leaf(path, LEAF_KINDS[written], schema, ui, required, schema)

    def keywords(self, path: tuple[str, ...], schema: Json, ui: Json, kind: str) -> None:
        for keyword in schema.keys() - words.KEYWORDS[kind] - words.ANNOTATIONS:
            self.report(path, zh("不支持关键字 {keyword}", keyword=keyword))
        for entry in ui:
            if entry.startswith("ui:") and entry not in words.UI_KEYS:
                self.report(path, zh("不认识的界面设置 {keyword}", keyword=entry))
        if path and "ui:sections" in ui:
            self.report(path, zh("ui:sections 只能在最外层"))
        if not isinstance(schema.get("title"), str) or not schema["title"].strip():
            self.report(path, zh("缺少标题 title"))
        if schema.get("additionalProperties", False) is not False:
            self.report(path, zh("additionalProperties 只能是 false"))

    def group(self, path: tuple[str, ...], schema: Json, ui: Json, required: bool) -> Node:
        if not path:
            self.keywords(path, schema, ui, "object")
        if len(path) > words.MAX_DEPTH:
            self.report(path, zh("层次太深，最多{most}层", most=words.MAX_DEPTH))
        properties: Json = schema.get("properties", {})
        if not properties:
            self.report(path, zh("没有任何字段"))
        needed = set(schema.get("required", ()))
        for name in needed - properties.keys():
            self.report(path, zh("required 中的 {name} 没有定义", name=name))
        for name in ui:
            if not name.startswith("ui:") and name not in properties:
                self.report(path, zh("界面设置中的 {name} 没有定义", name=name))
        sections = self.sections(path, ui)
        children = []
        for name in self.order(path, properties, ui):
            if not words.NAME.fullmatch(name) or name in words.RESERVED:
                self.report((*path, name), zh("字段名不可用：须以小写字母开头，且不是保留名"))
            own = ui.get(name, {})
            child = self.node((*path, name), properties[name], own, name in needed)
            children.append(replace(child, section=sections.get(name, "")))
        return self.build(path, "group", "group", schema, ui, required, children=tuple(children))

    def sections(self, path: tuple[str, ...], ui: Json) -> dict[str, str]:
        """Return the heading of each field; sections are for the eye and leave the values flat."""
        headings: dict[str, str] = {}
        for section in ui.get("ui:sections", ()):
            headings |= dict.fromkeys(section["fields"], str(section["title"]))
        return headings

    def order(self, path: tuple[str, ...], properties: Json, ui: Json) -> list[str]:
        listed = [*self.sections(path, ui)] if "ui:sections" in ui else [*properties]
        order = ui.get("ui:order", listed)
        if sorted(order) == sorted(properties):
            return list(order)
        self.report(path, zh("ui:order 或 ui:sections 须恰好列出全部字段"))
        return list(properties)

    def repeat(self, path: tuple[str, ...], schema: Json, items: Json, ui: Json, required: bool) -> Node:
        if ITEM in path:
            self.report(path, zh("可增减的一组中不能再有可增减的一组"))
        own = ui.get("items", {})
        labelled = {"title": schema.get("title", ""), **items}
        self.keywords((*path, ITEM), labelled, own, "object")
        item = self.group((*path, ITEM), labelled, own, required=True)
        limits = {name: schema[name] for name in ("minItems", "maxItems", "uniqueItems") if name in schema}
        limits.setdefault("maxItems", words.MAX_ITEMS)
        return self.build(path, "repeat", "repeat", schema, ui, required, children=(item,), limits=limits)

    def leaf(self, path: tuple[str, ...], kind: Kind, schema: Json, ui: Json, required: bool, chosen: Json) -> Node:
        """Return the node of a field; ``chosen`` is the schema that holds the choices (a list's items)."""
        if kind == "list" and chosen.get("type") != "string":
            self.report(path, zh("列表的成员只能是 string 或 object"))
        if kind == "list":
            for keyword in chosen.keys() - words.MEMBER_KEYWORDS - words.ANNOTATIONS:
                self.report(path, zh("不支持关键字 {keyword}", keyword=keyword))
        for entry in ui:
            if not entry.startswith("ui:"):
                self.report(path, zh("不认识的界面设置 {keyword}", keyword=entry))
        choices = self.choices(path, kind, chosen)
        widget = ui.get("ui:widget") or self.default_widget(kind, schema, bool(choices))
        self.check_widget(path, kind, widget, schema, choices)
        limits = {name: value for name, value in schema.items() if name not in words.ANNOTATIONS}
        limits.pop("oneOf", None)
        if kind == "list":
            member: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": words.MAX_LENGTH}
            if choices:
                member["enum"] = [constant for constant, _ in choices]
            limits = {"minItems": 1, "maxItems": words.MAX_ITEMS, **limits, "items": member}
        elif choices and kind != "boolean":
            limits["enum"] = [constant for constant, _ in choices]
        for low, high in _ORDERED:
            if low in schema and high in schema and _crossed(schema[low], schema[high]):
                self.report(path, zh("{low} 大于 {high}，没有一个答案合适", low=low, high=high))
        if kind == "string":
            limits.setdefault("minLength", 1)
            limits.setdefault("maxLength", words.MAX_LENGTHS.get(widget, words.MAX_LENGTH))
            if not words.pattern_is_safe(limits.get("pattern", "")):
                self.report(path, zh("pattern 不可用：不能编译，或者可能使匹配无法及时结束"))
            for keyword in ("formatMinimum", "formatMaximum"):
                if keyword in limits and (limits.get("format") != "date" or date_problem(str(limits[keyword]))):
                    self.report(path, zh("{keyword} 要写日期，而且只用于日期", keyword=keyword))
            if limits.get("format", "date") not in FORMATS:
                self.report(path, zh("不认识的格式 {format}", format=limits["format"]))
        return self.build(path, kind, widget, schema, ui, required, choices=choices, limits=limits)

    def choices(self, path: tuple[str, ...], kind: Kind, schema: Json) -> tuple[tuple[Constant, str], ...]:
        if kind == "boolean":
            return ((True, "是"), (False, "否"))
        if "enum" in schema:
            if not all(_is_of(kind, constant) for constant in schema["enum"]):
                self.report(path, zh("选项须与字段的类型一致"))
                return ()
            return tuple((constant, str(constant)) for constant in schema["enum"])
        choices: list[tuple[Constant, str]] = []
        for one in schema.get("oneOf", ()):
            if not isinstance(one, Mapping) or set(one) != {"const", "title"}:
                self.report(path, zh("oneOf 的每一项须恰好有 const 和 title"))
            elif not _is_of(kind, one["const"]):
                self.report(path, zh("选项的 const 须与字段的类型一致"))
            else:
                choices.append((one["const"], str(one["title"])))
        if len({constant for constant, _ in choices}) < len(choices):
            self.report(path, zh("选项重复"))
        return tuple(choices)

    def default_widget(self, kind: Kind, schema: Json, has_choices: bool) -> str:
        if schema.get("format") in words.FORMAT_WIDGETS:
            return str(schema["format"])
        if kind in ("string", "integer") and has_choices:
            return "radio"
        return words.WIDGETS[kind][0]

    def check_widget(
        self, path: tuple[str, ...], kind: Kind, widget: str, schema: Json, choices: tuple[Any, ...]
    ) -> None:
        if widget not in words.WIDGETS[kind]:
            self.report(path, zh("控件 {widget} 不认识，或者与类型不符", widget=widget))
        elif widget in words.FORMAT_WIDGETS and schema.get("format") != widget:
            self.report(path, zh("控件 {widget} 要求 format 为 {widget}", widget=widget))
        elif (widget in words.CHOICE_WIDGETS) is not bool(choices) and kind != "boolean":
            self.report(path, zh("控件 {widget} 与有没有选项不符", widget=widget))
        elif widget == "file" and ITEM in path:
            self.report(path, zh("可增减的一组中不能上传文件"))

    def build(
        self,
        path: tuple[str, ...],
        kind: Kind,
        widget: str,
        schema: Json,
        ui: Json,
        required: bool,
        **more: Any,
    ) -> Node:
        if ui.get("ui:sensitive", "name") not in words.SENSITIVE:
            self.report(path, zh("ui:sensitive 应为 name、id-number、phone、address 之一"))
        for name in ("ui:material", "ui:accept", "ui:maxBytes"):
            if name in ui and widget != "file":
                self.report(path, zh("只有上传文件的字段可以有 {name}", name=name))
        if not isinstance(schema.get("default", ""), str | int | float | bool):
            self.report(path, zh("default 应是文字、数字或者是否"))
        default_sensitive = widget if widget in ("id-number", "phone") else None
        return Node(
            path=path,
            kind=kind,
            widget=widget,
            label=str(schema.get("title", "")),
            required=required,
            hint=str(ui.get("ui:help", schema.get("description", ""))),
            placeholder=str(ui.get("ui:placeholder", "")),
            unit=str(ui.get("ui:unit", "")),
            default=schema.get("default"),
            message=str(ui.get("ui:message", "")),
            show_if=self.condition(path, ui, "ui:showIf"),
            required_if=self.condition(path, ui, "ui:requiredIf"),
            after=ui.get("ui:after"),
            accept=tuple(ui.get("ui:accept", ())),
            max_bytes=ui.get("ui:maxBytes"),
            material=ui.get("ui:material"),
            autocomplete=ui.get("ui:autocomplete"),
            sensitive=ui.get("ui:sensitive", default_sensitive),
            **more,
        )

    def condition(self, path: tuple[str, ...], ui: Json, name: str) -> Condition | None:
        if name not in ui:
            return None
        condition = read_condition(ui[name])
        if condition is None:
            self.report(path, zh("{name} 应写明 field 和 equals、in、notIn、filled 之一", name=name))
        return condition


def _crossed(low: Any, high: Any) -> bool:
    # What is no day at all is told as that.
    return isinstance(low, str) is isinstance(high, str) and bool(low > high)


def _is_of(kind: Kind, constant: object) -> bool:
    # Exactly: True is an int to Python but no choice of a number.
    return type(constant) is (int if kind == "integer" else str)
