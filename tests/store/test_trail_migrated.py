"""Chains and daily roots that an earlier version of the software has written verify in this one."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import sqlalchemy as sa
from alembic import command

from engine.administration.verify_roots import checked_roots, verify_roots
from engine.clock import FixedClock
from engine.hall import Hall
from engine.roots import FILE
from engine.store import schema
from engine.store.base import table_of
from engine.store.database import WRITES, open_database
from engine.store.trail import TrailEntry
from engine.trail import broken_at

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
FORMER = ("case_id", "seq", "at", "legal_at", "act", "element_id", "token", "group_token", "instance", "actor_id",
          "actor_name", "post", "department", "address", "detail", "digest")  # fmt: skip

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"
FORMER_VERSION = f"{int(next(VERSIONS.glob('*_trail_of_windows*.py')).name[:4]) - 1:04}"
"""The version of the database before the trail knew windows, days and changes."""


def former_hash(before: str, row: dict) -> str:
    text = orjson.dumps([row[name] for name in FORMER], option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(before.encode() + text).hexdigest()


def test_a_chain_and_a_root_of_before_still_verify(empty_url, tmp_path):
    database = open_database(empty_url)
    config = schema._config()
    entries, before = [], ""
    for seq in (1, 2, 3):
        row = dict.fromkeys(FORMER) | {"case_id": "c1", "seq": seq, "at": AT, "legal_at": AT, "act": "noted"}
        row |= {"actor_name": "李静", "detail": {"n": seq}}
        row["hash"] = before = former_hash(before, row)
        entries.append(row)
    root = hashlib.sha256(f"c1 3 {before}\n".encode()).hexdigest()
    with database.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, FORMER_VERSION)
        tables = sa.MetaData()
        tables.reflect(connection)
        add = {name: sa.insert(table) for name, table in tables.tables.items()}
        moment = AT.replace(tzinfo=None)
        connection.execute(add["bundle"], {"sha256": "a" * 64, "key": "k", "version": 1, "name": "n", "content": b"",
                                           "published_at": moment, "in_force_from": date(2026, 3, 1)})  # fmt: skip
        case = {"id": "c1", "number": "1", "matter_key": "k", "matter_name": "n", "bundle_sha256": "a" * 64}
        case |= {"department": "d", "status": "received", "channel": "online", "applicant_name": "王", "subject": ""}
        case |= {"applicant_id_masked": "", "applicant_phone_masked": "", "received_at": moment, "version": 1}
        connection.execute(add["case"], case | {"trail_seq": 3, "trail_hash": before, "state": b""})
        old = [row | {"at": moment, "legal_at": moment, "detail": orjson.dumps(row["detail"]).decode()}
               for row in entries]  # fmt: skip
        connection.execute(add["trail"], old)
        made = moment.replace(hour=16)
        connection.execute(add["daily_root"], {"day": date(2026, 3, 2), "root": root, "cases": 1, "made_at": made})
    schema.upgrade(database)
    database.dispose()

    hall = Hall(empty_url, tmp_path, clock=FixedClock(AT))
    (tmp_path / FILE).write_text(f"2026-03-02 1 {root}\n")
    with hall.reading() as connection:
        rows = list(map(dict, connection.execute(sa.select(table_of(TrailEntry)).order_by(TrailEntry.seq)).mappings()))
        assert broken_at(rows, before, 3) is None
        assert broken_at([rows[0], rows[1] | {"window": "3"}, rows[2]], before, 3) == 2
        assert broken_at([rows[0], rows[1] | {"coverage": 2}, rows[2]], before, 3) == 2
        assert broken_at([rows[0], rows[1] | {"coverage": 9}, rows[2]], before, 3) == 2
        assert [(one.kind, one.holds, one.published) for one in checked_roots(hall, connection)] == [
            ("flat", True, True)
        ]
        assert not list(verify_roots(hall, connection))
    with hall.database.begin() as connection:
        connection.execute(sa.text("UPDATE daily_root SET root = reverse(root)" if "postgres" in empty_url else
                                   "UPDATE daily_root SET root = substr(root, 2) || '0'"))  # fmt: skip
    with hall.reading() as connection:
        assert len(list(verify_roots(hall, connection))) == 2
    hall.close()
