"""Save a draft: an application that its applicant goes on with later, by a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from engine.command import Command
from engine.errors import Forbidden, Invalid, NotFound
from engine.hall import Hall
from engine.ids import new_id
from engine.query_code import draft_code, hash_draft_code
from engine.store.base import table_of
from engine.store.documents import Draft
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

LARGEST = 256 * 1024
_draft = table_of(Draft)


@dataclass(frozen=True, kw_only=True)
class SaveDraft(Command):
    """Keep what is filled in so far, finished or not; without ``draft_id`` a new draft begins.

    ``entered`` holds the texts of the form as they were typed. The answer has the draft's id; its code, which
    ``engine.query_code.draft_code`` computes, is left out, since answers are kept and codes are not.
    """

    matter_key: str
    entered: Mapping[str, Any]
    draft_id: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        text = orjson.dumps(dict(self.entered))
        if len(text) > LARGEST:
            raise Invalid(zh("填写的内容太多，无法暂存。"))
        sealed = uow.hall.key.seal(text)
        if self.draft_id is None:
            draft_id = new_id(uow.now)
            code = draft_code(uow.hall.key, draft_id)
            uow.hall.current_bundle(uow.connection, self.matter_key)
            row = {"id": draft_id, "matter_key": self.matter_key, "code_hash": hash_draft_code(code)}
            uow.execute(insert(_draft), {**row, "sealed_values": sealed, "saved_at": uow.now})
            return {"draft_id": draft_id}
        saved = uow.execute(
            update(_draft)
            .where(
                _draft.c.id == self.draft_id,
                _draft.c.matter_key == self.matter_key,
                _draft.c.filed_case_id.is_(None),
            )
            .values(sealed_values=sealed, saved_at=uow.now)
        )
        if saved.rowcount != 1:
            raise Forbidden(zh("这份草稿已经提交，不能再修改。请用办件编号和查询码查看进度。"))
        return {"draft_id": self.draft_id}


@dataclass(frozen=True)
class DraftContent:
    """A draft as its applicant left it; ``filed_case_id`` is set once it was filed."""

    id: str
    matter_key: str
    entered: Mapping[str, Any]
    filed_case_id: str | None


def find_draft(hall: Hall, connection: Connection, code: str) -> DraftContent:
    """Return the draft with this code; raises NotFound."""
    row = connection.execute(select(_draft).where(_draft.c.code_hash == hash_draft_code(code))).first()
    if row is None:
        raise NotFound(zh("没有找到这份草稿，请核对暂存时给出的编码。"))
    return DraftContent(row.id, row.matter_key, orjson.loads(hall.key.unseal(row.sealed_values)), row.filed_case_id)
