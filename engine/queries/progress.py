"""What an applicant sees of a case by its number and query code: departments and steps, no officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.actor import applicant
from engine.cases.official_documents import INTERNAL
from engine.errors import NotFound
from engine.law.masking import mask_name
from engine.queries.case_file import CaseFile, case_file, case_key
from engine.query_code import matches
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.documents import Document
from engine.text import zh

if TYPE_CHECKING:
    from engine.hall import Hall

SHOWN = frozenset(
    {
        "filed",
        "done",
        "caught",
        "document",
        "handed_over",
        "bill_paid",
        "payment_voided",
        "bill_voided",
        "withdrawn",
        "deemed_accepted",
        "deemed_renewed",
        "pause_started",
        "pause_ended",
        "suspended",
        "resumed",
        "extension_approved",
        "hearing_told",
        "hearing_called",
        "hearing_asked",
        "hearing_waived",
        "hearing_lapsed",
        "hearing_scheduled",
        "hearing_held",
        "hearing_withdrawn",
        "recusal_asked",
        "recusal_decided",
        "closed_no_supplement",
        "ended",
    }
)


@dataclass(frozen=True)
class ProgressLine:
    """A step that was done, told without the names of officers."""

    at: datetime
    act: str
    name: str
    stage: str
    department_name: str
    detail: Mapping[str, Any]
    element_id: str | None


@dataclass(frozen=True)
class Progress:
    """The case of one applicant; ``asked`` are the materials still to supply."""

    case_id: str
    file: CaseFile
    masked_name: str
    lines: tuple[ProgressLine, ...]
    asked: tuple[Mapping[str, Any], ...]


def find_case(hall: Hall, connection: Connection, number: str, code: str) -> str:
    """Return the id of the case with that number and query code; one answer for either being wrong."""
    case_id = connection.execute(select(Case.id).where(Case.number == number.strip())).scalar()
    # The code is compared for an unknown number too, so that both take the same time.
    if not matches(hall.key, case_id or "", code) or case_id is None:
        raise NotFound(zh("办件编号或者查询码不正确，请核对收件凭证。"))
    return case_id


def progress(hall: Hall, connection: Connection, case_id: str) -> Progress:
    """Return what the applicant may see of the case."""
    file = case_file(hall, connection, applicant(case_id), case_id)
    lines = tuple(
        ProgressLine(line.at, line.act, line.name, line.stage, line.department_name, line.detail, line.element_id)
        for line in file.trail
        if line.act in SHOWN and not (line.act == "document" and line.detail.get("kind") in INTERNAL)
    )
    asked = asked_for(hall, connection, file) if file.case["status"] == "supplement_wait" else ()
    return Progress(case_id, file, mask_name(file.case["applicant_name"]), lines, asked)


def document_fields(
    hall: Hall, connection: Connection, case: Mapping[str, Any], document_id: str
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return (row, fields) of a document of this case for printing; raises NotFound."""
    table = table_of(Document)
    row = (
        connection.execute(select(table).where(table.c.id == document_id, table.c.case_id == case["id"]))
        .mappings()
        .first()
    )
    key = case_key(hall, case)
    if row is None or key is None:
        raise NotFound
    fields = unseal_values(key, row["sealed_fields"])[0]
    return dict(row), fields if isinstance(fields, dict) else {}


def asked_for(hall: Hall, connection: Connection, file: CaseFile) -> tuple[Mapping[str, Any], ...]:
    """Return what the newest one-time notice asks for: material, name, standard, problem, correction."""
    notice = next((one for one in reversed(file.documents) if one.kind == "supplement_notice"), None)
    if notice is None:
        return ()
    return tuple(document_fields(hall, connection, file.case, notice.id)[1]["materials"])
