"""One file of a case, for whoever may see the case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.cases.consulted import lent_materials
from engine.cases.sight import require_sight, sees_all, works_on
from engine.errors import NotFound
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.documents import Attachment


@dataclass(frozen=True)
class StoredFile:
    """Where the content of an attachment lies (its SHA-256), and under what name it is handed out."""

    id: str
    filename: str
    media_type: str
    size: int
    sha256: str


def stored_file(connection: Connection, by: Actor, case_id: str, attachment_id: str) -> StoredFile:
    """Return the file; raises NotFound where it is not of this case or the case is not to be seen."""
    file = table_of(Attachment).c
    department = connection.execute(select(Case.department).where(Case.id == case_id)).scalar()
    if department is None:
        raise NotFound
    require_sight(connection, by, case_id, department)
    row = connection.execute(
        select(file.id, file.filename, file.media_type, file.size, file.sha256, file.material).where(
            file.id == attachment_id, file.case_id == case_id
        )
    ).first()
    if row is None or not _may_open(connection, by, case_id, department, row.material):
        raise NotFound
    return StoredFile(*row[:-1])


def _may_open(connection: Connection, by: Actor, case_id: str, department: str, material: str) -> bool:
    """Tell whether a file is open to ``by``: who sees the case for an asked opinion gets what the letter sent along."""
    if sees_all(by) or works_on(connection, by, case_id, department):
        return True
    return material in lent_materials(connection, by, case_id)
