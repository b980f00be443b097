"""Attach a file that was put into the file store to a draft, or take it off again before it is filed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select

from engine.cases.sight import works_on
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.documents import Attachment, Draft
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

MOST_FILES = 60
LONGEST_NAME = 120
_file, _draft = table_of(Attachment), table_of(Draft)


def clean_name(name: str) -> str:
    """Return a file name that is only a name: no path, no control characters, at most 120 characters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C").strip(" .")
    if len(name) > LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        name = (stem or ending)[: LONGEST_NAME - 12] + (f"{dot}{ending[:10]}" if stem else "")
    return name or "未命名"


@dataclass(frozen=True, kw_only=True)
class AttachFile(Command):
    """Keep a file under ``material`` for a draft, or for a case that the actor works on."""

    material: str
    filename: str
    media_type: str
    size: int
    sha256: str
    draft_id: str | None = None
    case_id: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = None
        if self.case_id is not None:
            if self.by.kind != "staff":
                raise NotFound
            case = WorkingCase.lock(uow, self.case_id)
            if not works_on(uow.connection, self.by, self.case_id, case.row["department"]):
                raise NotFound
        else:
            open_ = select(_draft.c.id).where(_draft.c.id == self.draft_id, _draft.c.filed_case_id.is_(None))
            if uow.execute(open_).first() is None:
                raise NotFound(zh("没有找到这份草稿。"))
            held = select(func.count()).select_from(_file).where(_file.c.draft_id == self.draft_id)
            if uow.execute(held).scalar_one() >= MOST_FILES:
                raise Invalid(zh("上传的文件太多，最多 {most} 个。", most=MOST_FILES))
        file_id = new_id(uow.now)
        uow.execute(
            insert(_file),
            {
                "id": file_id,
                "draft_id": self.draft_id,
                "case_id": self.case_id,
                "material": self.material,
                "filename": clean_name(self.filename),
                "media_type": self.media_type,
                "size": self.size,
                "sha256": self.sha256,
                "uploaded_at": uow.now,
                "uploaded_by": self.by.name,
            },
        )
        if case is not None:
            detail = {"material": self.material, "size": self.size}
            values = {"filename": clean_name(self.filename), "sha256": self.sha256}
            case.record("attached", self.by, detail=detail, values=values)
            case.save()
        return {"attachment_id": file_id}


@dataclass(frozen=True, kw_only=True)
class RemoveFile(Command):
    """Take a file off a draft that was not filed yet."""

    draft_id: str
    attachment_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        gone = uow.execute(
            delete(_file).where(
                _file.c.id == self.attachment_id,
                _file.c.draft_id == self.draft_id,
                _file.c.case_id.is_(None),
            )
        )
        if gone.rowcount != 1:
            raise NotFound
        return {}
