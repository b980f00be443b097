"""Commands that close and open an account: for who leaves the hall, and for who comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Conflict, Forbidden, NotFound
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.tasks import SavedOpinion, Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from webapp.accounts import sessions
from webapp.accounts.people import require_administrator
from webapp.accounts.posts import another_administrator

_person, _task = table_of(Person), table_of(Task)


@dataclass(frozen=True, kw_only=True)
class DisableAccount(Command):
    """Close the account: every session ends, and the steps in the person's hands go back to colleagues.

    A step that names the person stays, for nobody else can do it. Raises Forbidden for one's own account, so that
    nobody locks the hall from inside, and for the last administrator's.
    """

    person_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        person = uow.execute(select(_person).where(_person.c.id == self.person_id).with_for_update()).first()
        if person is None:
            raise NotFound
        if not person.active:
            raise Conflict(zh("{name}的账号已经停用。", name=person.name))
        if person.id == self.by.person_id:
            raise Forbidden(zh("不能停用自己的账号，请由其他系统管理员办理。"))
        if not another_administrator(uow, person.id):
            raise Forbidden(zh("大厅至少要有一名系统管理员，请先让别人担任。"))
        released, kept = self._put_back(uow)
        change = update(_person).where(_person.c.id == person.id)
        uow.execute(change.values(active=False, version=_person.c.version + 1))
        ended = sessions.close_all(uow, person.id)
        uow.note_office_act("disable_account", self.by, person.login, released=released, kept=kept)
        return {"ended": ended, "released": released, "kept": kept}

    def _put_back(self, uow: UnitOfWork) -> tuple[int, int]:
        """Return how many steps went back to colleagues, and how many name the person and stay."""
        own = (_task.c.assignee_id == self.person_id, _task.c.status == "open")
        # Cases are locked in one order, so that two such commands do not wait for each other.
        cases = uow.execute(select(_task.c.case_id).where(*own).distinct().order_by(_task.c.case_id)).scalars().all()
        released = kept = 0
        for case_id in cases:
            case = WorkingCase.lock(uow, case_id)
            for task in uow.execute(select(_task).where(*own, _task.c.case_id == case_id).order_by(_task.c.id)).all():
                if case.bundle.steps[task.element_id].item == "person":
                    kept += 1
                    continue
                free = {"assignee_id": None, "claimed_at": None, "version": task.version + 1}
                uow.execute(update(_task).where(_task.c.id == task.id).values(**free))
                uow.execute(delete(table_of(SavedOpinion)).where(SavedOpinion.task_id == task.id))
                case.record("released", self.by, element=task.element_id, token=task.token)
                released += 1
            case.save()
        return released, kept


@dataclass(frozen=True, kw_only=True)
class EnableAccount(Command):
    """Open a closed account again, with the posts that the person still holds and the password as it was."""

    person_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        require_administrator(self)
        closed = (_person.c.id == self.person_id, _person.c.active.is_(False))
        login = uow.execute(select(_person.c.login).where(_person.c.id == self.person_id)).scalar()
        if login is None:
            raise NotFound
        if uow.execute(update(_person).where(*closed).values(active=True, version=_person.c.version + 1)).rowcount != 1:
            raise Conflict(zh("这个账号没有停用。"))
        uow.note_office_act("enable_account", self.by, login)
        return {}
