"""Verify the rows that are a projection of a case's token state, one by one and column by column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.administration.finding import Finding
from engine.bpmn.workflow import OpenTask, Workflow
from engine.bundle import Bundle
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.waits import Job, Subscription

_task, _job, _subscription = table_of(Task), table_of(Job).c, table_of(Subscription).c


def verify_rows(connection: Connection, case: dict[str, Any], bundle: Bundle, workflow: Workflow) -> Iterator[Finding]:
    """Yield open tasks, jobs and subscriptions that the state does not have, or has otherwise."""
    stopped = case["closed_at"] is not None
    open_tasks = () if stopped else workflow.open_tasks()
    waiting = () if stopped else workflow.waiting()
    expected: dict[str, set[tuple[Any, ...]]] = {
        "tasks": {_of_task(bundle, case, one) for one in open_tasks if one.kind == "user"},
        "services": {(one.token, one.element) for one in open_tasks if one.kind == "service"},
        "timers": {(one.token, one.element, one.due) for one in waiting if one.kind == "timer"},
        "subscriptions": {(one.token, one.element, one.kind, one.name or "") for one in waiting if one.kind != "timer"},
    }
    found = {
        "tasks": _tasks(connection, case["id"], bundle),
        "services": {(token, element) for token, element, _ in _jobs(connection, case["id"], "service")},
        "timers": _jobs(connection, case["id"], "timer"),
        "subscriptions": _subscriptions(connection, case["id"]),
    }
    for kind, wanted in expected.items():
        missing, surplus = wanted - found[kind], found[kind] - wanted
        if missing or surplus:
            yield Finding(
                case["number"], kind, f"missing {sorted(map(_said, missing))}, extra {sorted(map(_said, surplus))}"
            )
    if workflow.ended and not stopped:
        yield Finding(case["number"], "state", "the flow has ended and the case is open")


def _said(row: tuple[Any, ...]) -> str:
    return " ".join(one.isoformat() if isinstance(one, datetime) else str(one) for one in row if one is not None)


def _of_task(bundle: Bundle, case: dict[str, Any], task: OpenTask) -> tuple[Any, ...]:
    facts = bundle.steps[task.element]
    item = task.item if isinstance(task.item, str) and facts.item == "department" else None
    department = item or facts.place(case)[0]
    return (task.token, task.element, facts.name, facts.stage, facts.post, department, facts.limit_workdays,
            task.instance, task.group)  # fmt: skip


def _tasks(connection: Connection, case_id: str, bundle: Bundle) -> set[tuple[Any, ...]]:
    row = _task.c
    columns = (row.token, row.element_id, row.name, row.stage, row.post, row.department, row.limit_workdays,
               row.instance, row.group_token)  # fmt: skip
    return set(map(tuple, connection.execute(select(*columns).where(row.case_id == case_id, row.status == "open"))))


def _jobs(connection: Connection, case_id: str, kind: str) -> set[tuple[Any, ...]]:
    # A job that was given up waits for the administrator; its token waits with it.
    waits = _job.status.in_(("waiting", "failed"))
    wanted = select(_job.token, _job.element_id, _job.due_at).where(_job.case_id == case_id, _job.kind == kind, waits)
    return set(map(tuple, connection.execute(wanted)))


def _subscriptions(connection: Connection, case_id: str) -> set[tuple[Any, ...]]:
    row = _subscription
    wanted = select(row.token, row.element_id, row.kind, row.name).where(row.case_id == case_id)
    return set(map(tuple, connection.execute(wanted)))
