"""The branches of a joint case as its lead sees them: who, how far, until when, and with what result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.branches import Branch
from engine.queries.case_file import CaseFile, TaskLine

NOT_CHOSEN, IN_HAND, WAITING = "not_chosen", "in_hand", "waiting"


@dataclass(frozen=True)
class BranchLine:
    """One department's part in the case.

    ``state`` is not_chosen, in_hand (somebody has a step or may claim it), waiting (for a message or a time),
    consent or decline. No answer is never a consent: ``light`` turns red and that is all.
    """

    name: str
    department: str
    department_name: str
    state: str
    tasks: tuple[TaskLine, ...]
    due_on: date | None
    days_left: int | None
    light: str

    @property
    def is_decided(self) -> bool:
        return self.state in ("consent", "decline")


def branches(file: CaseFile) -> tuple[BranchLine, ...]:
    """Return every branch of the case's matter, in the order of the process; none for one department alone."""
    return tuple(_line(file, branch) for branch in file.bundle.branches)


def _line(file: CaseFile, branch: Branch) -> BranchLine:
    elements = {step.element for step in branch.steps}
    before = {step.element for step in branch.before}
    tasks = tuple(task for task in file.tasks if task.element_id in elements and task.status != "cancelled")
    held = [task for task in tasks if task.status == "open"]
    urgent = min(held, key=lambda task: (task.due_on is None, task.due_on), default=None)
    department = branch.decision.place(file.case)[0]
    return BranchLine(
        name=branch.decision.name,
        department=department,
        department_name=next((one.department_name for one in tasks if one.department == department), department),
        state=_state(branch, [task for task in tasks if task.element_id in before]),
        tasks=tasks,
        due_on=urgent.due_on if urgent else None,
        days_left=urgent.days_left if urgent else None,
        light=urgent.light if urgent else "none",
    )


def _state(branch: Branch, tasks: list[TaskLine]) -> str:
    if not tasks:
        return NOT_CHOSEN
    if any(task.status == "open" for task in tasks):
        return IN_HAND
    decided = [task.result for task in tasks if task.element_id == branch.decision.element]
    return decided[-1] if decided and decided[-1] in ("consent", "decline") else WAITING
