"""A case as its page and the pages of its tasks show it to one person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from engine.actor import Actor
from engine.cases.answer_flow import RESERVED
from engine.cases.begin_anew import AGAIN
from engine.cases.public_notice import OBJECTION
from engine.cases.sight import RecordSight, at_counter, at_window, sight_is_recorded, works_on
from engine.cases.standing_pause import may_end
from engine.cases.working_case import ENDED_EARLY
from engine.hall import Hall
from engine.law.masking import mask_name, mask_text
from engine.queries.authorisations import decision_at_window
from engine.queries.branches import BranchLine, branches
from engine.queries.case_bills import BillLine, bills_of_case, may_void
from engine.queries.case_file import CaseFile, ClockLine
from engine.queries.names import department_names
from engine.queries.pauses import ExtensionLine, PauseLine, extension_of_case, pauses_of_case
from engine.queries.transfers import may_transfer
from engine.queries.waits import WaitLine, waits
from engine.queries.what_comes_next import NextStep, what_comes_next
from webapp.cases.answers import Answer, HandedIn, Pairs, answers_of, application_of, materials_of, names_in
from webapp.cases.awaited import Awaited, awaited
from webapp.cases.timeline import Entry, timeline
from webapp.installation import current_hall
from webapp.words import STAGES

# The time that these give is the applicant's.
THEIRS = frozenset({"supplement_wait", "fee", "public_notice", "hearing_request"})
OFFICES = frozenset({"consultation", "hearing", "rectification"})
"""What departments owe each other and the parties; the applicant's limit runs on meanwhile."""
WITHDRAWABLE = frozenset({"received", "supplement_wait", "accepted"})
STAGE_OF_STATUS = {
    "received": "acceptance",
    "supplement_wait": "acceptance",
    "accepted": "review",
    "decided": "completion",
    "completed": "delivery",
}


