"""Every command that changes a case leaves an entry in its trail, and a new command has to say which (步步留痕)."""

from __future__ import annotations

import io
import pkgutil
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from support import catering
from support.fees import Fees
from support.training import TrainingHall
from support.unrecorded import watching

import engine.cases
import engine.studio
from engine.actor import SYSTEM, applicant
from engine.cases.add_note import AddNote
from engine.cases.attach_file import AttachFile
from engine.cases.begin_anew import BeginAnew
from engine.cases.claim_task import ClaimTask
from engine.cases.close_without_supplement import CloseWithoutSupplement
from engine.cases.raise_lights import RaiseLights
from engine.cases.release_task import ReleaseTask
from engine.cases.save_opinion import SaveOpinion
from engine.cases.withdraw_case import WithdrawCase
from engine.clock import FixedClock
from engine.command import Command
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.tasks import Task
from engine.store.trail import TrailEntry
from engine.store.unit_of_work import UnitOfWork

NOT_A_CASE = {
    "CloseCashDay": "closes a cashier's day; its bills are closed already, and the office's record has it",
    "SaveDraft": "there is no case yet",
    "RemoveFile": "a file of a draft, before there is a case",
    "RecordSight": "who looked is a record of its own, once per person, case and day",
    "RecordSights": "the same for a page of several cases",
}
PLAYED = {
    "FileCase": "filed",
    "CompleteTask": "done",
    "ClaimTask": "claimed",
    "SaveOpinion": "opinion_saved",
    "ReleaseTask": "released",
    "AddNote": "noted",
    "AttachFile": "attached",
    "WithdrawCase": "withdrawn",
    "BeginAnew": "begun_anew",
    "ReceiveSupplement": "caught",
    "CloseWithoutSupplement": "closed_no_supplement",
    "RaiseLights": "light",
    "PayBill": "bill_paid",
    "VoidPayment": "payment_voided",
    "VoidBill": "bill_voided",
}
ELSEWHERE = {
    "TransferTask": ("transferred", "cases/test_transferred_task.py"),
    "FireTimer": ("timer", "concurrency/test_timer_against_person.py"),
    "AnswerFlow": ("caught", "cases/test_small_catering_permit.py"),
    "DeemRenewed": ("deemed_renewed", "cases/test_art_50_silence_renews.py"),
    "DeemAccepted": ("deemed_accepted", "cases/test_art_32_one_time_notice.py"),
    "DecideAtWindow": ("authorised", "cases/test_authorised_window.py"),
    "FollowCalendar": ("calendar_changed", "cases/test_calendar_change.py"),
    "RetryIncident": ("incident_retried", "cases/test_incidents.py"),
    "FinishService": ("done", "cases/test_incidents.py"),
    "EndPublicNotice": ("caught", "cases/test_public_notice.py"),
    "RaiseObjection": ("caught", "cases/test_public_notice.py"),
    "PayBillForPractice": ("bill_paid", "cases/test_collected_apart.py"),
    "StartSpecialProcedure": ("pause_started", "cases/test_art_45_special_procedure.py"),
    "EndSpecialProcedure": ("pause_ended", "cases/test_art_45_special_procedure.py"),
    "Suspend": ("suspended", "cases/test_suspension_by_statute.py"),
    "Resume": ("resumed", "cases/test_suspension_by_statute.py"),
    "ProposeExtension": ("extension_proposed", "cases/test_art_42_extension.py"),
    "ApproveExtension": ("extension_approved", "cases/test_art_42_extension.py"),
    "RaisePauseLight": ("light", "supervision/test_em_09_pause_too_long.py"),
    "AskDepartment": ("consultation_asked", "cases/test_consultation.py"),
    "ReceiveConsultation": ("consultation_received", "cases/test_consultation.py"),
    "AnswerConsultation": ("consultation_answered", "cases/test_consultation.py"),
    "WithdrawConsultation": ("consultation_withdrawn", "cases/test_consultation.py"),
    "ReceiveHandOver": ("hand_over_received", "cases/test_art_35_hand_overs.py"),
    "TellHearingRight": ("hearing_told", "cases/test_art_47_hearing_on_request.py"),
    "CallHearing": ("hearing_called", "cases/test_art_46_hearing_by_the_authority.py"),
    "AskForHearing": ("hearing_asked", "cases/test_art_47_hearing_on_request.py"),
    "WaiveHearing": ("hearing_waived", "cases/test_art_47_hearing_on_request.py"),
    "LapseHearingRight": ("hearing_lapsed", "cases/test_art_47_hearing_on_request.py"),
    "ScheduleHearing": ("hearing_scheduled", "cases/test_art_48_hearing_procedure.py"),
    "AskChairToWithdraw": ("recusal_asked", "cases/test_art_48_hearing_procedure.py"),
    "DecideRecusal": ("recusal_decided", "cases/test_art_48_hearing_procedure.py"),
    "RecordHearing": ("hearing_held", "cases/test_art_48_hearing_procedure.py"),
    "WithdrawHearing": ("hearing_withdrawn", "cases/test_art_47_hearing_on_request.py"),
    "MoveCases": ("moved", "studio/test_move_running_cases.py"),
    "UndoMove": ("move_undone", "studio/test_move_running_cases.py"),
}
"""Commands that are played in a file of their own; the act is what they leave."""
NO_CASE_IN_STUDIO = "Draft", "Version"


