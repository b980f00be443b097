"""Save a hall while it works: one snapshot of the database, then the files that it names."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from engine.administration.archive import FORMAT, MANIFEST, member_of, tables, write_row
from engine.errors import Refused, Unavailable
from engine.store.base import table_of
from engine.store.documents import Attachment
from engine.store.schema import revision_of
from engine.text import zh

if TYPE_CHECKING:
    from engine.hall import Hall

_PIECE = 1 << 20


def back_up(hall: Hall, path: Path) -> dict[str, Any]:
    """Write the archive to ``path`` and return its manifest; acts go on meanwhile.

    The rows are of one moment: a deferred transaction on SQLite, REPEATABLE READ on PostgreSQL. A file
    is stored before the row that names it, so every named file is there. The key of the hall is not in
    the archive, only its fingerprint: keep the key apart, without it the sealed values stay sealed.
    """
    if path.exists():
        raise Refused(zh("{path} 已经存在，不会覆盖。", path=str(path)))
    waiting = path.with_name(f".{path.name}.part")
    try:
        manifest = _write(hall, waiting)
        os.replace(waiting, path)
    except OSError as problem:
        raise Unavailable(zh("备份没有写完：{why}", why=problem.strerror or str(problem))) from problem
    finally:
        waiting.unlink(missing_ok=True)
    return manifest


def _write(hall: Hall, path: Path) -> dict[str, Any]:
    members: dict[str, str] = {}
    counts: dict[str, int] = {}
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        isolation = {} if hall.database.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with hall.database.connect().execution_options(**isolation) as connection, connection.begin():
            revision = revision_of(connection)
            for table in tables():
                name = str(table.name)
                digest, counts[name] = hashlib.sha256(), 0
                with archive.open(member_of(table), "w", force_zip64=True) as file:
                    for row in connection.execution_options(yield_per=500).execute(select(table)).mappings():
                        line = write_row(dict(row))
                        digest.update(line)
                        file.write(line)
                        counts[name] += 1
                members[member_of(table)] = digest.hexdigest()
            attachment = table_of(Attachment).c
            hashes = list(
                connection.execute(select(attachment.sha256).distinct().order_by(attachment.sha256)).scalars()
            )
        for sha256 in hashes:
            members[f"files/{sha256}"] = sha256
            with (
                archive.open(f"files/{sha256}", "w", force_zip64=True) as file,
                open(hall.files.path(sha256), "rb") as held,
            ):
                while piece := held.read(_PIECE):
                    file.write(piece)
        manifest = {
            "format": FORMAT,
            "made_at": hall.clock.now().isoformat(),
            "revision": revision,
            "key": hall.key.fingerprint,
            "rows": counts,
            "members": members,
        }
        archive.writestr(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    with open(path, "rb") as written:
        os.fsync(written.fileno())
    return manifest
