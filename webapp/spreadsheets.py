"""Tables as files: CSV that flows out row by row, and XLSX that is written to disk and not held in memory."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any
from urllib.parse import quote

from flask import Response, send_file, stream_with_context
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engine.clock import HALL_ZONE

KINDS = ("xlsx", "csv")
CSV_BLOCK = 200
"""Rows sent at once."""
SHEET_ROWS = 1_000_000
"""Rows of one sheet of a workbook; the format ends at 1,048,576."""
CELL = 32_000
"""Characters of one cell; the format ends at 32,767."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a program for spreadsheets takes a text for a formula by, when it stands first."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | date | datetime | None


@dataclass(frozen=True)
class Table:
    """A table to be written: the name of the file without its ending, the heads of the columns, and the rows."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def answer(table: Table, kind: str) -> Response:
    """Return the table as a file of one of KINDS to keep."""
    if kind == "xlsx":
        return send_file(workbook(table), mimetype=XLSX, as_attachment=True, download_name=f"{table.name}.xlsx")
    response = Response(stream_with_context(csv_blocks(table)), content_type="text/csv; charset=utf-8")
    # A header takes no Chinese: what reads neither form of the name gets a plain one.
    response.headers["Content-Disposition"] = (
        f"attachment; filename=table.csv; filename*=UTF-8''{quote(table.name)}.csv"
    )
    return response


def harmless(text: str) -> str:
    """Return text that no program takes for a formula: what looks like one begins with an apostrophe."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_blocks(table: Table) -> Iterator[bytes]:
    """Yield the file in blocks, with the mark by which Excel knows UTF-8."""
    held = io.StringIO()
    write = csv.writer(held).writerow
    held.write("\ufeff")
    write([harmless(str(head)) for head in table.heads])
    for count, row in enumerate(table.rows, 1):
        write([_plain(cell) for cell in row])
        if count % CSV_BLOCK == 0:
            yield _taken(held)
    yield _taken(held)


def workbook(table: Table) -> IO[bytes]:
    """Return an open file with the workbook, at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    # Texts stay texts: nothing that a person typed becomes a formula or an address.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        days, moments = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        sheet, line = _sheet(book, table, bold), 0
        for row in table.rows:
            if line == SHEET_ROWS:
                sheet, line = _sheet(book, table, bold), 0
            line += 1
            for column, cell in enumerate(row):
                _put(sheet, line, column, cell, days, moments)
    file.seek(0)
    return file


def _sheet(book: Any, table: Table, bold: Format) -> Worksheet:
    sheet: Worksheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.heads) - 1, 18)
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, str(head), bold)
    return sheet


def _put(sheet: Worksheet, line: int, column: int, cell: Cell, days: Format, moments: Format) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(line, column, cell.astimezone(HALL_ZONE).replace(tzinfo=None), moments)
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), days)  # noqa: DTZ001
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell)
    else:
        sheet.write_string(line, column, harmless(str(cell)[:CELL]))


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, int) else harmless(str(cell))


def _taken(held: io.StringIO) -> bytes:
    block = held.getvalue().encode()
    held.seek(0)
    held.truncate()
    return block
