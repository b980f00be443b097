"""Pages of a list by the last row shown, so that page one thousand costs what page one costs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_

PAGE = 20


def cursor(value: date, row_id: str) -> str:
    """Return the mark of a row: what the list is sorted by, and the row's id."""
    return f"{value.isoformat()}~{row_id}"


def beyond(sort: Any, row_id: Any, after: str | None, *, newest_first: bool = False) -> ColumnElement[bool] | None:
    """Return the condition for the rows after the mark ``after``, none for the first page.

    A mark that is none finds nothing: an address that somebody made up is no reason for an error.
    """
    where, _, last = (after or "").partition("~")
    if not where:
        return None
    try:
        value = datetime.fromisoformat(where) if newest_first else date.fromisoformat(where)
    except ValueError:
        return false()
    if isinstance(value, datetime) and value.tzinfo is None:
        return false()
    if newest_first:
        return or_(sort < value, (sort == value) & (row_id < last))
    return or_(sort > value, (sort == value) & (row_id > last))
