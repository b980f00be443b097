"""Binding uploaded files to a case: only those of the applicant's own draft, each once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from engine.errors import Invalid
from engine.store.base import table_of
from engine.store.documents import Attachment
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from forms import Form


def file_ids(form: Form, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the attachment ids that the file fields of a form hold, by material key."""
    found: dict[str, list[str]] = {}
    for dotted, material in form.materials.items():
        held: Any = values
        for name in dotted.split("."):
            held = held.get(name) if isinstance(held, Mapping) else None
        if isinstance(held, list):
            found.setdefault(material, []).extend(held)
    return found


def bind_attachments(
    uow: UnitOfWork, case_id: str, draft_id: str | None, form: Form, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Give the files named in ``values`` to the case and return what was handed in, by material.

    Raises Invalid where a file is not of this draft or already belongs to a case.
    """
    wanted = file_ids(form, values)
    ids = [one for held in wanted.values() for one in held]
    if not ids:
        return []
    table = table_of(Attachment)
    mine = (table.c.id.in_(ids), table.c.draft_id == draft_id, table.c.case_id.is_(None))
    rows = uow.execute(select(table.c.id, table.c.filename, table.c.size).where(*mine)).all()
    if len(rows) != len(set(ids)):
        raise Invalid(zh("有上传的文件已经失效，请重新上传。"))
    uow.execute(update(table).where(*mine).values(case_id=case_id))
    by_id = {row.id: row for row in rows}
    return [{"material": material, "files": [by_id[one].filename for one in held]} for material, held in wanted.items()]
