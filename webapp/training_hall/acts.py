"""What people do in the invented cases: each act is one of the commands that their pages run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engine.actor import Actor, applicant
from engine.bundle import Bundle
from engine.cases.answer_flow import AnswerFlow
from engine.cases.approve_extension import ApproveExtension
from engine.cases.ask_for_hearing import AskForHearing
from engine.cases.claim_task import ClaimTask
from engine.cases.close_without_supplement import CloseWithoutSupplement
from engine.cases.complete_task import CompleteTask
from engine.cases.decide_at_window import DecideAtWindow
from engine.cases.end_special_procedure import EndSpecialProcedure
from engine.cases.file_case import ONLINE, TAKES_IN
from engine.cases.pay_bill import PayBill, PayBillForPractice
from engine.cases.propose_extension import ProposeExtension
from engine.cases.public_notice import RaiseObjection
from engine.cases.save_opinion import SaveOpinion
from engine.cases.schedule_hearing import ScheduleHearing
from engine.cases.sight import WINDOW
from engine.cases.start_special_procedure import StartSpecialProcedure
from engine.cases.tell_hearing_right import TellHearingRight
from engine.cases.void_bill import VoidBill
from engine.cases.where_it_belongs import belongs_to
from engine.cases.withdraw_case import WithdrawCase
from engine.command import Command
from engine.errors import Forbidden, NotAllowed
from engine.hall import Hall
from engine.law.hearings import earliest_day
from engine.steps import TOWN, VILLAGE
from engine.store.base import table_of
from engine.store.bills import Bill
from engine.store.cases import Case
from engine.store.clocks import ClockExtension, ClockPause
from engine.store.hearings import Hearing
from engine.store.tasks import Task
from webapp.training_hall import answers
from webapp.training_hall.hand_in import HandIn
from webapp.training_hall.plan import Act
from webapp.training_hall.samples import Samples

CASHIER, INSPECTOR = ("cashier", "fee_hall"), "inspector"
_task, _bill, _hearing = table_of(Task).c, table_of(Bill).c, table_of(Hearing).c


@dataclass(frozen=True)
class Stage:
    """The hall in the past with its people by login, the matters by key, and samples of their materials."""

    hall: Hall
    people: Mapping[str, Actor]
    bundles: Mapping[str, Bundle]
    samples: Samples

    asked: dict[int, tuple[dict[str, Any], dict[str, str]]] = field(default_factory=dict)
    """What each applicant was asked for, by the number of the case: looked up once."""

    def holders(self, post: str, department: str) -> list[Actor]:
        """Return who holds a post in a department."""
        return [one for one in self.people.values() if one.holds(post, department)]

    def person(self, person_id: str) -> Actor:
        """Return somebody by id."""
        return next(one for one in self.people.values() if one.person_id == person_id)


@dataclass(frozen=True)
class Doing:
    """An act that is being done in a case: the id is empty for the first of a case."""

    stage: Stage
    act: Act
    key: str
    case_id: str

    @property
    def bundle(self) -> Bundle:
        return self.stage.bundles[self.act.case.matter]

    @property
    def asked(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Values and materials of the application."""
        case, known = self.act.case, self.stage.asked
        if case.number not in known:
            known[case.number] = answers.asked_of(case, self.bundle, self.act.day)
        return known[case.number]

    def run(self, command: Callable[..., Command], by: Actor, **said: Any) -> dict[str, Any]:
        """Run a command about this case."""
        return self.stage.hall.run(command(by=by, key=self.key, case_id=self.case_id, **said))

    def says(self, **more: Any) -> dict[str, Any]:
        """Return the answer that the file words, in the words of this case and day."""
        words = answers.words_of(self.act.case, self.bundle, self.asked, self.act.day)
        filled: dict[str, Any] = answers.put_in(dict(self.act.deed.says), words | more)
        return filled

    def task(self) -> Any:
        """Return the next open task of the step that is meant: its row."""
        deed = self.act.deed
        wanted = [_task.case_id == self.case_id, _task.status == "open"]
        wanted += [_task.element_id == deed.at] if deed.at else []
        wanted += [_task.department == deed.department] if deed.department else []
        query = select(_task.id, _task.element_id, _task.post, _task.department, _task.assignee_id)
        with self.stage.hall.reading() as connection:
            row = connection.execute(query.where(*wanted).order_by(_task.instance, _task.id)).first()
        assert row is not None, f"case {self.act.case.number}: nothing is open for {deed.name}"
        return row

    def by_one_who_may(self, able: Sequence[Actor], do: Callable[[Actor], Any]) -> Any:
        """Let one of ``able`` do it: each case begins with another, and who is kept from it leaves it to the next."""
        turn = self.act.case.number % len(able)
        named = self.stage.people.get(self.act.deed.who)
        for by in (named,) if named else (*able[turn:], *able[:turn]):
            with suppress(NotAllowed):
                return do(by)
        raise AssertionError(f"case {self.act.case.number}: nobody may do {self.act.deed.name}")

    def by_its_holder(self, task: Any, do: Callable[[Actor], Any]) -> Any:
        """Let it be done by whoever the task is assigned to, or by one who holds the post."""
        if task.assignee_id is not None:
            return do(self.stage.person(task.assignee_id))
        return self.by_one_who_may(self.stage.holders(task.post, task.department), do)

    def clerk(self) -> Actor:
        """Return the clerk at the window where the case came in."""
        with self.stage.hall.reading() as connection:
            done = select(_task.done_by).where(_task.case_id == self.case_id, _task.post == WINDOW)
            return self.stage.person(
                connection.execute(done.where(_task.status == "done").order_by(_task.done_at.desc())).scalars().first()
            )

    def bill(self) -> Any:
        """Return the bill that is owed: its row."""
        with self.stage.hall.reading() as connection:
            wanted = select(_bill.id, _bill.made_by).where(_bill.case_id == self.case_id, _bill.status == "open")
            return connection.execute(wanted).one()

    def hearing(self) -> Any:
        """Return the hearing of the case: its row."""
        with self.stage.hall.reading() as connection:
            return connection.execute(
                select(_hearing.id, _hearing.told_by).where(_hearing.case_id == self.case_id)
            ).one()