def commands() -> set[str]:
    """Return the names of all commands on cases, those of the studio on running cases among them."""
    for package in (engine.cases, engine.studio):
        for module in pkgutil.iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    every, open_ = set(), [Command]
    while open_:
        open_ += (below := open_.pop().__subclasses__())
        every |= {one for one in below if one.__module__.startswith(("engine.cases", "engine.studio"))}
    in_studio = {one for one in every if one.__module__.startswith("engine.studio")}
    return {one.__name__ for one in every - in_studio} | {
        one.__name__ for one in in_studio if not one.__name__.endswith(NO_CASE_IN_STUDIO)
    }


def test_every_command_is_known_here():
    """Whoever adds a command says here which entry it leaves, or why none."""
    assert commands() == {*NOT_A_CASE, *PLAYED, *ELSEWHERE}


def test_every_command_that_is_played_elsewhere_is():
    tests = Path(__file__).parents[1]
    for _act, file in ELSEWHERE.values():
        assert (tests / file).is_file(), file


@pytest.fixture
def watched(sqlite_template, tmp_path):
    """A hall of which every transaction is looked at, and what was found."""
    shutil.copytree(sqlite_template, tmp_path, dirs_exist_ok=True)
    found: list[list[str]] = []
    clock = FixedClock()
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    hall = Hall(url, tmp_path, clock=clock, training=True, unit_of_work=watching(found))
    yield TrainingHall(hall, clock), found
    hall.close()


def newest_act(training: TrainingHall, case: str) -> str:
    return training.supervisor.file(case).trail[-1].act


def test_nothing_of_a_case_changes_without_an_entry(watched):
    training, found = watched
    run, clerk = training.hall.run, training.clerk

    case = catering.to_approval(training)
    assert newest_act(training, case) in ("done", "claimed")
    run(AddNote(by=clerk.actor, case_id=case, note="电话已核实"))
    assert newest_act(training, case) == "noted"
    sha256, size = training.hall.files.put(io.BytesIO(b"%PDF-1.4 photo"), 1 << 20)
    about = {"material": "other", "filename": "王小明的照片.pdf", "media_type": "application/pdf"}
    run(AttachFile(by=clerk.actor, case_id=case, sha256=sha256, size=size, **about))
    assert newest_act(training, case) == "attached"
    approver = training.approver
    task = approver.find(case, "approval")
    run(ClaimTask(by=approver.actor, task_id=task))
    assert newest_act(training, case) == "claimed"
    run(SaveOpinion(by=approver.actor, task_id=task, values={"opinion": "拟同意"}))
    assert newest_act(training, case) == "opinion_saved"
    run(ReleaseTask(by=approver.actor, task_id=task))
    assert newest_act(training, case) == "released"
    training.pass_days(10)
    run(RaiseLights(by=SYSTEM, case_id=case))
    assert newest_act(training, case) == "light"
    run(WithdrawCase(by=applicant(case), case_id=case, reason="不办了"))
    run(BeginAnew(by=applicant(case), case_id=case))
    assert newest_act(training, case) == "begun_anew"

    supplemented = catering.file_application(training)
    catering.ask_for(training, supplemented, "layout_plan")
    catering.supplement(training, supplemented, "layout_plan")
    late = catering.file_application(training)
    catering.ask_for(training, late, "layout_plan")
    training.pass_days(70)
    run(CloseWithoutSupplement(by=clerk.actor, case_id=late))

    fees = Fees(training)
    billed, bill = fees.billed()
    payment = fees.pay(bill)["payment_id"]
    fees.void_payment(payment)
    assert newest_act(training, billed) == "payment_voided"
    _case, wrong = fees.billed()
    fees.void(wrong)

    assert found == [], "these tables of cases were written without an entry in the trail"
    with training.hall.reading() as connection:
        acts = set(connection.execute(select(table_of(TrailEntry).c.act).distinct()).scalars())
    assert set(PLAYED.values()) <= acts


def test_a_change_without_an_entry_is_seen_and_refused(watched):
    training, found = watched
    case = training.file_case()

    class Sly(Command):
        def execute(self, uow: UnitOfWork) -> dict[str, str]:
            row = dict(uow.execute(select(table_of(Task)).where(Task.case_id == case)).mappings().first())
            row |= {"id": "sly", "token": "sly", "name": "悄悄加的一步"}
            uow.execute(insert(table_of(Task)), row)
            return {}

    training.hall.run(Sly(by=training.clerk.actor))
    assert found == [["task"]]
