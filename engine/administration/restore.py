"""Bring a hall back from an archive, into an empty database."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Table, insert, select

from engine.administration.archive import FORMAT, MANIFEST, batches, member_of, row_reader, tables
from engine.errors import Refused
from engine.store.base import table_of
from engine.store.people import Department, Person
from engine.store.schema import head_revision, upgrade
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

if TYPE_CHECKING:
    from engine.hall import Hall


def restore(hall: Hall, path: Path) -> dict[str, Any]:
    """Put the archive at ``path`` back and return its manifest.

    Every member is checked against the manifest before anything is written; all rows come back in one
    transaction. Raises Refused for an archive that was changed, that another key sealed, that an other
    version of the schema wrote, or for a database that is not empty.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(hall, archive)
            _check_members(archive, manifest)
            upgrade(hall.database)
            for name in sorted(manifest["members"]):
                if name.startswith("files/"):
                    with archive.open(name) as file:
                        hall.files.put(file, archive.getinfo(name).file_size)
            with UnitOfWork(hall) as uow:
                if uow.execute(select(Person.id).limit(1)).first() is not None:
                    raise Refused(zh("数据库里已经有人员，恢复只能写入空的数据库。"))
                for table in tables():
                    for batch in batches(_rows(archive, table)):
                        uow.execute(insert(table), batch)
    except (zipfile.BadZipFile, KeyError, ValueError) as problem:
        raise Refused(zh("备份文件已损坏或者不是本系统的备份：{why}", why=str(problem))) from problem
    return manifest


def _manifest(hall: Hall, archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = orjson.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT or manifest["revision"] != head_revision():
        raise Refused(
            zh(
                "备份来自数据库版本 {theirs}，本程序是 {ours}。请用写出备份的版本恢复，再升级。",
                theirs=manifest["revision"],
                ours=head_revision(),
            )
        )
    if manifest["key"] != hall.key.fingerprint:
        raise Refused(
            zh(
                "备份由另一把密钥（{theirs}）密封，现有密钥是 {ours}。请先放回原来的 keys/hall.key。",
                theirs=manifest["key"],
                ours=hall.key.fingerprint,
            )
        )
    return manifest


def _check_members(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for name, expected in manifest["members"].items():
        with archive.open(name) as file:
            digest = hashlib.sha256()
            while piece := file.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() != expected:
            raise ValueError(name)
    missing = [member_of(table) for table in tables() if member_of(table) not in manifest["members"]]
    if missing:
        raise ValueError(missing[0])


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    read = row_reader(table)
    with archive.open(member_of(table)) as file:
        rows = (read(line) for line in file)
        if table is table_of(Department):
            yield from _parents_first(list(rows))
        else:
            yield from rows


def _parents_first(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield departments so that each comes after the one it belongs to."""
    given: set[str] = set()
    while rows:
        ready = [row for row in rows if row["parent"] is None or row["parent"] in given]
        if not ready:
            raise ValueError("department")
        yield from ready
        given |= {row["code"] for row in ready}
        rows = [row for row in rows if row["code"] not in given]
