"""The report of what was brought in, as it is kept with the draft: plain values that read in either language later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.text import Text
from processes.foreign_remark import Remark


def kept_report(remarks: Iterable[Remark], drawing: Iterable[Text]) -> dict[str, Any]:
    """Return the report of a file: a row for each remark, and what was done to its drawing."""
    rows = [[one.fate, one.construct, one.element, one.name, _plain(one.text)] for one in remarks]
    return {"remarks": rows, "drawing": [_plain(text) for text in drawing]}


def read_kept(report: Mapping[str, Any]) -> tuple[tuple[Remark, ...], tuple[Text, ...]]:
    """Return the remarks and what was done to the drawing, as ``kept_report`` was given them."""
    remarks = tuple(Remark(*row[:4], text=_text(row[4])) for row in report["remarks"])
    return remarks, tuple(_text(one) for one in report["drawing"])


def _plain(text: Text) -> dict[str, Any]:
    params = {
        name: _plain(value) if isinstance(value, Text) else value if isinstance(value, int) else str(value)
        for name, value in text.params.items()
    }
    return {"template": text.template, "params": params}


def _text(plain: Mapping[str, Any]) -> Text:
    params = {name: _text(value) if isinstance(value, dict) else value for name, value in plain["params"].items()}
    return Text(plain["template"], params)
