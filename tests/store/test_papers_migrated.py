"""Papers of before get a code to be checked by when the hall moves to this version."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command

from engine.store import schema
from engine.store.database import WRITES, open_database

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"
BEFORE = f"{int(next(VERSIONS.glob('*_papers_checked_by_code.py')).name[:4]) - 1:04}"


def test_each_paper_of_before_gets_a_code_of_its_own(empty_url) -> None:
    database, config = open_database(empty_url), schema._config()
    with database.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        tables = sa.MetaData()
        tables.reflect(connection)
        add = {name: sa.insert(table) for name, table in tables.tables.items()}
        moment, day = sa.func.current_timestamp(), sa.func.current_date()
        connection.execute(add["bundle"].values(sha256="a" * 64, key="k", version=1, name="n", content=b"",
                                                published_at=moment, in_force_from=day))  # fmt: skip
        case = {"id": "c1", "number": "1", "matter_key": "k", "matter_name": "n", "bundle_sha256": "a" * 64}
        case |= {"department": "d", "status": "received", "channel": "online", "applicant_name": "王", "subject": ""}
        case |= {"applicant_id_masked": "", "applicant_phone_masked": "", "version": 1, "trail_seq": 2}
        connection.execute(add["case"].values(**case, trail_hash="", state=b"", received_at=moment))
        for seq in (1, 2):
            paper = {"id": str(seq), "case_id": "c1", "seq": seq, "kind": "receipt", "number": f"收{seq}", "title": "t"}
            paper |= {"authority": "a", "issued_on": day, "issued_at": moment, "issued_by": "", "sealed_fields": b""}
            connection.execute(add["document"].values(**paper))
        command.upgrade(config, "head")
        codes = list(connection.execute(sa.text("SELECT check_code FROM document")).scalars())
    database.dispose()
    assert len(set(codes)) == 2
    assert {len(one) for one in codes} == {10}
