"""May this person do this task now: post, department, who holds it, and separation of duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import bindparam, select

from engine.actor import Actor
from engine.bundle import Bundle
from engine.cases.window_authority import LENT, authority_of
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.errors import Conflict, NotAllowed, NotFound, TaskClosed
from engine.law.breach import Breach
from engine.law.duties import Did, check_handler, second_share, shared_by_others, stage_apart
from engine.posts import POSTS, STAGES
from engine.store.base import table_of
from engine.store.people import Person, PostHolding, held_on
from engine.store.prepared import Prepared
from engine.store.reads import Reads
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

_person, _held = table_of(Person).c, table_of(PostHolding).c
_DIGEST = Prepared(select(_person.id_number_digest).where(_person.id == bindparam("person")))
_COLLEAGUES = (
    select(_person.id, _person.name)
    .join(PostHolding, _held.person_id == _person.id)
    .where(_held.post == bindparam("post"), _held.department == bindparam("dept"), held_on(bindparam("day")))
    .order_by(_person.name, _person.id)
    .distinct()
    .limit(20)
)
_OTHER_SHARE = (
    select(_task.id)
    .where(_task.case_id == bindparam("case"), _task.group_token == bindparam("group"), _task.status == "open")
    .where(_task.assignee_id == bindparam("person"), _task.id != bindparam("task"))
    .limit(1)
)
MOST_NAMED = 5


class Handled(Protocol):
    """What separation of duties asks of a case: its row, its process, and who did what in it."""

    @property
    def id(self) -> str: ...

    @property
    def row(self) -> Mapping[str, Any]: ...

    @property
    def bundle(self) -> Bundle: ...

    @property
    def uow(self) -> Reads: ...


def require_may_do(case: WorkingCase, task: dict[str, Any], by: Actor, seen: int | None = None) -> None:
    """Raise unless ``by`` may do the task now, as it was shown (``seen`` is its version then).

    In this order: somebody without the post in that department learns nothing (NotFound); whoever
    comes too late is told who was first (TaskClosed, Conflict); and who is kept from it by what they
    did before is told the rule and who may do it instead (NotAllowed).
    """
    if by.is_system:
        require_open(case, task, None, by)
        return
    is_lent = not by.holds(task["post"], task["department"])
    if is_lent and not _is_authorised(case, task, by):
        raise NotFound
    require_open(case, task, seen, by)
    if task["assignee_id"] not in (None, by.person_id):
        raise Conflict(_holder_text(case, task))
    require_separation(case, task, by.person_id or "", is_lent=is_lent)


def _is_authorised(case: WorkingCase, task: dict[str, Any], by: Actor) -> bool:
    uow = case.uow
    lent = task["stage"] in LENT
    return lent and authority_of(uow.connection, by, case.row, task["department"], uow.today) is not None


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


def require_separation(case: WorkingCase, task: dict[str, Any], person_id: str, *, is_lent: bool = False) -> None:
    """Raise NotAllowed, with the rule and who may do it instead, where something keeps the person from this task.

    ``is_lent``: the person reviews and decides by a department's written authorisation of the window.
    """
    breach = breach_of(case, task, person_id, is_lent=is_lent)
    if breach is not None:
        raise NotAllowed(_refusal(case, task, breach, breach.message, person_id))


def require_other_may_do(case: WorkingCase, task: dict[str, Any], person_id: str, name: str) -> None:
    """Raise NotAllowed where a colleague, to whom the task shall go, is kept from it."""
    breach = breach_for_other(case, task, person_id)
    if breach is not None:
        # The rules speak to the person; here somebody else reads them.
        raise NotAllowed(_refusal(case, task, breach, breach.message.replace("您", name), person_id))


def breach_for_other(case: Handled, task: Mapping[str, Any], person_id: str) -> Breach | None:
    """Return what keeps a colleague from a task that somebody else would give them; a second share too."""
    share = {"case": case.id, "group": task["group_token"], "person": person_id, "task": task["id"]}
    if task["group_token"] and case.uow.execute(_OTHER_SHARE, share).first():
        return second_share(task["name"])
    return breach_of(case, task, person_id)


def breach_of(case: Handled, task: Mapping[str, Any], person_id: str, *, is_lent: bool = False) -> Breach | None:
    """Return what keeps a person from a task: their own application, what they did before in this case."""
    own = {"case": case.id, "person": person_id, "stage": task["stage"]}
    shares = own | {"element": task["element_id"], "group": task["group_token"]}
    if task["group_token"] and case.uow.execute(_SHARE, shares).first():
        return shared_by_others(task["name"])
    facts = case.bundle.steps[task["element_id"]]
    rows: list[Mapping[Any, Any]] = []
    other = None if is_lent else stage_apart(task["stage"])
    if other is not None:
        rows += case.uow.execute(_IN_STAGE, own | {"stage": other}).all()
    apart = [element for element in facts.separate_from if element != task["element_id"]]
    if is_lent:
        # The authorisation is for both; what else the process keeps apart stays apart.
        apart = [element for element in apart if case.bundle.steps[element].stage not in LENT]
    if apart:
        rows += case.uow.execute(_ELEMENTS, {"case": case.id, "person": person_id, "elements": apart}).mappings()
    done = [Did(row["element_id"], row["stage"], row["post"], person_id) for row in rows]
    return check_handler(
        person_id,
        element=task["element_id"],
        stage="" if is_lent else task["stage"],
        separate=apart,
        done=done,
        parties=own_party(case, person_id),
        names={element: case.bundle.steps[element].name for element in apart},
    )


def own_party(case: Handled, person_id: str) -> tuple[str, ...]:
    """Return the person as a party of the case where their identity number is one of its parties'."""
    parties = case.row["party_digests"]
    if not parties:
        return ()
    row = case.uow.execute(_DIGEST, {"person": person_id}).first()
    return (person_id,) if row is not None and row["id_number_digest"] in parties else ()


def _refusal(case: WorkingCase, task: dict[str, Any], breach: Breach, message: str, person_id: str) -> Text:
    post = zh("{post}", post=POSTS.get(task["post"], task["post"]))
    others = _others(case, task, person_id)
    said = {"message": message, "post": post, "basis": breach.basis}
    if not others:
        return zh("{message}本部门没有其他{post}可以办理，请与系统管理员联系。（依据：{basis}）", **said)
    people = "、".join(others[:MOST_NAMED])
    return zh("{message}请由本部门其他{post}办理：{people}。（依据：{basis}）", people=people, **said)


def _others(case: WorkingCase, task: dict[str, Any], person_id: str) -> list[str]:
    """Return the names of the colleagues who hold the post and whom nothing keeps from the task."""
    held = {"post": task["post"], "dept": task["department"], "day": case.uow.today}
    rows = case.uow.execute(_COLLEAGUES, held).all()
    return [row.name for row in rows if row.id != person_id and breach_of(case, task, row.id) is None]


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
