"""Proposals to extend a limit, for the head who decides on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, case, or_, select

from engine.actor import Actor
from engine.errors import NotAllowed, NotFound
from engine.law.extensions import APPROVERS, AUTHORITY_HEAD, GOVERNMENT_HEAD
from engine.queries.case_file import case_file, case_key
from engine.queries.pauses import EXTENSION_COLUMNS, ExtensionLine
from engine.sealing import unseal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.clocks import ClockExtension
from engine.text import zh

if TYPE_CHECKING:
    from engine.hall import Hall

MOST = 100
_extension, _case = table_of(ClockExtension), table_of(Case).c


@dataclass(frozen=True)
class ExtensionRow:
    """A proposal in the list of its head, with what the case is about."""

    extension: ExtensionLine
    number: str
    matter_name: str
    applicant_name: str
    subject: str
    statutory_due: date | None


def extensions_for(connection: Connection, by: Actor) -> tuple[ExtensionRow, ...]:
    """Return the proposals that ``by`` decides on or decided, those that wait first, then the newest."""
    own = [
        and_(_extension.c.approver_post == AUTHORITY_HEAD, _extension.c.approver_department == held.department)
        for held in by.holdings
        if held.post == AUTHORITY_HEAD
    ]
    if by.holds(GOVERNMENT_HEAD):
        own.append(_extension.c.approver_post == GOVERNMENT_HEAD)
    if not own:
        raise NotFound
    waits = case((_extension.c.status == "proposed", 0), else_=1)
    about = (_case.number, _case.matter_name, _case.applicant_name, _case.subject, _case.statutory_due)
    wanted = select(*EXTENSION_COLUMNS, *about).join(Case, _case.id == _extension.c.case_id).where(or_(*own))
    rows = connection.execute(wanted.order_by(waits, _extension.c.id.desc()).limit(MOST)).all()
    return tuple(ExtensionRow(ExtensionLine(*row[: -len(about)]), *row[-len(about) :]) for row in rows)


def extension_of(hall: Hall, connection: Connection, by: Actor, extension_id: str) -> tuple[ExtensionLine, str]:
    """Return a proposal and its reason for the head who decides; NotAllowed for another who sees the case."""
    row = connection.execute(select(*EXTENSION_COLUMNS).where(_extension.c.id == extension_id)).first()
    if row is None:
        raise NotFound
    line = ExtensionLine(*row)
    file = case_file(hall, connection, by, line.case_id)
    if not by.holds(line.approver_post, line.approver_department or None):
        said = {"head": APPROVERS[line.approver_post], "basis": line.basis}
        raise NotAllowed(zh("延长期限须经{head}批准（{basis}）。", **said))
    key = case_key(hall, file.case)
    sealed = connection.execute(select(_extension.c.sealed_reason).where(_extension.c.id == extension_id)).scalar_one()
    told = unseal_values(key, sealed)[0] if key is not None else {}
    return line, str(told.get("reason", "")) if isinstance(told, dict) else ""
