"""A case under the lock of its row: what every act on it loads, changes and writes back once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from engine.actor import SYSTEM, Actor
from engine.bpmn.workflow import StateCorrupt, Step, Workflow
from engine.bundle import Bundle
from engine.cases import projection
from engine.cases.case_clocks import KINDS, stop_clocks
from engine.cases.level_clocks import follow_levels
from engine.cases.running_pauses import end_with_case
from engine.cases.view import CaseView
from engine.errors import CaseDamaged, Conflict, NotFound
from engine.in_force import stamp_in_force
from engine.sealing import Key, seal_values
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.prepared import Prepared
from engine.store.trail import TrailEntry, TrailValue
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from engine.trail import COVERAGE, entry_hash

_case = table_of(Case)
_STAMP = "stamp_in_force"
_LOCK = Prepared(select(_case, stamp_in_force.label(_STAMP)).where(_case.c.id == bindparam("case")).with_for_update())
ENDED_EARLY = frozenset({"not_accepted", "returned", "withdrawn", "closed_no_supplement"})
"""States in which a case ends without having been decided; each is its outcome too."""
WRITTEN = (
    "status",
    "outcome",
    "accepted_on",
    "decided_on",
    "completed_at",
    "closed_at",
    "supplement_asked_on",
    "statutory_due",
    "promised_due",
    "promised_yellow_on",
    "paused_since",
    "trail_seq",
    "trail_hash",
    "state",
)
UNTOLD = frozenset({"promised_yellow_on", "paused_since", "trail_seq", "trail_hash", "state"})
"""Columns that follow from others, or are the trail and the token state themselves."""
TOLD = tuple(name for name in WRITTEN if name not in UNTOLD)
"""Columns of the case whose changes stand in the trail, whichever act brings them about."""
_SAVE = Prepared(
    update(_case)
    .where(_case.c.id == bindparam("case"), _case.c.version == bindparam("loaded"))
    .values({name: bindparam(f"new_{name}") for name in WRITTEN} | {"version": bindparam("loaded") + 1})
)
_FILE = insert(_case)
_ADD_ENTRIES = Prepared(insert(table_of(TrailEntry)))
_ADD_VALUES = Prepared(insert(table_of(TrailValue)))
# Events of a step that the trail keeps; openings are kept by the task rows.
_KEPT = frozenset({"done", "caught", "thrown", "timer", "incident", "ended", "cancelled"})


class WorkingCase:
    """The case row as a dictionary, its workflow in memory, and the trail entries not yet written."""

    def __init__(self, uow: UnitOfWork, row: dict[str, Any]) -> None:
        self.uow = uow
        self.row = row
        self._entries: list[dict[str, Any]] = []
        self._values: list[dict[str, Any]] = []
        self._changes: list[list[str | int | None]] = []
        self._told = {name: row[name] for name in TOLD}
        self._workflow: Workflow | None = None

    @classmethod
    def lock(cls, uow: UnitOfWork, case_id: str) -> WorkingCase:
        """Take the row's lock and load it; raises NotFound."""
        row = uow.execute(_LOCK, {"case": case_id}).first()
        if row is None:
            raise NotFound
        # Read with the row, so that knowing which calendar is in force costs no statement of its own.
        uow.follow(row.pop(_STAMP))
        return cls(uow, row)

    @property
    def id(self) -> str:
        case_id: str = self.row["id"]
        return case_id

    @cached_property
    def bundle(self) -> Bundle:
        return self.uow.hall.bundle(self.uow.connection, self.row["bundle_sha256"])

    @cached_property
    def key(self) -> Key:
        """The key of this case's sealed values."""
        return Key(self.uow.hall.key.unseal(self.row["sealing_key"]))

    @cached_property
    def view(self) -> CaseView:
        return CaseView(self.uow.connection, self.id, self.key, self.bundle.definition, self.row.get("renamed"))

    @property
    def workflow(self) -> Workflow:
        """The token state, loaded when first needed; raises CaseDamaged where it was changed."""
        if self._workflow is None:
            try:
                self._workflow = Workflow.load(self.bundle.definition, self.row["state"])
            except StateCorrupt as problem:
                raise CaseDamaged(self.id, self.row["number"]) from problem
        return self._workflow

    def record(
        self,
        act: str,
        by: Actor,
        *,
        element: str | None = None,
        token: str | None = None,
        group: str | None = None,
        instance: int | None = None,
        post: str | None = None,
        department: str | None = None,
        detail: dict[str, Any] | None = None,
        values: object = None,
        happened_on: date | None = None,
    ) -> None:
        """Append an entry to the trail; ``values`` are sealed, ``detail`` is open to all who see the case.

        ``happened_on`` is the day that the one who enters it gives for what was done. Changes of the case since
        the entry before stand in this one.
        """
        sealed, digest = (None, None) if values is None else seal_values(self.key, values)
        entry = {
            "case_id": self.id,
            "seq": self.row["trail_seq"] + 1,
            "at": self.uow.now,
            "legal_at": self.uow.legal_now,
            "act": act,
            "element_id": element,
            "token": token,
            "group_token": group,
            "instance": instance,
            "actor_id": by.person_id,
            "actor_name": by.name,
            "post": post,
            "department": department,
            "address": by.address,
            "detail": detail,
            "digest": digest,
            "window": by.window,
            "happened_on": happened_on,
            "changes": self._taken_changes(),
            "coverage": COVERAGE,
        }
        self.row["trail_seq"] = entry["seq"]
        self._entries.append(entry)
        if sealed is not None:
            self._values.append({"case_id": self.id, "seq": entry["seq"], "sealed": sealed})

    def change(self, name: str, before: object, after: object) -> None:
        """Note that something of the case changed; it stands in the entry that is recorded next."""
        if before != after:
            self._changes.append([name, _said(before), _said(after)])

    def _taken_changes(self) -> list[list[str | int | None]] | None:
        """Return what changed since it was asked last, of the row and of what acts have noted; none for nothing."""
        for name in TOLD:
            self.change(name, self._told[name], self.row[name])
            self._told[name] = self.row[name]
        taken, self._changes = self._changes, []
        return taken or None

    def adopt(self, workflow: Workflow) -> None:
        """Take over a workflow that was just started."""
        self._workflow = workflow

    def begin(self, step: Step) -> None:
        """Record and project the step that the workflow took on starting."""
        self._take(step, SYSTEM, None, projection.Waits())

    def step(
        self,
        run: Callable[[Workflow], Step],
        by: Actor = SYSTEM,
        *,
        token: str | None = None,
        result: str | None = None,
        post: str | None = None,
        department: str | None = None,
        happened_on: date | None = None,
    ) -> Step:
        """Let ``run`` move the workflow, and record and project what came of it.

        ``token`` is the one that ``by`` moved; all else that passes is the doing of the system.
        """
        before = projection.waits(self.workflow)
        step = run(self.workflow)
        self._take(step, by, token, before, result=result, post=post, department=department, happened_on=happened_on)
        return step

    def _take(
        self,
        step: Step,
        by: Actor,
        token: str | None,
        before: projection.Waits,
        *,
        result: str | None = None,
        post: str | None = None,
        department: str | None = None,
        happened_on: date | None = None,
    ) -> None:
        for passed in step.passed:
            if passed.event not in _KEPT:
                continue
            own = token is not None and passed.token == token
            detail: dict[str, Any] = {"result": result} if own and result else {}
            if passed.detail:
                detail["detail"] = passed.detail
            self.record(
                passed.event,
                by if own else SYSTEM,
                element=passed.element,
                token=passed.token,
                group=passed.group,
                instance=passed.instance,
                post=post if own else None,
                department=department if own else None,
                detail=detail or None,
                values=passed.answer,
                happened_on=happened_on if own else None,
            )
        projection.project(self, step, by, token, result, before)
        follow_levels(self)
        if step.ended and self.row["closed_at"] is None:
            self.row["closed_at"] = self.uow.now
            if self.row["paused_since"] is not None:
                end_with_case(self, by)
            stop_clocks(self, *KINDS)
            if self.row["status"] not in ENDED_EARLY:
                self.row["status"] = "closed"

    def save(self) -> None:
        """Write the case and its new trail entries, once; raises Conflict if the row moved on."""
        self._chain()
        if self._workflow is not None:
            self.row["state"] = self._workflow.save()
        params = {f"new_{name}": self.row[name] for name in WRITTEN}
        saved = self.uow.execute(_SAVE, {"case": self.id, "loaded": self.row["version"], **params})
        if saved.rowcount != 1:
            raise Conflict(zh("这件办件刚刚有变化，请刷新页面查看最新情况。"))
        self.row["version"] += 1
        self._write_trail()

    def insert(self) -> None:
        """Write the row of a case that is being filed, so that tasks and entries can refer to it."""
        self.uow.execute(_FILE, self.row)

    def _chain(self) -> None:
        """Give the new entries their hashes, after all is known that changed with them."""
        rest = self._taken_changes()
        if rest:
            if not self._entries:
                raise RuntimeError(f"the case changes without an entry in its trail: {rest}")
            self._entries[-1]["changes"] = [*(self._entries[-1]["changes"] or ()), *rest]
        for entry in self._entries:
            entry["hash"] = self.row["trail_hash"] = entry_hash(self.row["trail_hash"], entry)

    def _write_trail(self) -> None:
        if self._entries:
            self.uow.execute(_ADD_ENTRIES, self._entries)
        if self._values:
            self.uow.execute(_ADD_VALUES, self._values)
        self._entries, self._values = [], []


def _said(value: object) -> str | int | None:
    """Return a value as the trail writes it: days and moments as in ISO 8601, everything else as text."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