@dataclass(frozen=True)
class ShownCase:
    """A case with everything that its pages print; ``masked`` hides personal data from who only looks."""

    file: CaseFile
    masked: bool
    is_clerk: bool
    """Whether the reader is a clerk at the window of this case."""
    hands_receipt: bool
    """Whether the reader stands before the applicant: such a clerk, or the agent of the village."""
    department_name: str
    names: dict[str, str]
    waits: tuple[WaitLine, ...]
    bills: tuple[BillLine, ...]
    """Newest first."""
    voidable: frozenset[str]
    """Bills that the reader may void."""
    transferable: frozenset[str]
    """Open tasks that the reader may give to a colleague."""
    decides_here: bool
    """Whether the reader may decide the case at the window now, by a written authorisation."""
    pauses: tuple[PauseLine, ...]
    endable: frozenset[str]
    """Running pauses that the reader may end."""
    extension: ExtensionLine | None
    """The newest proposal to extend the limit."""

    @property
    def applicant(self) -> str:
        name: str = self.file.case["applicant_name"]
        return mask_name(name) if self.masked else name

    @property
    def stage(self) -> str | None:
        """The stage for the stepper; none for a case that ended before its end."""
        case = self.file.case
        if case["status"] in ENDED_EARLY:
            return None
        if case["closed_at"]:
            return "closed"
        order = list(STAGES)
        open_stages = [task.stage for task in self.file.open_tasks if task.stage in order]
        return min(open_stages, key=order.index) if open_stages else STAGE_OF_STATUS.get(case["status"])

    @property
    def stage_dates(self) -> dict[str, datetime]:
        """When each stage that is done was worked on last."""
        done = {task.stage: task.done_at for task in self.file.tasks if task.status == "done" and task.done_at}
        return {stage: at for stage, at in done.items() if stage != self.stage}

    @cached_property
    def application(self) -> Pairs:
        return application_of(self.file, self.names, masked=self.masked)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        return answers_of(self.file, self.names, masked=self.masked)

    @cached_property
    def materials(self) -> tuple[HandedIn, ...]:
        return materials_of(self.file)

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        return timeline(self.file.bundle, self.file.trail, masked=self.masked)

    @cached_property
    def next_steps(self) -> tuple[NextStep, ...]:
        """What comes next, of people's steps or, where nobody has the case, of what is waited for."""
        here = [task.element_id for task in self.file.open_tasks] or [one.element_id for one in self.waits]
        return what_comes_next(self.file.bundle, here)

    @cached_property
    def branches(self) -> tuple[BranchLine, ...]:
        """How far each department is in a joint case."""
        return branches(self.file)

    @property
    def awaited(self) -> tuple[Awaited, ...]:
        """What the case waits for while nobody has it in hand."""
        return () if self.file.open_tasks else awaited(self.waits, self.file.clocks)

    @property
    def messages(self) -> tuple[WaitLine, ...]:
        """The reports that the window may take from the applicant for the waiting flow."""
        return tuple(one for one in self.waits if one.message and one.message not in RESERVED)

    @property
    def takes_objections(self) -> bool:
        """Whether the case is under public notice, so that the window takes down objections."""
        return self.is_clerk and any(one.message == OBJECTION for one in self.waits)

    @property
    def main_clock(self) -> ClockLine | None:
        """The running clock that ends first, of those that the hall owes the applicant."""
        running = [clock for clock in self.file.clocks if clock.stopped_on is None]
        owed = [clock for clock in running if clock.kind not in THEIRS | OFFICES] or running
        return min(owed, key=lambda clock: clock.due_on, default=None)

    @property
    def told_until(self) -> date | None:
        """The day by which the running pauses end as the applicant was told; none where one has no such day."""
        running = [one.told_until for one in self.pauses if one.ended_on is None]
        told = [day for day in running if day is not None]
        return max(told) if told and len(told) == len(running) else None

    @property
    def may_begin_anew(self) -> bool:
        """Whether the reader may take the same application in anew, after an end without a decision."""
        return self.is_clerk and self.file.case["status"] in AGAIN

    @property
    def may_withdraw(self) -> bool:
        return self.is_clerk and self.file.case["status"] in WITHDRAWABLE and not self.file.case["closed_at"]


def show_case(connection: Connection, by: Actor, file: CaseFile) -> tuple[ShownCase, bool]:
    """Return the case as ``by`` may see it, and whether this look has yet to be recorded."""
    case = file.case
    full = works_on(connection, by, case["id"], case["department"])
    bills = bills_of_case(connection, case["id"])
    pauses = pauses_of_case(connection, case["id"], current_hall().calendar, file.today)
    shown = ShownCase(
        file,
        not full,
        at_window(connection, by, case["id"], case["department"]),
        at_counter(connection, by, case["id"], case["department"]),
        department_names(connection).get(case["department"], case["department"]),
        names_in(connection, file),
        waits(connection, file.bundle, case["id"]),
        tuple(_masked(bill) for bill in bills) if not full else bills,
        frozenset(bill.id for bill in bills if may_void(connection, by, bill)),
        frozenset(task.id for task in file.open_tasks if may_transfer(connection, by, task)),
        decision_at_window(connection, by, file) is not None,
        pauses,
        frozenset(
            one.id for one in pauses if one.ended_on is None and may_end(connection, by, case["id"], one.started_by)
        ),
        extension_of_case(connection, case["id"]),
    )
    return shown, full and not sight_is_recorded(connection, by, case["id"], file.today)


def _masked(bill: BillLine) -> BillLine:
    """Return the bill with numbers hidden in what people wrote."""
    payments = tuple(replace(one, void_reason=mask_text(one.void_reason or "")) for one in bill.payments)
    return replace(bill, void_reason=mask_text(bill.void_reason or ""), payments=payments)


def record_sight(hall: Hall, by: Actor, case_id: str) -> None:
    """Put it on record that ``by`` saw the personal data of the case today."""
    hall.run(RecordSight(by=by, case_id=case_id))
