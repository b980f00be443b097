"""Files that people hand in: which are taken, under what name, and to whom they belong.

Extension and first bytes must both be of an allowed kind; nothing is unpacked, rendered or served inline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from engine.actor import Actor
from engine.cases.attach_file import AttachFile, clean_name
from engine.errors import Invalid
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.documents import Attachment
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
MOST_LOOKED_UP = 100


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
            AttachFile(
                by=self.by,
                draft_id=self.draft_id,
                case_id=self.case_id,
                material=material[:64],
                filename=name,
                media_type=media_type,
                size=size,
                sha256=sha256,
            )
        )
        return str(answer["attachment_id"])

    def known(self, ids: Iterable[str]) -> dict[str, KeptFile]:
        """Return those of ``ids`` that belong here; others are left out without a word."""
        wanted = list(ids)[:MOST_LOOKED_UP]
        if not wanted:
            return {}
        table = table_of(Attachment)
        mine = select(table.c.id, table.c.filename, table.c.size).where(table.c.id.in_(wanted))
        with self.hall.reading() as connection:
            rows = connection.execute(mine.where(*belonging(table, self.draft_id, self.case_id))).all()
        return {row.id: KeptFile(row.id, row.filename, row.size) for row in rows}


def belonging(table: Any, draft_id: str | None, case_id: str | None) -> tuple[Any, ...]:
    """Return the conditions for the files of one draft that is not filed yet, or of one case."""
    if case_id is not None:
        return (table.c.case_id == case_id,)
    return (table.c.draft_id == draft_id, table.c.draft_id.is_not(None), table.c.case_id.is_(None))


def extensions_of(accept: Iterable[str]) -> tuple[str, ...]:
    """Return the extensions that a field takes; of what the form lists only kinds that are known here."""
    listed = tuple(one.strip().lstrip(".").lower() for one in accept)
    by_media = {media: extension for extension, (media, _magic) in reversed(KINDS.items())}
    return tuple(dict.fromkeys(by_media.get(one, one) for one in listed if one in KINDS or one in by_media)) or USUAL


def limit_of(max_bytes: int | None) -> int:
    """Return how large a file of a field may be, in bytes."""
    return min(max_bytes or USUAL_BYTES, MOST_BYTES)


def media_type_of(file: FileStorage, name: str, allowed: tuple[str, ...]) -> str:
    """Return the media type by extension and first bytes; raises Invalid where they do not fit."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
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
