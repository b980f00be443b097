"""Export the trail of a case as one file that an outsider verifies by himself: see ``verify_file``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, select

from engine.audit.verify_file import FORMAT
from engine.clock import legal_day
from engine.queries.case_file import case_key
from engine.roots import PastHeads, end_of
from engine.sealing import Key, opened
from engine.store.base import table_of
from engine.store.trail import MERKLE, DailyRoot, TrailEntry, TrailValue
from engine.trail import COVERAGE, COVERED

if TYPE_CHECKING:
    from engine.hall import Hall

_entry, _value, _root = (table_of(one).c for one in (TrailEntry, TrailValue, DailyRoot))


def exported_trail(
    hall: Hall, connection: Connection, case: Mapping[str, Any], *, with_values: bool = False
) -> dict[str, Any]:
    """Return the trail of a case (its row) as plain JSON values: entries, proofs under the daily roots, and values.

    Values are what people filled in, with personal data; whoever asks for them must be one who may see them. Without
    them the file tells who did what when, and the salted digests say nothing.
    """
    rows = connection.execute(select(table_of(TrailEntry)).where(_entry.case_id == case["id"]).order_by(_entry.seq))
    entries = [{name: row[name] for name in (*COVERED[COVERAGE], "hash")} for row in rows.mappings()]
    found = {
        "format": FORMAT,
        "case_id": case["id"],
        "number": case["number"],
        "exported_at": hall.clock.now(),
        "entries": entries,
        "roots": list(_proofs(connection, case["id"], entries)),
        "values": list(_values(connection, case["id"], case_key(hall, case))) if with_values else [],
    }
    plain: dict[str, Any] = orjson.loads(orjson.dumps(found, option=orjson.OPT_UTC_Z))
    return plain


def as_file(trail: Mapping[str, Any]) -> bytes:
    """Return an exported trail as the bytes of its file, indented for people to read."""
    return orjson.dumps(trail, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _proofs(connection: Connection, case_id: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the proof for each night since the case began, newest first."""
    if not entries:
        return
    begun = legal_day(entries[0]["at"])
    wanted = select(table_of(DailyRoot)).where(_root.day >= begun, _root.kind == MERKLE).order_by(_root.day.desc())
    heads: PastHeads | None = None
    for row in connection.execute(wanted).all():
        if heads is None:
            heads = PastHeads(connection, end_of(row.day))
        else:
            heads.back_to(end_of(row.day))
        proof = heads.proof(case_id)
        if proof is not None:
            # The root that was published: where the chains no longer lead to it, the file must not hide it.
            yield {"day": row.day, "root": row.root, **asdict(proof)}


def _values(connection: Connection, case_id: str, key: Key | None) -> Iterator[dict[str, Any]]:
    """Yield salt and text of each sealed value that still opens."""
    if key is None:
        return
    wanted = select(_value.seq, _value.sealed).where(_value.case_id == case_id).order_by(_value.seq)
    for row in connection.execute(wanted):
        found = opened(key, row.sealed)
        if found is not None:
            yield {"seq": row.seq, "salt": found[0].hex(), "text": found[1].decode()}
