"""Move running cases to another version of their matter: all that were chosen, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update

from engine.actor import Actor
from engine.bpmn.workflow import Workflow
from engine.bundle import Bundle
from engine.cases.case_clocks import DUE_COLUMNS
from engine.cases.projection import is_holder
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.moves import CaseMove
from engine.store.tasks import SavedOpinion, Task
from engine.store.unit_of_work import UnitOfWork
from engine.studio.move_plan import MovePlan, plan_move
from engine.studio.posts import require_mover
from engine.studio.waits_row import rewrite_waits
from engine.text import zh

_task, _clock, _case, _bundle = (table_of(one) for one in (Task, CaseClock, Case, PublishedBundle))
MOST_CASES = 500


@dataclass(frozen=True, kw_only=True)
class MoveCases(Command):
    """Move the cases of ``seen`` (id to the version of the case that the preview showed) to ``to_sha256``.

    ``renames`` maps ids of elements to those they have in the target. Raises Conflict where a case has changed since
    the preview, Forbidden naming the first case that cannot move and why; then none has moved.
    """

    to_sha256: str
    seen: Mapping[str, int]
    renames: Mapping[str, str] = field(default_factory=dict)

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_mover(self.by)
        if not 0 < len(self.seen) <= MOST_CASES:
            raise Invalid(zh("请选择要迁移的办件，一次最多 {most} 件。", most=MOST_CASES))
        target = _target(uow, self.to_sha256)
        batch = new_id(uow.now)
        moved = []
        # In one order, so that two such commands, or one and the worker, do not wait for each other.
        for case_id in sorted(self.seen):
            case = WorkingCase.lock(uow, case_id)
            _require_as_seen(case, target, self.seen[case_id])
            plan = plan_move(uow.hall, uow.connection, case.row, target, self.renames, uow.legal_now)
            if plan.obstacles:
                why = str(plan.obstacles[0].text)
                said = zh("办件 {number} 不能迁移：{why}所选办件都没有迁移。", number=case.row["number"], why=why)
                raise Forbidden(said)
            moved.append(_carry_out(uow, case, target, plan, self.renames, batch, self.by))
        subject = f"{target.key} {target.version}"
        uow.note_office_act("move_cases", self.by, subject, batch=batch, cases=len(moved))
        return {"batch_id": batch, "cases": len(moved)}


def _target(uow: UnitOfWork, sha256: str) -> Bundle:
    row = uow.execute(select(_bundle.c.withdrawn_at, _bundle.c.in_force_from).where(_bundle.c.sha256 == sha256)).first()
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None or row.in_force_from > uow.today:
        raise Forbidden(zh("只能迁移到已经施行、没有撤下的版本。"))
    return uow.hall.bundle(uow.connection, sha256)


def _require_as_seen(case: WorkingCase, target: Bundle, version: int) -> None:
    number = case.row["number"]
    if case.row["matter_key"] != target.key:
        raise NotFound
    if case.row["version"] != version:
        raise Conflict(zh("办件 {number} 在预览以后有新的办理。所选办件都没有迁移，请重新预览。", number=number))
    if case.row["closed_at"] is not None or case.row["bundle_sha256"] == target.sha256:
        raise Conflict(zh("办件 {number} 已经办结，或者已经在这个版本上。", number=number))


def _carry_out(
    uow: UnitOfWork,
    case: WorkingCase,
    target: Bundle,
    plan: MovePlan,
    renames: Mapping[str, str],
    batch: str,
    by: Actor,
) -> str:
    source = case.bundle
    own = {old: new for old, new in renames.items() if old in source.definition.elements}
    state_before = case.row["state"]
    before = {
        "renamed": case.row["renamed"],
        "tasks": {one.row["id"]: _plain(one.row, one.changed) for one in plan.steps},
        "clocks": {plan.clock.row["id"]: _plain(plan.clock.row, _CLOCK_COLUMNS)} if plan.clock else {},
    }
    assert plan.moved.state is not None
    case.row["state"] = plan.moved.state
    limits = {}
    for step in plan.steps:
        _change_step(uow, case, step.row, step.changed)
        if "due_on" in step.changed:
            limits[step.row["element_id"]] = [_said(step.row["due_on"]), _said(step.changed["due_on"])]
    _rename_done(uow, case.id, own)
    if plan.clock is not None:
        changed = {name: getattr(plan.clock, name) for name in _CLOCK_COLUMNS}
        uow.execute(update(_clock).where(_clock.c.id == plan.clock.row["id"]).values(**changed))
        for column, of in DUE_COLUMNS[plan.clock.row["kind"]].items():
            case.row[column] = changed[of]
        limits[plan.clock.row["kind"]] = [_said(plan.clock.row["due_on"]), _said(plan.clock.due_on)]
    rewrite_waits(uow, case.id, Workflow.load(target.definition, plan.moved.state))
    landed = {one.element: one.to_element for one in plan.moved.landings if one.element != one.to_element}
    detail: dict[str, Any] = {"from": source.version, "to": target.version, "landed": landed, "limits": limits}
    case.change("version", source.version, target.version)
    for name, (due_before, due_after) in limits.items():
        if name not in DUE_COLUMNS:
            case.change(f"step.{name}", due_before, due_after)
    case.record("moved", by, detail=detail)
    case.save()
    changed_row = {"bundle_sha256": target.sha256, "renamed": dict(plan.renamed) or None}
    uow.execute(update(_case).where(_case.c.id == case.id).values(**changed_row))
    row = {
        "id": new_id(uow.now),
        "batch_id": batch,
        "case_id": case.id,
        "matter_key": target.key,
        "from_sha256": source.sha256,
        "to_sha256": target.sha256,
        "renames": own,
        "trail_seq": case.row["trail_seq"],
        "state_before": state_before,
        "before": before,
        "moved_at": uow.now,
        "moved_by": by.name,
    }
    uow.execute(insert(CaseMove), row)
    return case.id


def _change_step(uow: UnitOfWork, case: WorkingCase, row: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    values = dict(changed)
    if not values:
        return
    if "due_on" in values and values.get("paused_since", row["paused_since"]) is None:
        # The worker looks again from the first day of the yellow light; a light that was told stays told.
        values["next_light_on"] = values.get("yellow_on", row["yellow_on"]) if row["raised"] != "red" else None
    post, department = values.get("post", row["post"]), values.get("department", row["department"])
    if row["assignee_id"] and not is_holder(uow, row["assignee_id"], post, department):
        values |= {"assignee_id": None, "claimed_at": None}
        uow.execute(delete(SavedOpinion).where(SavedOpinion.task_id == row["id"]))
    uow.execute(update(_task).where(_task.c.id == row["id"]).values(**values, version=row["version"] + 1))


def _rename_done(uow: UnitOfWork, case_id: str, renames: Mapping[str, str]) -> None:
    """Let the rows of finished steps bear the new id, by which duties and branches look for them."""
    for old, new in renames.items():
        done = (_task.c.case_id == case_id, _task.c.element_id == old, _task.c.status != "open")
        uow.execute(update(_task).where(*done).values(element_id=new))


_CLOCK_COLUMNS = ("limit", "due_on", "yellow_on", "next_light_on")
_ALWAYS = ("assignee_id", "claimed_at", "next_light_on")


def _plain(row: Mapping[str, Any], names: Any) -> dict[str, Any]:
    """Return these columns of a row, and those that a move may touch besides, as JSON can say them."""
    wanted = dict.fromkeys([*names, *(name for name in _ALWAYS if name in row)])
    return {name: _said(row[name]) for name in wanted}


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
