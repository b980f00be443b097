"""The saved state of a running process: tokens only, compressed, versioned and sealed with a hash.

Layout of format 1: ``BJ``, one byte format number, SHA-256 (32 bytes) over the rest, then zlib-compressed
JSON ``{"d": definition, "c": tokens made, "e": ended, "s": [[owner token, scope, [token, ...]], ...]}`` with
a token as ``[id, node, state, parent, data]``. Nothing of it is read before format and hash are right.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import orjson

from engine.bpmn.definition import Definition
from engine.bpmn.scope import ScopeSpec
from engine.bpmn.spiff import TaskState
from engine.bpmn.steps import DefinitionMismatch, StateCorrupt
from engine.bpmn.tokens import Case, Places, Token

FORMAT = 1
MAGIC = b"BJ"
HEAD = len(MAGIC) + 1 + 32
MOST_BYTES = 16 * 1024 * 1024
SAVED_STATES = frozenset((TaskState.WAITING, TaskState.STARTED, TaskState.ERROR))


def encode(case: Case) -> bytes:
    """Return the state of a case that is at rest."""
    body = _compressed(orjson.dumps(content_of(case)))
    return MAGIC + bytes((FORMAT,)) + _digest(FORMAT, body) + body


def content_of(case: Case) -> dict[str, Any]:
    """Return the state of a case as plain values; ``case_of`` makes a case of them again."""
    scopes = []
    for scope in case.scopes():
        tokens = [
            [token.id, token.task_spec.name, token._state, token._parent or 0, token.internal_data or 0]
            for token in scope.tasks.values()
            if token._parent is not None
        ]
        scopes.append([getattr(scope, "parent_task_id", None) or 0, scope.spec.name, tokens])
    return {"d": case.definition.digest[:32], "c": case.count, "e": int(case.completed), "s": scopes}


def decode(definition: Definition, state: bytes) -> Case:
    """Return the case that a state was saved from.

    :raises StateCorrupt: the bytes are not what was saved, or of another format.
    :raises DefinitionMismatch: the state belongs to another definition.
    """
    content = _content(state)
    try:
        if content["d"] != definition.digest[:32]:
            raise DefinitionMismatch("the state belongs to another definition")
        return case_of(definition, content)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise StateCorrupt(f"the state does not fit its definition: {error!r}") from None


def _compressed(content: bytes) -> bytes:
    # Most states are a few hundred bytes, for which a window of the usual size takes longer to set up than to fill.
    window, memory = (12, 5) if len(content) <= 4096 else (15, 8)
    packer = zlib.compressobj(1, zlib.DEFLATED, window, memory)
    return packer.compress(content) + packer.flush()


def _digest(number: int, body: bytes) -> bytes:
    return hashlib.sha256(MAGIC + bytes((number,)) + body).digest()


def _content(state: bytes) -> Any:
    if len(state) <= HEAD or state[: len(MAGIC)] != MAGIC:
        raise StateCorrupt("not a saved state")
    number = state[len(MAGIC)]
    if number != FORMAT:
        raise StateCorrupt(f"format {number} is not known, only {FORMAT}")
    body = state[HEAD:]
    if _digest(number, body) != state[len(MAGIC) + 1 : HEAD]:
        raise StateCorrupt("the state was changed after it was saved")
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(body, MOST_BYTES)
        if not inflate.eof or inflate.unused_data:
            raise StateCorrupt("the state is cut or too long")
        return orjson.loads(raw)
    except (zlib.error, orjson.JSONDecodeError) as error:
        raise StateCorrupt(f"the state cannot be read: {error}") from None


def case_of(definition: Definition, content: Any) -> Case:
    """Return the case that ``content`` tells of; raises ValueError, KeyError and the like where it does not fit."""
    case = Case(definition, content["c"])
    case.completed = bool(content["e"])
    outermost, *inner = content["s"]
    if outermost[1] != definition.scope.name:
        raise ValueError(outermost[1])
    _fill(case, outermost[2])
    for owner_id, name, tokens in inner:
        owner = case.find(owner_id)
        spec: ScopeSpec = definition.scopes[name]
        if owner is None or owner._state != TaskState.STARTED or owner.task_spec.inside is not spec:
            raise ValueError(name)
        _fill(case.open_scope(owner, spec), tokens)
    return case


def _fill(scope: Places, tokens: list[Any]) -> None:
    for token_id, name, state, parent_id, data in tokens:
        node = scope.spec.node(name)
        parent = scope.tasks[parent_id] if parent_id else scope.root
        if node is None or token_id in scope.tasks or state not in SAVED_STATES:
            raise ValueError(token_id)
        token = Token(scope, node, parent, state, token_id)
        if data:
            token.internal_data = data
