"""A command: what somebody asks the hall to do, as a frozen value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import orjson

from engine.actor import Actor

if TYPE_CHECKING:
    from engine.store.unit_of_work import UnitOfWork

ASKED = "asked"
NOT_ASKED: Mapping[str, object] = {ASKED: False}


def _plain(value: object) -> object:
    if isinstance(value, Actor):
        return [value.kind, value.person_id, value.case_id]
    return repr(value)


@dataclass(frozen=True, kw_only=True)
class Command:
    """Base of all commands; ``key`` is the idempotency key that the form carried (none: run always)."""

    by: Actor
    key: str = ""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        """Do it inside the transaction of ``uow`` and return a small answer that JSON can say."""
        raise NotImplementedError

    def fingerprint(self) -> str:
        """Return a SHA-256 over what is asked, so that one key never stands for two requests.

        Fields with ``metadata=NOT_ASKED`` are made on the way and differ each time, as a salted hash does.
        """
        asked = [[f.name, getattr(self, f.name)] for f in fields(self) if f.name != "key" and ASKED not in f.metadata]
        text = orjson.dumps(
            [type(self).__name__, asked],
            default=_plain,
            option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS,
        )
        return hashlib.sha256(text).hexdigest()
