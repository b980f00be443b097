"""Files that people hand in: which are taken, under what name, and to whom they belong.

Extension and first bytes must both be of an allowed kind; nothing is unpacked, rendered or served inline.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from engine.actor import Actor
from engine.command import Command
from engine.errors import Invalid, NotFound
from engine.hall import Hall
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.documents import Attachment
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

ZIP, PDF, PNG, JPEG = b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
OFFICE = "application/vnd.openxmlformats-officedocument."
# Extension: media type and first bytes.
KINDS = {
    "pdf": ("application/pdf", PDF),
    "png": ("image/png", PNG),
    "jpg": ("image/jpeg", JPEG),
    "jpeg": ("image/jpeg", JPEG),
    "ofd": ("application/ofd", ZIP),
    "docx": (f"{OFFICE}wordprocessingml.document", ZIP),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", ZIP),
}
USUAL = ("pdf", "jpg", "png")
USUAL_BYTES = 20 * 1024 * 1024
MOST_BYTES = 200 * 1024 * 1024
MOST_FILES = 100
LONGEST_NAME = 120


@dataclass(frozen=True)
class KeptFile:
    """A file that was taken in before: shown in the form, so that nobody uploads it twice."""

    id: str
    filename: str
    size: int


@dataclass(frozen=True)
class Uploads:
    """The files of one draft or one case, kept and looked up on behalf of ``by``."""

    hall: Hall
    by: Actor
    draft_id: str | None = None
    case_id: str | None = None

    def keep(self, file: FileStorage, material: str, accept: Iterable[str], max_bytes: int | None) -> str:
        """Take in one file and return its attachment id; raises Invalid with the reason where it is refused."""
        name = clean_name(file.filename or "")
        media_type = media_type_of(file, name, extensions_of(accept))
        sha256, size = self.hall.files.put(file.stream, limit_of(max_bytes))
        if size == 0:
            raise Invalid(zh("文件“{name}”是空的，请重新选择。", name=name))
        answer = self.hall.run(
            KeepUpload(
                by=self.by,
                draft_id=self.draft_id,
                case_id=self.case_id,
                material=material,
                filename=name,
                media_type=media_type,
                size=size,
                sha256=sha256,
            )
        )
        return str(answer["id"])

    def known(self, ids: Iterable[str]) -> dict[str, KeptFile]:
        """Return those of ``ids`` that belong here; others are left out without a word."""
        wanted = list(ids)[:MOST_FILES]
        if not wanted:
            return {}
        table = table_of(Attachment)
        mine = select(table.c.id, table.c.filename, table.c.size).where(table.c.id.in_(wanted))
        with self.hall.reading() as connection:
            rows = connection.execute(mine.where(*belonging(table, self.draft_id, self.case_id))).all()
        return {row.id: KeptFile(row.id, row.filename, row.size) for row in rows}


@dataclass(frozen=True, kw_only=True)
class KeepUpload(Command):
    """Note a stored file as belonging to a draft or to a case; ``by`` may see it, the views made sure."""

    draft_id: str | None
    case_id: str | None
    material: str
    filename: str
    media_type: str
    size: int
    sha256: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if (self.draft_id is None) == (self.case_id is None):
            raise NotFound()
        table = table_of(Attachment)
        held = select(func.count()).select_from(table)
        if uow.execute(held.where(*belonging(table, self.draft_id, self.case_id))).scalar_one() >= MOST_FILES:
            raise Invalid(zh("一件申请最多上传 {most} 个文件。", most=MOST_FILES))
        row = {
            "id": new_id(uow.now),
            "draft_id": self.draft_id,
            "case_id": self.case_id,
            "material": self.material[:64],
            "filename": self.filename,
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.sha256,
            "uploaded_at": uow.now,
            "uploaded_by": self.by.name[:80],
        }
        uow.execute(table.insert(), row)
        return {"id": row["id"]}


def belonging(table: Any, draft_id: str | None, case_id: str | None) -> tuple[Any, ...]:
    """Return the conditions for the files of one draft that is not filed yet, or of one case."""
    if case_id is not None:
        return (table.c.case_id == case_id,)
    return (table.c.draft_id == draft_id, table.c.draft_id.is_not(None), table.c.case_id.is_(None))


def clean_name(filename: str) -> str:
    """Return a file's own name: no folders, no control characters, composed, not too long."""
    name = unicodedata.normalize("NFC", filename.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}{dot}{extension}"[-LONGEST_NAME:]


def extensions_of(accept: Iterable[str]) -> tuple[str, ...]:
    """Return the extensions that a field takes; of what the form lists only kinds that are known here."""
    listed = tuple(one.strip().lstrip(".").lower() for one in accept)
    by_media = {media: extension for extension, (media, _magic) in KINDS.items()}
    return tuple(dict.fromkeys(by_media.get(one, one) for one in listed if one in KINDS or one in by_media)) or USUAL


def limit_of(max_bytes: int | None) -> int:
    """Return how large a file of a field may be, in bytes."""
    return min(max_bytes or USUAL_BYTES, MOST_BYTES)


def media_type_of(file: FileStorage, name: str, allowed: tuple[str, ...]) -> str:
    """Return the media type by extension and first bytes; raises Invalid where they do not fit."""
    extension = name.rpartition(".")[2].lower()
    same = {"jpeg": "jpg"}.get(extension, extension)
    if same not in {"jpg" if one == "jpeg" else one for one in allowed}:
        kinds = "、".join(one.upper() for one in allowed)
        raise Invalid(zh("文件“{name}”的类型不能接收，请上传 {kinds} 文件。", name=name, kinds=kinds))
    media_type, magic = KINDS[extension]
    start = file.stream.read(16)
    file.stream.seek(0)
    if start and not start.startswith(magic):
        raise Invalid(zh("文件“{name}”的内容与扩展名不符，请用正确的文件重新上传。", name=name))
    return media_type
