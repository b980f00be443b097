"""What is wrong with the rows of a form's designer, told at each row before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from engine.text import Text, zh
from forms.field_limits import wrong_limits
from forms.row import Row, places
from forms.shown_if import AS_STORED, wrong_condition
from forms.trade_types import KEPT, TYPES
from forms.vocabulary import NAME, RESERVED


def mistakes(rows: Sequence[Row], before: Sequence[Row], materials: Collection[str]) -> dict[int, Text]:
    """Return what is wrong with rows, by their place; ``before`` are the rows of the stored form."""
    found: dict[int, Text] = {}
    stored = dict(zip(places(before), before, strict=True))
    seen: set[str] = set()
    for at, (row, place) in enumerate(zip(rows, places(rows), strict=True)):
        old = stored.get(place, Row())
        if place in seen:
            found[at] = zh("字段名“{name}”重复了。", name=row.name)
        elif not row.origin and (not NAME.fullmatch(row.name) or row.name in RESERVED):
            found[at] = zh(
                "字段名“{name}”不能用：以小写字母开头，只用小写字母、数字和下划线，且不是保留的词。", name=row.name
            )
        elif replace(row, section="") == replace(old, section=""):
            if said := wrong_condition(rows, at, old.show_field == AS_STORED):
                found[at] = said
        elif said := _wrong(rows, at, old, materials):
            found[at] = said
        seen.add(place)
    return found


def _wrong(rows: Sequence[Row], at: int, old: Row, materials: Collection[str]) -> Text | None:
    row = rows[at]
    if row.kind != KEPT or old.kind != KEPT:
        if row.kind not in TYPES:
            return zh("没有这种类型。")
        if not row.label.strip():
            return zh("请写字段的名称。")
        if said := _wrong_content(rows, at, materials):
            return said
    return wrong_condition(rows, at, old.show_field == AS_STORED)


def _wrong_content(rows: Sequence[Row], at: int, materials: Collection[str]) -> Text | None:
    row = rows[at]
    if row.kind in ("choice", "choices"):
        codes = [code for code, _title in row.pairs]
        if not codes:
            return zh("请写选项，一行一个。")
        if len(set(codes)) < len(codes):
            return zh("选项的代码重复了。")
    if row.kind == "attachment" and row.inside:
        return zh("可增减的一组里不能上传材料。")
    if row.kind == "attachment" and row.material and row.material not in materials:
        return zh("办事指南里没有材料“{name}”。", name=row.material)
    if row.kind == "repeat" and row.inside:
        return zh("可增减的一组不能套在另一组里。")
    if row.kind == "repeat" and not (at + 1 < len(rows) and rows[at + 1].inside):
        return zh("这一组里还没有字段。")
    return wrong_limits(row.kind, row.limits, date_fields(rows, at))


def date_fields(rows: Sequence[Row], at: int) -> dict[str, Row]:
    """Return the dates that the date of a row may be held against, by how it writes them."""
    row, listed = rows[at], places(rows)
    group = listed[at].rpartition(".")[0]
    found = {}
    for number, (one, place) in enumerate(zip(rows, listed, strict=True)):
        near = one.inside and row.inside and place.rpartition(".")[0] == group
        if number != at and one.kind == "date" and (near or not one.inside):
            found[f"./{one.name}" if near else one.name] = one
    if not row.inside and (stored := row.limits.get("ui:after", "")).startswith("./") and stored[2:] in found:
        found[stored] = found.pop(stored[2:])
    return found
