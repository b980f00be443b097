"""Print one document of a case for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import has_request_context, url_for
from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.cases.official_documents import INTERNAL, require_legal_content
from engine.cases.sight import sight_is_recorded
from engine.errors import NotFound
from engine.hall import Hall
from engine.paper_code import content_value
from engine.queries.case_file import CaseFile, case_file, case_key
from engine.queries.progress import document_fields
from engine.query_code import query_code, rating_code
from engine.store.base import table_of
from engine.store.bills import Payment
from engine.store.trail import TrailEntry
from webapp.documents.legal_words import words_of
from webapp.documents.paper import Paper, paper_of
from webapp.documents.reader import Reader, reader_of
from webapp.documents.typesetting import code_picture, typeset


@dataclass(frozen=True)
class Printed:
    """A printed document; ``unrecorded`` tells that this look at personal data is not on record yet."""

    pdf: bytes
    filename: str
    unrecorded: bool


def render_document(hall: Hall, connection: Connection, actor: Actor, case_id: str, document_id: str) -> bytes:
    """Return the PDF of a document; raises NotFound for whoever may not see the case.

    Numbers are masked on the copy of an applicant; ``engine.actor.applicant(case_id)`` is one whose query
    code was checked.
    """
    return print_document(hall, connection, actor, case_id, document_id).pdf


def print_document(hall: Hall, connection: Connection, actor: Actor, case_id: str, document_id: str) -> Printed:
    """Return the PDF with its name, and whether the look has yet to be recorded; raises NotFound.

    A row that lacks what the law wants (a refusal without remedies) is not printed: Invalid.
    """
    file = case_file(hall, connection, actor, case_id)
    if all(one.id != document_id for one in file.documents):
        raise NotFound
    row, fields = document_fields(hall, connection, file.case, document_id)
    require_legal_content(row["kind"], fields)
    reader = reader_of(connection, actor, case_id, file.case["department"])
    paper = paper_of(file, row, fields, reader, officer=_officer(connection, row))
    code = query_code(hall.key, case_id) if reader.may_have_code else ""
    pdf = typeset(
        f"{row['kind']}.html",
        row["id"],
        paper=paper,
        fields=fields,
        facts=file.bundle.facts,
        words=words_of(file.bundle.facts),
        reader=reader,
        code=code,
        picture=code_picture(f"办件编号 {file.case['number']} 查询码 {code}") if code else "",
        rating_picture=_rating_picture(hall, case_id, row["kind"], reader),
        training=hall.training,
        **_to_check_by(hall, file, row),
        **_of_money(connection, row, fields),
    )
    return Printed(pdf, _filename(paper), _is_unrecorded(connection, actor, file, reader))


def _to_check_by(hall: Hall, file: CaseFile, row: Mapping[str, Any]) -> dict[str, str]:
    """Return what a paper for outsiders bears to be checked by: code, picture, and the value of its content."""
    key = case_key(hall, file.case)
    if row["kind"] in INTERNAL or key is None:
        return {"check_code": "", "check_picture": "", "check_value": ""}
    code = row["check_code"]
    picture = code_picture(checking_address(row["id"], code))
    return {"check_code": code, "check_picture": picture, "check_value": content_value(key, row)}


def checking_address(document_id: str, code: str) -> str:
    """Return the whole address at which a paper is checked; its path alone outside of a request."""
    return (
        url_for("verification.verify", paper=document_id, code=code, _external=True)
        if has_request_context()
        else f"/verify?paper={document_id}&code={code}"
    )


def _rating_picture(hall: Hall, case_id: str, kind: str, reader: Reader) -> str:
    """Return the code to rate by, for who hands the paper to the applicant: it goes on nobody else's copy."""
    if not (reader.may_have_code or (kind == "delivery_receipt" and not reader.numbers_masked)):
        return ""
    return code_picture(rating_address(rating_code(hall.key, case_id)))


def rating_address(code: str) -> str:
    """Return the whole address at which who holds a paper rates; its path alone outside of a request."""
    return (
        url_for("ratings.open_rating", rating_code=code, _external=True)
        if has_request_context()
        else f"/rating/open/{code}"
    )


def _of_money(connection: Connection, row: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what papers about money show beyond their fields: the pay code as a picture, a slip that is void."""
    code = fields.get("pay_code")
    voided = connection.execute(select(Payment.void_reason).where(Payment.slip_number == row["number"])).scalar()
    return {
        "pay_picture": code_picture(code) if code else "",
        "is_void": voided is not None,
        "void_reason": voided or "",
    }


def _officer(connection: Connection, row: Mapping[str, Any]) -> str:
    """Return the officer who issued the document, or an empty text where the system did by itself."""
    entry = table_of(TrailEntry).c
    wanted = select(entry.actor_id).where(entry.case_id == row["case_id"], entry.seq == row["seq"])
    return str(row["issued_by"]) if connection.execute(wanted).scalar() else ""


def _is_unrecorded(connection: Connection, actor: Actor, file: CaseFile, reader: Reader) -> bool:
    if reader.numbers_masked or actor.person_id is None:
        return False
    return not sight_is_recorded(connection, actor, file.case["id"], file.today)


def _filename(paper: Paper) -> str:
    return f"{paper.title}-{paper.number}.pdf"
