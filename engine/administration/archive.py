"""The format of a backup: a ZIP with one JSON-lines file a table, the uploaded files, and a manifest.

The same archive goes back into SQLite or PostgreSQL, so it also moves a hall from one to the other.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Column, Table
from sqlalchemy.types import Date, LargeBinary

from engine.store.base import Moment
from engine.store.tables import all_tables

FORMAT = 1
MANIFEST = "manifest.json"


def tables() -> tuple[Table, ...]:
    """Return the tables in an order in which rows can be put back."""
    return tuple(all_tables().sorted_tables)


def member_of(table: Table) -> str:
    """Return the name of a table's file in the archive."""
    return f"tables/{table.name}.jsonl"


def write_row(row: dict[str, Any]) -> bytes:
    """Return one row as one line."""
    return orjson.dumps({name: _plain(value) for name, value in row.items()}, option=orjson.OPT_APPEND_NEWLINE)


def row_reader(table: Table) -> Callable[[bytes], dict[str, Any]]:
    """Return a function from a line to the row that was written; raises ValueError for another table's."""
    readers = {column.name: _reader(column) for column in table.columns}

    def read(line: bytes) -> dict[str, Any]:
        raw = orjson.loads(line)
        if set(raw) != set(readers):
            raise ValueError(f"{table.name}: {sorted(set(raw) ^ set(readers))}")
        return {name: None if value is None else readers[name](value) for name, value in raw.items()}

    return read


def batches(rows: Iterator[dict[str, Any]], size: int = 500) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows in lists of ``size``."""
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    kind = column.type
    if isinstance(kind, Moment):
        return datetime.fromisoformat
    if isinstance(kind, LargeBinary):
        return base64.b64decode
    if isinstance(kind, Date):
        return date.fromisoformat
    return lambda value: value
