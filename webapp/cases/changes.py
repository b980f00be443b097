"""What an act changed, in words: from what to what, of the case, its clocks and bills, and of what people filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.bundle import Bundle
from engine.queries.case_file import CaseFile
from webapp.cases import wording
from webapp.cases.answers import form_of, read
from webapp.presentation import day, moment

NAMES: dict[str, LazyString] = {
    "status": _l("办件状态"),
    "outcome": _l("办理结果"),
    "accepted_on": _l("受理日期"),
    "decided_on": _l("决定日期"),
    "completed_at": _l("办结时间"),
    "closed_at": _l("结束时间"),
    "supplement_asked_on": _l("要求补正日期"),
    "statutory_due": _l("法定办结期限"),
    "promised_due": _l("承诺办结期限"),
    "holder": _l("经办人"),
    "bill": _l("缴费单"),
    "version": _l("事项版本"),
}
BILLS: dict[str, LazyString] = {
    "open": _l("待缴"),
    "exemption_pending": _l("待定减免"),
    "paid": _l("已缴"),
    "exempt": _l("免缴"),
    "void": _l("作废"),
}


@dataclass(frozen=True)
class Change:
    """One value before and after; empty for none."""

    name: str
    before: str
    after: str


def changes_by_entry(file: CaseFile, names: Mapping[str, str], *, masked: bool) -> dict[int, tuple[Change, ...]]:
    """Return what each entry of a trail changed, by its number.

    An answer that was given once more (after a return, in another round) is held against the one before it.
    """
    found: dict[int, tuple[Change, ...]] = {}
    earlier: dict[tuple[Any, ...], Mapping[str, str]] = {}
    for line in file.trail:
        changes = [_told(file.bundle, one) for one in line.changes]
        if line.act in ("done", "caught", "filed") and isinstance(line.values, Mapping):
            form = file.bundle.forms.get(form_of(file.bundle, line))
            said = dict(read(form, line.values, names, masked=masked)) if form else {}
            place = (line.element_id, line.instance)
            changes += _corrected(earlier.get(place, {}), said)
            earlier[place] = said
        found[line.seq] = tuple(changes)
    return found


def _corrected(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[Change]:
    if not before:
        return
    for label in dict.fromkeys([*before, *after]):
        if before.get(label) != after.get(label):
            yield Change(label, before.get(label, ""), after.get(label, ""))


def _told(bundle: Bundle, change: list[Any]) -> Change:
    name, before, after = change
    kind, _dot, of = name.partition(".")
    if kind == "clock":
        label = str(wording.CLOCKS.get(of, of))
    elif kind == "step":
        label = _("“%(step)s”的期限", step=bundle.steps[of].name if of in bundle.steps else of)
    else:
        label = str(NAMES.get(name, name))
    return Change(label, _value(bundle, name, before), _value(bundle, name, after))


def _value(bundle: Bundle, name: str, value: str | int | None) -> str:
    if value is None:
        return ""
    if name == "status":
        return str(wording.status_name(str(value)))
    if name == "outcome":
        return str(wording.outcome_name(bundle, str(value))) if value in wording.OUTCOMES else str(value)
    if name == "bill":
        return str(BILLS.get(str(value), value))
    if name == "version":
        return _("第 %(number)s 版", number=value)
    return _when(str(value))


def _when(text: str) -> str:
    """Return a day or a moment as people write it, and any other text as it is."""
    try:
        return day(date.fromisoformat(text)) if len(text) == len("2026-03-02") else moment(datetime.fromisoformat(text))
    except ValueError:
        return text