def perform(stage: Stage, act: Act, key: str, case_id: str) -> str:
    """Do one act and return the id of its case; ``case_id`` is empty for the first."""
    doing = Doing(stage, act, key, case_id)
    if act.deed.do in FILINGS:
        return FILINGS[act.deed.do](doing)
    DEEDS[act.deed.do](doing)
    return case_id


def _file(doing: Doing) -> str:
    return str(doing.stage.hall.run(_filing(doing, applicant(), ONLINE))["case_id"])


def _file_at_window(doing: Doing) -> str:
    return _file_at(doing, "window")


def _file_in_village(doing: Doing) -> str:
    return _file_at(doing, "village")


def _file_at(doing: Doing, channel: str) -> str:
    values, _files = doing.asked
    with doing.stage.hall.reading() as connection:
        place = dict(zip((TOWN, VILLAGE), belongs_to(connection, doing.bundle, values), strict=True))
    steps = [step for step in doing.bundle.steps.values() if step.post == TAKES_IN[channel]]
    able = [one for step in steps for one in doing.stage.holders(step.post, step.place(place)[0])]
    run = doing.stage.hall.run
    return str(doing.by_one_who_may(able, lambda by: run(_filing(doing, by, channel)))["case_id"])


def _filing(doing: Doing, by: Actor, channel: str) -> HandIn:
    values, files = doing.asked
    return _hand_in(doing, by, values=values, files=files, channel=channel)


def _hand_in(doing: Doing, by: Actor, files: Mapping[str, str], **said: Any) -> HandIn:
    facts = doing.bundle.facts
    handed = {field: doing.stage.samples.of(facts, material) for field, material in files.items()}
    return HandIn(by=by, key=doing.key, matter_key=doing.act.case.matter, samples=handed, **said)


def _supplement(doing: Doing) -> None:
    asked = next(deed.says["materials"] for deed in doing.act.before() if deed.says.get("result") == "supplement")
    files = {one["material"]: one["material"] for one in asked}
    doing.stage.hall.run(_hand_in(doing, applicant(doing.case_id), files, values={}, case_id=doing.case_id))


def _complete(doing: Doing) -> None:
    task = doing.task()
    officers = doing.stage.holders(INSPECTOR, task.department)[:2]
    values = doing.says(
        officers=[{"name": one.name} for one in officers],
        people=[one.person_id for one in _people_for(doing, task.element_id)],
    )
    run = doing.stage.hall.run
    doing.by_its_holder(task, lambda by: run(CompleteTask(by=by, key=doing.key, task_id=task.id, values=values)))


def _people_for(doing: Doing, element: str) -> Sequence[Actor]:
    """Return two for the step whose people an answer of ``element`` names, each case another two; mostly nobody."""
    for one in doing.bundle.definition.elements.values():
        wanted = one.multi_instance.collection if one.multi_instance is not None else None
        if wanted is not None and wanted.startswith(f"{element}.") and one.multi_instance.item == "person":
            step = doing.bundle.steps[one.id]
            able = doing.stage.holders(step.post, step.place(_place(doing))[0])
            turn = doing.act.case.number % len(able)
            return (able[turn:] + able[:turn])[:2]
    return ()


def _place(doing: Doing) -> Mapping[str, Any]:
    """Return the codes of town and village of the case."""
    case = table_of(Case).c
    with doing.stage.hall.reading() as connection:
        return connection.execute(select(case.town, case.village).where(case.id == doing.case_id)).mappings().one()


def _claim(doing: Doing) -> None:
    task = doing.task()
    doing.by_its_holder(task, lambda by: doing.stage.hall.run(ClaimTask(by=by, key=doing.key, task_id=task.id)))


