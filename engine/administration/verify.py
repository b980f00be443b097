"""Verify everything that can be recomputed: rows against token states, clocks against facts, chains, roots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select, union

from engine.administration.finding import Finding
from engine.administration.verify_dates import verify_clocks, verify_due_days, verify_status
from engine.administration.verify_money import verify_bills, verify_cash_days
from engine.administration.verify_roots import verify_roots
from engine.administration.verify_rows import verify_rows
from engine.administration.verify_trail import verify_chain, verify_documents, verify_done_tasks
from engine.bpmn.workflow import StateCorrupt, Workflow
from engine.bundle import Bundle
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
from engine.store.bills import Bill
from engine.store.bundles import PublishedBundle
from engine.store.cases import Case
from engine.store.complaints import Complaint
from engine.store.documents import Attachment, Document, Series
from engine.store.enquiries import Enquiry
from engine.store.moves import CaseMove
from engine.store.orders import SupervisionOrder

if TYPE_CHECKING:
    from engine.hall import Hall

BATCH = 200
NUMBERED: tuple[tuple[Any, str], ...] = (
    (Document.number, "〔{}〕"),
    (Bill.number, "〔{}〕"),
    (Authorisation.number, "〔{}〕"),
    (SupervisionOrder.number, "〔{}〕"),
    (Enquiry.number, "{}"),
    (Complaint.number, "{}"),
    (Complaint.decision_paper, "〔{}〕"),
    (Complaint.answer_paper, "〔{}〕"),
)
"""What bears the numbers of a series, and how the year stands in them: what people type has no brackets."""
CASE_SERIES = "case "


def verify(hall: Hall) -> Iterator[Finding]:
    """Yield what does not fit in the whole database; yields nothing for a sound one.

    A transaction per batch of cases keeps the check from holding an old snapshot for hours.
    """
    last = ""
    while True:
        with hall.reading() as connection:
            cases = (
                connection.execute(select(table_of(Case)).where(Case.id > last).order_by(Case.id).limit(BATCH))
                .mappings()
                .all()
            )
            for case in cases:
                yield from _verify_case(hall, connection, dict(case))
        if not cases:
            break
        last = cases[-1]["id"]
    with hall.reading() as connection:
        yield from _verify_bundles(connection)
        yield from _verify_files(hall, connection)
        yield from _verify_series(connection)
        yield from verify_cash_days(connection)
        yield from verify_roots(hall, connection)


def _verify_case(hall: Hall, connection: Connection, case: dict[str, Any]) -> Iterator[Finding]:
    yield from verify_chain(hall, connection, case)
    yield from verify_documents(hall, connection, case)
    yield from verify_bills(connection, case)
    try:
        bundle = hall.bundle(connection, case["bundle_sha256"])
        definition = bundle.definition
        earlier = [hall.bundle(connection, one).definition for one in _earlier(connection, case["id"])]
    except ValueError as problem:
        yield Finding(case["number"], "bundle", str(problem))
        return
    yield from verify_done_tasks(connection, case, (definition, *earlier))
    today, counting = hall.today(connection), hall.in_force(connection).counting
    yield from verify_clocks(counting, connection, case, today)
    yield from verify_due_days(counting, connection, case, today)
    try:
        workflow = Workflow.load(definition, case["state"])
    except StateCorrupt as problem:
        yield Finding(case["number"], "state", str(problem))
        return
    yield from verify_rows(connection, case, bundle, workflow)
    yield from verify_status(connection, case, ended=workflow.ended)


def _earlier(connection: Connection, case_id: str) -> list[str]:
    """Return the hashes of the versions that a case has run on before."""
    move = table_of(CaseMove).c
    rows = connection.execute(select(move.from_sha256, move.to_sha256).where(move.case_id == case_id))
    return sorted({sha256 for row in rows for sha256 in row})


def _verify_bundles(connection: Connection) -> Iterator[Finding]:
    for row in connection.execute(select(PublishedBundle.key, PublishedBundle.sha256, PublishedBundle.content)):
        try:
            fits = Bundle.unpack(row.content, row.sha256).key == row.key
        except ValueError:
            fits = False
        if not fits:
            yield Finding(row.key, "bundle", f"{row.sha256[:12]} is not what was published")


def _verify_files(hall: Hall, connection: Connection) -> Iterator[Finding]:
    for sha256 in connection.execute(select(Attachment.sha256).distinct()).scalars():
        if not hall.files.holds(sha256):
            yield Finding(sha256, "file", "missing or changed")


def _verify_series(connection: Connection) -> Iterator[Finding]:
    """Find numbers that were skipped or given twice: a series is taken in the transaction that uses it."""
    given = connection.execute(select(Series.name, Series.year, Series.last).order_by(Series.name, Series.year)).all()
    total = sum(row.last for row in given if row.name.startswith(CASE_SERIES))
    cases = connection.execute(select(func.count()).select_from(Case)).scalar_one()
    if total != cases:
        yield Finding("case", "series", f"{total} numbers, {cases} cases")
    for row in given:
        if row.name.startswith(CASE_SERIES):
            continue
        # A bill has its number before its notice goes out, and keeps it where none does.
        numbers = union(
            *(
                select(number).where(number.startswith(row.name + form.format(row.year), autoescape=True))
                for number, form in NUMBERED
            )
        ).subquery()
        papers = connection.execute(select(func.count()).select_from(numbers)).scalar_one()
        if papers != row.last:
            yield Finding(f"{row.name}〔{row.year}〕", "series", f"{row.last} numbers, {papers} documents")
