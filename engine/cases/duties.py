"""May this person do this task now: post, department, who holds it, and separation of duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.actor import Actor
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.errors import Conflict, NotAllowed, NotFound, TaskClosed
from engine.law.duties import Did, check_handler, stage_apart
from engine.posts import POSTS, STAGES
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.prepared import Prepared
from engine.store.tasks import Task
from engine.text import Text, zh

_task = table_of(Task).c
_DID = select(_task.element_id, _task.stage, _task.post, _task.group_token).where(
    _task.case_id == bindparam("case"), _task.done_by == bindparam("person"), _task.status == "done"
)
_IN_STAGE = Prepared(_DID.where(_task.stage == bindparam("stage")).limit(1))
# All stages are named so that the index is used up to the element: a case may have been here a thousand times.
_ELEMENTS = _DID.where(
    _task.stage.in_(["", *STAGES]), _task.element_id.in_(bindparam("elements", expanding=True))
).limit(1)
_SHARE = _DID.where(
    _task.stage == bindparam("stage"),
    _task.element_id == bindparam("element"),
    _task.group_token == bindparam("group"),
).limit(1)


def require_may_do(case: WorkingCase, task: dict[str, Any], by: Actor, seen: int | None = None) -> None:
    """Raise unless ``by`` may do the task now, as it was shown (``seen`` is its version then).

    In this order: somebody without the post in that department learns nothing (NotFound); whoever
    comes too late is told who was first (TaskClosed, Conflict); and who is kept from it by what they
    did before is told the rule and who may do it instead (NotAllowed).
    """
    if by.is_system:
        require_open(case, task, None, by)
        return
    if not by.holds(task["post"], task["department"]):
        raise NotFound
    require_open(case, task, seen, by)
    if task["assignee_id"] not in (None, by.person_id):
        raise Conflict(_holder_text(case, task))
    require_separation(case, task, by.person_id or "")


def require_open(case: WorkingCase, task: dict[str, Any], seen: int | None, by: Actor) -> None:
    """Raise TaskClosed or Conflict, saying who did what and when, unless the task is as it was shown."""
    if task["status"] == "done":
        raise TaskClosed(
            zh(
                "“{task}”已由{person}于{at}办理。",
                task=task["name"],
                person=task["done_by_name"] or "系统",
                at=_local(task["done_at"]),
            )
        )
    if task["status"] != "open" or case.row["closed_at"] is not None:
        raise TaskClosed(zh("“{task}”已不需要办理：流程已经走到别处。", task=task["name"]))
    if seen is not None and task["version"] != seen and task["assignee_id"] != by.person_id:
        raise Conflict(_holder_text(case, task))


def require_separation(case: WorkingCase, task: dict[str, Any], person_id: str) -> None:
    """Raise NotAllowed where what the person did in this case keeps them from this task."""
    post = zh("{post}", post=POSTS.get(task["post"], task["post"]))
    own = {"case": case.id, "person": person_id, "stage": task["stage"]}
    shares = own | {"element": task["element_id"], "group": task["group_token"]}
    if task["group_token"] and case.uow.execute(_SHARE, shares).first():
        raise NotAllowed(
            zh("“{task}”须由不同的人分别办理，您已经办理过其中一份。请由其他{post}办理。",
               task=task["name"], post=post)
        )  # fmt: skip
    facts = case.bundle.steps[task["element_id"]]
    rows: list[Mapping[Any, Any]] = []
    other = stage_apart(task["stage"])
    if other is not None:
        rows += case.uow.execute(_IN_STAGE, own | {"stage": other}).all()
    apart = [element for element in facts.separate_from if element != task["element_id"]]
    if apart:
        rows += case.uow.execute(_ELEMENTS, {"case": case.id, "person": person_id, "elements": apart}).mappings()
    done = [Did(row["element_id"], row["stage"], row["post"], person_id) for row in rows]
    breach = check_handler(
        person_id,
        element=task["element_id"],
        stage=task["stage"],
        separate=facts.separate_from,
        done=done,
    )
    if breach is not None:
        raise NotAllowed(
            zh("{message}请由本部门其他{post}办理。（依据：{basis}）",
               message=breach.message, post=post, basis=breach.basis)
        )  # fmt: skip


def _holder_text(case: WorkingCase, task: dict[str, Any]) -> Text:
    if task["assignee_id"] is None:
        return zh("“{task}”刚刚被退回待签收，请刷新页面。", task=task["name"])
    person = table_of(Person).c
    name = case.uow.execute(select(person.name).where(person.id == task["assignee_id"])).scalar()
    return zh(
        "“{task}”已由{person}于{at}签收。",
        task=task["name"],
        person=name or "",
        at=_local(task["claimed_at"]),
    )


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}" if moment else ""
