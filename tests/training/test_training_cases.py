"""The training hall begins with cases at every step, made by the commands that people's pages run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import yaml
from first_start import TUESDAY, begin, play
from sqlalchemy import func, select

from engine.actor import SYSTEM
from engine.administration.verify import verify
from engine.errors import NotAllowed
from engine.hall import Hall
from engine.jobs.sweep import work_through
from engine.law.codes import credit_code_problem, id_number_problem, mobile_problem
from engine.queries.lights import light_of
from engine.queries.post_holders import holders_by_post, town_codes
from engine.queries.step_times import step_times
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.documents import Attachment, Document
from engine.store.lights import RaisedLight
from engine.store.office import Notice
from engine.store.tasks import Task
from engine.store.waits import Incident
from processes.people import people_problems
from processes.registry import folders, load_folder
from processes.simulation_of_hall import simulate_matter
from webapp.training_hall import cases as playing
from webapp.training_hall.acts import DEEDS, FILINGS, perform
from webapp.training_hall.answers import application
from webapp.training_hall.cases import MarkCases, pending
from webapp.training_hall.people import population
from webapp.training_hall.plan import HERE, invented, planned
from webapp.training_hall.samples import sample_of

_case, _task = table_of(Case).c, table_of(Task).c
TOWNS = ("城关", "涧池", "蒲溪", "平梁", "双乳", "铁佛寺", "漩涡", "汉阳", "双河口", "观音河")
MATTERS = [folder.name for folder in folders()]
PAPERS = {
    "receipt",
    "supplement_notice",
    "supplement_receipt",
    "acceptance_notice",
    "acceptance_refusal",
    "materials_return",
    "site_check_record",
    "grant_decision",
    "refusal_decision",
    "branch_opinion",
    "branch_refusal",
    "partial_decision",
    "handover_slip",
    "public_notice",
    "hearing_right_notice",
    "hearing_request_receipt",
    "hearing_notice",
    "hearing_announcement",
    "payment_notice",
    "exemption_decision",
    "payment_slip",
    "certificate",
    "delivery_receipt",
    "withdrawal_notice",
    "special_procedure_notice",
    "extension_notice",
    "renewal_by_silence",
    "rectification_sheet",
}
STATES = {
    "received",
    "supplement_wait",
    "accepted",
    "decided",
    "completed",
    "closed",
    "not_accepted",
    "returned",
    "withdrawn",
    "closed_no_supplement",
}


def rows(hall, query):
    with hall.reading() as connection:
        return connection.execute(query).all()


def fingerprint(hall):
    """Return what people see of every case, without ids."""
    return rows(
        hall,
        select(_case.number, _case.subject, _case.status, _case.outcome, _case.received_at, _case.promised_due)
        .add_columns(_case.trail_seq)
        .order_by(_case.number),
    )


def test_there_is_a_case_in_every_state(lively):
    states = Counter(row.status for row in rows(lively, select(_case.status)))
    assert set(states) == STATES
    assert sum(states.values()) == len(invented())
    outcomes = {row.outcome for row in rows(lively, select(_case.outcome).where(_case.status == "closed"))}
    assert outcomes == {"granted", "partly_granted", "refused"}


@pytest.mark.parametrize("matter", MATTERS)
def test_somebody_has_work_at_every_step(lively, matter):
    with lively.reading() as connection:
        steps = lively.current_bundle(connection, matter).steps
    wanted = {one.element for one in steps.values() if one.post}
    open_ = select(_task.element_id).join(Case, _case.id == _task.case_id)
    waiting = rows(lively, open_.where(_task.status == "open", _case.matter_key == matter))
    assert {row.element_id for row in waiting} == wanted


def test_some_are_late_and_most_are_not(lively):
    today = TUESDAY.date()
    open_ = rows(lively, select(_task.due_on, _task.yellow_on).where(_task.status == "open"))
    lights = Counter(light_of(row.due_on, row.yellow_on, today) for row in open_)
    assert lights["red"] >= 3
    assert lights["yellow"] >= 3
    assert lights["red"] < sum(lights.values()) / 2
    late = select(_case.id).where(_case.status == "accepted", _case.promised_due < today)
    assert 1 <= len(rows(lively, late)) <= 8


def test_they_come_from_ten_towns_over_the_past_weeks(lively):
    assert {case.says["town"].removesuffix("镇") for case in invented()} == set(TOWNS)
    days = sorted(row.received_at.date() for row in rows(lively, select(_case.received_at)))
    assert days[0] < TUESDAY.date() - timedelta(days=28)
    assert days[-1] == TUESDAY.date() - timedelta(days=1)
    assert len(set(days)) > 12
    assert all(lively.calendar.is_workday(day) for day in days)


def test_matters_are_simulated_with_the_times_of_this_hall(lively):
    """In the training hall steps are done on the day or a few days on, and cases that were done have shares."""
    with lively.reading() as connection:
        times = step_times(connection, "small_catering_permit", lively.calendar, lively.legal_now(connection))
        seen = simulate_matter(lively, connection, "small_catering_permit", runs=300)
        limits = simulate_matter(lively, connection, "small_catering_permit", runs=300, limits_only=True)
    assert {"acceptance", "site_check", "review", "approval"} <= times.keys()
    assert all(0 <= days < 60 for taken in times.values() for days in taken)
    assert "review" not in seen.without_times
    assert "review" in limits.without_times
    assert seen.unfinished == 0
    # A few are late in this hall, and few are sent back: by the limits alone every other one would come round.
    assert seen.late < 0.1 < limits.late


def test_every_step_of_every_matter_has_somebody_left_in_every_town(lively):
    with lively.reading() as connection:
        who = holders_by_post(connection, lively.today(connection))
        towns = town_codes(connection)
    # Towns have one approver each: whoever gives relief at once in an emergency must not be that one (EM-18).
    assert [list(people_problems(load_folder(path), who, towns)) for path in folders()] == [[] for _ in folders()]


def test_the_doctor_finds_nothing(lively):
    assert list(verify(lively)) == []
    assert rows(lively, select(table_of(Incident))) == []


def test_nobody_is_accepted_outside_the_hall(lively):
    """Every matter that resides in the hall has a window there (EM-12)."""
    light = table_of(RaisedLight).c
    assert rows(lively, select(light.case_id).where(light.rule == "EM-12")) == []


def test_every_act_has_its_paper_and_its_person(lively):
    kinds = Counter(row.kind for row in rows(lively, select(table_of(Document).c.kind)))
    assert set(kinds) == PAPERS
    assert kinds["receipt"] == len(invented())
    done = rows(lively, select(_task.done_by).where(_task.status == "done"))
    assert all(row.done_by for row in done if row.done_by is not None)
    assert len({row.done_by for row in done}) >= 7


def test_materials_are_small_real_pdf_files(lively):
    file = table_of(Attachment).c
    found = rows(lively, select(file.sha256, file.media_type, file.size, file.case_id).distinct())
    assert len({row.sha256 for row in found}) >= 3 * len(MATTERS)
    assert {row.media_type for row in found} == {"application/pdf"}
    for sha256 in {row.sha256 for row in found}:
        content = lively.files.path(sha256).read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
        assert len(content) < 200_000
    assert {row.case_id for row in found} >= {row.id for row in rows(lively, select(_case.id))}


def test_a_machine_that_sets_no_pages_gets_plain_samples(lively, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with lively.reading() as connection:
        material = lively.current_bundle(connection, MATTERS[0]).facts.materials[0]
    content = sample_of(material)
    assert content.startswith(b"%PDF-1.4")
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        assert (done.stdout.decode().strip(), done.stderr) == (f"Sample: {material.key}", b"")


def test_old_notices_have_been_read(lively):
    notice = table_of(Notice).c
    assert len(rows(lively, select(notice.id).where(notice.read_at.is_not(None)))) > 20
    latest = rows(lively, select(func.min(notice.at)).where(notice.read_at.is_(None)))[0][0]
    assert latest is None or latest.date() >= TUESDAY.date() - timedelta(days=1)


def test_numbers_are_well_formed_and_nobodys():
    cases = [application(case, TUESDAY.date()) for case in invented()]
    others = [one[side] for one in cases for side in ("agent", "seller") if side in one]
    for one in cases + others:
        assert id_number_problem(one["id_number"]) is None
        assert one["id_number"].startswith("610999")
        assert mobile_problem(one["phone"]) is None
        assert one["phone"].startswith("154")
    codes = [one["credit_code"] for one in cases if "credit_code" in one]
    assert [credit_code_problem(one) for one in codes] == [None] * len(codes)
    staff = {row["id_number"] for row in population()["people"] if "id_number" in row}
    assert len({one["id_number"] for one in cases + others} | staff) == len(cases + others) + len(staff)
    assert len({one["phone"] for one in cases + others}) == len(cases + others)
    assert len({one["subject"] for one in cases}) == len(cases)
    assert len(set(codes)) == len(codes)


def test_a_second_run_adds_nothing(lively):
    before = fingerprint(lively)
    assert pending(lively) is None
    assert play(lively) == len(invented())
    assert fingerprint(lively) == before


def ends(hall):
    """Return what became of every case, its steps and papers, whatever the day.

    Steps that nobody did are left out: a weekend more may let a time for rectification run out before a withdrawal.
    """
    paper = table_of(Document).c
    queries = (
        select(_case.subject, _case.matter_key, _case.status, _case.outcome),
        select(_case.subject, _task.element_id, _task.status, _task.result)
        .join(Case, _case.id == _task.case_id)
        .where(_task.status != "cancelled"),
        select(_case.subject, paper.kind).join(Case, _case.id == paper.case_id),
    )
    return [sorted(map(str, rows(hall, query))) for query in queries]


def test_it_begins_within_a_holiday_is_stopped_goes_on_to_the_same_end_and_the_worker_follows(
    lively, tmp_path, monkeypatch
):
    past_midnight_in_a_holiday_of_eight_days = datetime(2026, 10, 7, 16, 1, tzinfo=UTC)
    hall = begin(tmp_path, past_midnight_in_a_holiday_of_eight_days)
    left = iter(range(150))

    def until_stopped(*words):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return perform(*words)

    monkeypatch.setattr(playing, "perform", until_stopped)
    with pytest.raises(KeyboardInterrupt):
        play(hall)
    monkeypatch.undo()
    assert pending(hall) is not None
    assert play(hall) == len(invented())
    assert pending(hall) is None
    assert ends(hall) == ends(lively)
    assert list(verify(hall)) == []
    work_through(hall, "worker")
    assert list(verify(hall)) == []
    assert rows(hall, select(table_of(Incident))) == []
    hall.close()


def test_every_act_is_known_and_every_story_told():
    for case in invented():
        assert {deed.do for _wait, deed in case.story} <= {*DEEDS, *FILINGS}
    for matter in MATTERS:
        said = yaml.safe_load((HERE / f"{matter}.yaml").read_text(encoding="utf-8"))
        told = {row["story"] for row in said["cases"]}
        begun = {part for line in said["stories"].values() for part in line.split(", ")}
        assert told <= set(said["stories"])
        assert set(said["stories"]) <= told | begun
        assert set(said["acts"]) <= {part.split()[-1] for part in begun}
        assert not set(said["acts"]) & set(said["stories"])


def test_acts_are_in_order_and_in_office_hours(lively):
    plan = planned(TUESDAY.date() - timedelta(days=1), lively.calendar)
    assert [one.at for one in plan] == sorted(one.at for one in plan)
    for one in plan:
        assert lively.calendar.is_workday(one.day)
        assert 9 <= (one.at + timedelta(hours=8)).hour < 17
    assert len({(one.case.number, one.step) for one in plan}) == len(plan)


def test_not_in_a_real_hall(tmp_path):
    hall = begin(tmp_path, TUESDAY)
    hall.close()
    real = Hall(hall.url, hall.data)
    with pytest.raises(NotAllowed):
        real.run(MarkCases(by=SYSTEM, state="2026-03-30"))
    real.close()
