"""Review and decide at the window in one sitting, by the department's written authorisation (充分授权窗口, 即办).

汉政办发〔2019〕69号 二（二）3; each of the five stages keeps a record of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engine.cases.complete_task import answer_task
from engine.cases.duties import require_may_do
from engine.cases.sight import at_window
from engine.cases.window_authority import LENT, authority_of
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, Invalid, NotAllowed, NotFound
from engine.law.duties import APPROVAL, REVIEW
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from forms import Form

DECISIONS = ("grant", "refuse")
PASS, FAIL = "pass", "fail"
OF_THE_DECISION = frozenset({"result", "reason", "basis"})
"""Fields of the one form that belong to the decision although a review may have them too."""
MOST_STEPS = 5
_task = table_of(Task)
_OPEN = (
    select(_task)
    .where(_task.c.case_id == bindparam("case"), _task.c.status == "open", _task.c.stage.in_(LENT))
    .order_by(_task.c.opened_at, _task.c.id)
)


def review_result(form: Form | None, decision: str) -> str:
    """Return what the review says that goes with a decision: a refusal fails it, where its form knows that answer."""
    known = (form.schema["properties"].get("result", {}).get("oneOf") if form else None) or ()
    return FAIL if decision == "refuse" and any(one["const"] == FAIL for one in known) else PASS


def not_authorised() -> NotAllowed:
    """Return the refusal of whoever would decide at the window without the department's written leave."""
    return NotAllowed(
        zh("没有本件实施部门给您或者您所在窗口的有效书面授权，窗口不能作出审核、审批决定，"
           "请由该部门的审核人、审批人办理。（依据：充分授权窗口须有书面授权，汉政办发〔2019〕69号 二（二）3）")
    )  # fmt: skip


def nothing_to_decide() -> Forbidden:
    """Return the refusal where a case has no single open step of review or approval."""
    return Forbidden(zh("本件现在没有可以在窗口当场决定的环节。"))


@dataclass(frozen=True, kw_only=True)
class DecideAtWindow(Command):
    """A window clerk answers the open review and the decision after it with one form.

    ``values`` are the fields of the decision (``result`` is grant or refuse) and those of the review that the
    decision does not have; the review's result follows from the decision. Without a valid authorisation it is
    refused.
    """

    case_id: str
    values: Mapping[str, Any]

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        case = WorkingCase.lock(uow, self.case_id)
        if not at_window(uow.connection, self.by, case.id, case.row["department"]):
            raise NotFound
        if self.values.get("result") not in DECISIONS:
            raise Invalid(zh("在窗口只能当场作出准予或者不予的决定。"), {"result": zh("请选择准予或者不予。")})
        documents: list[str] = []
        for _ in range(MOST_STEPS):
            task = self._next(case)
            self._require_authority(case, task)
            require_may_do(case, task, self.by)
            answer = self._answer(case, task)
            documents += answer_task(case, task, answer, self.by).documents
            # Not stored yet, and what comes after the decision may ask for the review.
            case.view.put(task["element_id"], answer)
            if task["stage"] == APPROVAL:
                case.save()
                return {"case_id": case.id, "number": case.row["number"], "documents": documents}
            # The steps that opened are rows now; the next round looks them up.
        raise Forbidden(zh("本事项的流程不能在窗口一次办结，请按流程办理。"))

    def _next(self, case: WorkingCase) -> dict[str, Any]:
        """Return the one open task of review or approval; raises Forbidden where it is not one."""
        found = case.uow.execute(_OPEN, {"case": case.id}).mappings().all()
        if len(found) != 1 or case.row["status"] != "accepted":
            raise nothing_to_decide()
        return dict(found[0])

    def _require_authority(self, case: WorkingCase, task: Mapping[str, Any]) -> None:
        uow = case.uow
        authority = authority_of(uow.connection, self.by, case.row, task["department"], uow.today)
        if authority is None:
            raise not_authorised()
        detail = {"authorisation": authority.number, "stage": task["stage"]}
        case.record("authorised", self.by, element=task["element_id"], token=task["token"], detail=detail)

    def _answer(self, case: WorkingCase, task: Mapping[str, Any]) -> dict[str, Any]:
        form = case.bundle.forms.get(case.bundle.steps[task["element_id"]].form or "")
        own = {name: value for name, value in self.values.items() if form is None or name in form.names}
        if task["stage"] != REVIEW:
            return own
        result = review_result(form, self.values["result"])
        if result == PASS:
            own = {name: value for name, value in own.items() if name not in OF_THE_DECISION}
        return own | {"result": result}
