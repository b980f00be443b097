"""The receipt of a case (收件凭证) as a page: what was handed in, until when it is answered, the query code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.errors import NotFound
from engine.hall import Hall
from engine.queries.case_file import CaseFile, DocumentLine
from engine.queries.progress import document_fields
from engine.query_code import query_code


@dataclass(frozen=True)
class Receipt:
    """What the receipt says; ``handed_in`` pairs a material's name with the names of its files."""

    document: DocumentLine
    code: str
    handed_in: tuple[tuple[str, tuple[str, ...]], ...]
    answer_by: date | None


def receipt_of(hall: Hall, connection: Connection, file: CaseFile) -> Receipt:
    """Return the receipt of a case that the reader may see; raises NotFound where none was written."""
    line = next((one for one in file.documents if one.kind == "receipt"), None)
    if line is None:
        raise NotFound
    fields = document_fields(hall, connection, file.case, line.id)[1]
    names = {one.key: one.name.value for one in file.bundle.facts.materials}
    handed_in = tuple(
        (names.get(one["material"], one["material"]), tuple(one["files"])) for one in fields.get("materials", ())
    )
    answer_by = date.fromisoformat(fields["answer_by"]) if fields.get("answer_by") else None
    return Receipt(line, query_code(hall.key, file.case["id"]), handed_in, answer_by)
