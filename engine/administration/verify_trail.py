"""Verify the trail of a case: its chain, the sealed values beside it, and the rows that repeat what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.administration.finding import Finding
from engine.bpmn.definition import Definition
from engine.sealing import Key, Unsealable, unseal_values
from engine.store.base import table_of
from engine.store.documents import Document
from engine.store.tasks import Task
from engine.store.trail import TrailEntry, TrailValue
from engine.trail import broken_at

if TYPE_CHECKING:
    from engine.hall import Hall

PEOPLE = frozenset({"userTask", "task", "manualTask"})
_entry, _value, _document, _task = (table_of(one).c for one in (TrailEntry, TrailValue, Document, Task))


def verify_chain(hall: Hall, connection: Connection, case: dict[str, Any]) -> Iterator[Finding]:
    """Yield the first entry that breaks the chain, and every sealed value that is not the one it was made with."""
    rows = (
        connection.execute(
            select(table_of(TrailEntry), _value.sealed)
            .outerjoin(TrailValue, (_value.case_id == _entry.case_id) & (_value.seq == _entry.seq))
            .where(_entry.case_id == case["id"])
            .order_by(_entry.seq)
        )
        .mappings()
        .all()
    )
    broken = broken_at(rows, case["trail_hash"], case["trail_seq"])
    if broken is not None:
        yield Finding(case["number"], "chain", f"entry {broken}")
    key = _key(hall, case)
    if key is None:
        return
    if isinstance(key, Unsealable):
        yield Finding(case["number"], "values", "the key of the case does not open with the key of the hall")
        return
    for row in rows:
        if row["sealed"] is not None and _digest(key, row["sealed"]) != row["digest"]:
            yield Finding(case["number"], "values", f"entry {row['seq']}")


def verify_documents(hall: Hall, connection: Connection, case: dict[str, Any]) -> Iterator[Finding]:
    """Yield documents without their entry in the trail, entries without their document, and changed contents."""
    rows = connection.execute(
        select(_document.seq, _document.kind, _document.number, _document.sealed_fields).where(
            _document.case_id == case["id"]
        )
    ).all()
    said = connection.execute(
        select(_entry.seq, _entry.detail).where(_entry.case_id == case["id"], _entry.act == "document")
    ).all()
    found = {(row.seq, row.kind, row.number) for row in rows}
    wanted = {(row.seq, (row.detail or {}).get("kind"), (row.detail or {}).get("number")) for row in said}
    for _, kind, number in sorted(found ^ wanted, key=str):
        yield Finding(case["number"], "document", f"{kind} {number}")
    key = _key(hall, case)
    if isinstance(key, Key):
        for row in rows:
            if _digest(key, row.sealed_fields) is None:
                yield Finding(case["number"], "document", f"{row.number} was changed")


def verify_done_tasks(
    connection: Connection, case: dict[str, Any], definitions: Sequence[Definition]
) -> Iterator[Finding]:
    """Yield finished tasks that the trail does not know, or knows with another person or result.

    ``definitions`` are all that the case has run on. The trail keeps the ids that elements had when something
    happened, the rows have those of now.
    """
    renamed = case["renamed"] or {}
    rows = connection.execute(
        select(_task.token, _task.element_id, _task.done_by, _task.result).where(
            _task.case_id == case["id"], _task.status == "done"
        )
    ).all()
    entries = connection.execute(
        select(_entry.token, _entry.element_id, _entry.actor_id, _entry.detail).where(
            _entry.case_id == case["id"], _entry.act == "done"
        )
    ).all()
    people = {
        name for definition in definitions for name, element in definition.elements.items() if element.type in PEOPLE
    }
    found = {tuple(row) for row in rows}
    wanted = {
        (entry.token, renamed.get(entry.element_id, entry.element_id), entry.actor_id, _result(entry))
        for entry in entries
        if entry.element_id in people
    }
    for token, element, person, result in sorted(found ^ wanted, key=str):
        yield Finding(case["number"], "tasks", f"done: {token} {element} by {person} with {result}")


def _result(entry: Any) -> Any:
    return (entry.detail or {}).get("result")


def _key(hall: Hall, case: dict[str, Any]) -> Key | Unsealable | None:
    """Return the key of a case, none where it was destroyed as the law orders."""
    if case["sealing_key"] is None:
        return None
    try:
        return Key(hall.key.unseal(case["sealing_key"]))
    except Unsealable as problem:
        return problem


def _digest(key: Key, sealed: bytes) -> str | None:
    try:
        return unseal_values(key, sealed)[1]
    except (Unsealable, ValueError):
        return None
