"""Checking a paper: what everybody who holds it may learn of it by its number and code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.cases.official_documents import INTERNAL
from engine.errors import NotFound
from engine.law.masking import mask_applicant
from engine.paper_code import LENGTH, content_value, is_code
from engine.queries.case_file import case_key
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.bills import Payment
from engine.store.cases import Case
from engine.store.documents import Document
from engine.text import zh

if TYPE_CHECKING:
    from engine.hall import Hall

UNNAMED = frozenset({"public_notice", "hearing_announcement"})
"""What hangs on a board and does not name the applicant; nor does checking it."""
_document, _case, _payment = table_of(Document).c, table_of(Case).c, table_of(Payment).c


@dataclass(frozen=True)
class CheckedPaper:
    """A paper that was issued; ``standing`` is in_force, void or expired, ``ended_on`` the last day of an expired one.

    ``applicant`` is masked, empty where the paper names none; ``value`` is empty where the content was deleted.
    """

    number: str
    title: str
    authority: str
    issued_on: date
    matter: str
    applicant: str
    standing: str
    ended_on: date | None
    value: str


def check_paper(hall: Hall, connection: Connection, number: str, code: str) -> CheckedPaper:
    """Return the paper with this number and code; raises NotFound with one answer for whatever is wrong."""
    return _checked(hall, connection, _document.number == number, code)


def check_scanned(hall: Hall, connection: Connection, document_id: str, code: str) -> CheckedPaper:
    """Return the paper of the scanned picture; raises NotFound likewise."""
    return _checked(hall, connection, _document.id == document_id, code)


def _checked(hall: Hall, connection: Connection, which: Any, code: str) -> CheckedPaper:
    of_case = (_case.matter_name, _case.applicant_name, _case.sealing_key)
    wanted = (
        select(table_of(Document), *of_case, _payment.void_reason)
        .join(Case, _case.id == _document.case_id)
        .outerjoin(Payment, _payment.slip_number == _document.number)
        .where(which)
    )
    found = connection.execute(wanted).mappings().first()
    row: dict[str, Any] | None = dict(found) if found else None
    # The code is compared for an unknown number too, so that both take the same time.
    right = is_code(row["check_code"] if row else "0" * LENGTH, code)
    if row is None or not right or row["kind"] in INTERNAL:
        raise NotFound(zh("没有核验到这份文书：文书编号或者核验码不正确，请对照文书逐字核对。"))
    key = case_key(hall, row)
    fields = unseal_values(key, row["sealed_fields"])[0] if key else {}
    standing, ended_on = _standing(hall.today(connection), row, fields if isinstance(fields, dict) else {})
    return CheckedPaper(
        number=row["number"],
        title=row["title"],
        authority=row["authority"],
        issued_on=row["issued_on"],
        matter=row["matter_name"],
        applicant="" if row["kind"] in UNNAMED else mask_applicant(row["applicant_name"]),
        standing=standing,
        ended_on=ended_on,
        value=content_value(key, row) if key else "",
    )


def _standing(today: date, row: Any, fields: dict[str, Any]) -> tuple[str, date | None]:
    if row["void_reason"] is not None:
        return "void", None
    until = fields.get("valid_to") if row["kind"] == "certificate" else None
    if until and date.fromisoformat(until) < today:
        return "expired", date.fromisoformat(until)
    return "in_force", None