def _save(doing: Doing) -> None:
    task, said = doing.task(), {name: [text] for name, text in doing.says().items()}
    run = doing.stage.hall.run
    doing.by_its_holder(task, lambda by: run(SaveOpinion(by=by, key=doing.key, task_id=task.id, values=said)))


def _report(doing: Doing) -> None:
    # Over a long holiday the time for it runs out before anybody can report.
    with suppress(Forbidden):
        doing.run(AnswerFlow, applicant(doing.case_id), **doing.says())


def _withdraw(doing: Doing) -> None:
    doing.run(WithdrawCase, applicant(doing.case_id), **doing.says())


def _close(doing: Doing) -> None:
    doing.run(CloseWithoutSupplement, doing.clerk())


def _decide_at_window(doing: Doing) -> None:
    doing.run(DecideAtWindow, doing.clerk(), values=doing.says())


def _object(doing: Doing) -> None:
    doing.run(RaiseObjection, doing.clerk(), **doing.says())


def _pay(doing: Doing) -> None:
    bill, run = doing.bill(), doing.stage.hall.run
    cashiers = doing.stage.holders(*CASHIER)
    doing.by_one_who_may(cashiers, lambda by: run(PayBill(by=by, key=doing.key, bill_id=bill.id, **doing.says())))


def _pay_online(doing: Doing) -> None:
    payment = PayBillForPractice(by=applicant(doing.case_id), key=doing.key, bill_id=doing.bill().id)
    doing.stage.hall.run(payment)


def _special_procedure(doing: Doing) -> None:
    _from_step(doing, StartSpecialProcedure)


def _end_special_procedure(doing: Doing) -> None:
    pause, hall, result = table_of(ClockPause).c, doing.stage.hall, doing.says()["result"]
    wanted = select(pause.id, pause.started_by).where(pause.case_id == doing.case_id, pause.ended_on.is_(None))
    with hall.reading() as connection:
        row = connection.execute(wanted).one()
    hall.run(EndSpecialProcedure(by=doing.stage.person(row.started_by), key=doing.key, pause_id=row.id, result=result))


def _propose_extension(doing: Doing) -> None:
    _from_step(doing, ProposeExtension)


def _from_step(doing: Doing, command: Callable[..., Command]) -> None:
    task, run = doing.task(), doing.stage.hall.run
    said = doing.says()
    doing.by_its_holder(task, lambda by: run(command(by=by, key=doing.key, task_id=task.id, **said)))


def _approve_extension(doing: Doing) -> None:
    extension = table_of(ClockExtension).c
    wanted = select(extension.id, extension.approver_post, extension.approver_department)
    with doing.stage.hall.reading() as connection:
        row = connection.execute(wanted.where(extension.case_id == doing.case_id)).one()
    heads = doing.stage.holders(row.approver_post, row.approver_department)
    run = doing.stage.hall.run
    doing.by_one_who_may(
        heads, lambda by: run(ApproveExtension(by=by, key=doing.key, extension_id=row.id, approve=True))
    )


def _tell_hearing(doing: Doing) -> None:
    _from_step(doing, TellHearingRight)


def _ask_hearing(doing: Doing) -> None:
    asked = AskForHearing(
        by=applicant(doing.case_id), key=doing.key, hearing_id=doing.hearing().id, reason=doing.says()["reason"]
    )
    doing.stage.hall.run(asked)


def _schedule_hearing(doing: Doing) -> None:
    hall, said, row = doing.stage.hall, doing.says(), doing.hearing()
    day = hall.calendar.next_workday(earliest_day(doing.act.day))
    chair = doing.stage.people[said["chair"]].person_id or ""
    about = {"day": day, "time": "09:30", "place": said["place"], "chair": chair, "announced": True}
    hall.run(ScheduleHearing(by=doing.stage.person(row.told_by), key=doing.key, hearing_id=row.id, **about))


def _void_bill(doing: Doing) -> None:
    bill = doing.bill()
    by = doing.stage.person(bill.made_by)
    doing.stage.hall.run(VoidBill(by=by, key=doing.key, bill_id=bill.id, **doing.says()))


FILINGS: dict[str, Callable[[Doing], str]] = {
    "file": _file,
    "file_at_window": _file_at_window,
    "file_in_village": _file_in_village,
}
DEEDS: dict[str, Callable[[Doing], None]] = {
    "complete": _complete,
    "claim": _claim,
    "save": _save,
    "supplement": _supplement,
    "report": _report,
    "withdraw": _withdraw,
    "close": _close,
    "decide_at_window": _decide_at_window,
    "object": _object,
    "pay": _pay,
    "pay_online": _pay_online,
    "void_bill": _void_bill,
    "special_procedure": _special_procedure,
    "end_special_procedure": _end_special_procedure,
    "propose_extension": _propose_extension,
    "approve_extension": _approve_extension,
    "tell_hearing": _tell_hearing,
    "ask_hearing": _ask_hearing,
    "schedule_hearing": _schedule_hearing,
}
"""What a file may say that somebody does, besides filing."""
