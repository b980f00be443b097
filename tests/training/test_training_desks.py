"""Whoever signs in to a new training hall finds something on the desk."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from first_start import TUESDAY
from sqlalchemy import func, select

from engine.queries.lights import light_of
from engine.steps import SELECTORS
from engine.store.base import table_of
from engine.store.bills import Bill, CashDay, Payment
from engine.store.cases import Case
from engine.store.clocks import CaseClock
from engine.store.complaints import Complaint
from engine.store.documents import Document
from engine.store.enquiries import Enquiry
from engine.store.lights import RaisedLight
from engine.store.orders import OverrunExplanation, SupervisionOrder
from engine.store.people import Department, Person
from engine.store.tasks import Task
from engine.store.trail import TrailEntry
from processes.registry import folders
from webapp.training_hall.people import population

ROOT = Path(__file__).parents[2]
MONDAY = TUESDAY.date() - timedelta(days=1)
"""The last day of the plan."""
NOT_FOR_STEPS = {
    "cashier",
    "supervisor",
    "feedback_officer",
    "matter_manager",
    "process_designer",
    "administrator",
    "authority_head",
    "government_head",
    "calendar_keeper",
}
_case, _task, _bill = table_of(Case).c, table_of(Task).c, table_of(Bill).c
_document, _person, _department = table_of(Document).c, table_of(Person).c, table_of(Department).c


def rows(hall, query):
    with hall.reading() as connection:
        return connection.execute(query).all()


def open_work(hall):
    """Return post, department and holder of every open step."""
    return rows(hall, select(_task.post, _task.department, _task.assignee_id).where(_task.status == "open"))


@pytest.mark.parametrize("matter", [folder.name for folder in folders()])
def test_every_office_of_the_county_has_work_of_every_matter_it_works_on(lively, matter):
    with lively.reading() as connection:
        steps = lively.current_bundle(connection, matter).steps.values()
    wanted = {(one.post, one.department) for one in steps if one.post and one.department not in SELECTORS}
    open_ = select(_task.post, _task.department).join(Case, _case.id == _task.case_id)
    found = {tuple(row) for row in rows(lively, open_.where(_task.status == "open", _case.matter_key == matter))}
    assert wanted <= found


def idle(hall, logins):
    """Return who of ``logins`` has no open step to do or to claim."""
    ids = {row.login: row.id for row in rows(hall, select(_person.login, _person.id))}
    posts = {row["login"]: {tuple(pair) for pair in row["posts"]} for row in population()["people"]}
    work = open_work(hall)

    def has_work(login):
        own = [one for one in work if (one.post, one.department) in posts[login]]
        return any(one.assignee_id in (None, ids[login]) for one in own)

    return [one for one in logins if {post for post, _ in posts[one]} - NOT_FOR_STEPS and not has_work(one)]


def test_everybody_in_the_offices_of_the_county_finds_work(lively):
    county = {row["code"] for row in population()["departments"] if row.get("level", "county") == "county"}
    people = [row["login"] for row in population()["people"] if row["department"] in county]
    assert idle(lively, people) == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_whom_the_readme_names_finds_work(lively, readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    named = set()
    for cell in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE):
        words = re.findall(r"`([a-z0-9-]+)`", cell)
        prefixes = [word for word in words if word.endswith("-")] or [""]
        named |= {prefix + word for prefix in prefixes for word in words if not word.endswith("-")}
    assert len(named) > 30
    assert named <= {row["login"] for row in population()["people"]}
    assert idle(lively, sorted(named)) == []


def test_relief_waits_in_village_town_and_county_under_the_numbers_of_the_towns(lively):
    levels = {row.code: row.level for row in rows(lively, select(_department.code, _department.level))}
    open_ = select(_task.department).join(Case, _case.id == _task.case_id)
    places = {
        row.department
        for row in rows(lively, open_.where(_task.status == "open", _case.matter_key == "temporary_relief"))
    }
    at = Counter(levels[place] for place in places)
    assert at["village"] >= 1
    assert at["town"] >= 5
    assert at["county"] >= 2
    numbers = select(_document.number).where(_document.kind == "acceptance_notice")
    series = {row.number.partition("〔")[0] for row in rows(lively, numbers)}
    assert len([one for one in series if one.startswith(("汉城关", "汉涧池", "汉蒲溪", "汉平梁", "汉双乳"))]) == 5


def test_villages_and_towns_take_in_in_their_own_name(lively):
    channels = {
        row.channel for row in rows(lively, select(_case.channel).where(_case.matter_key == "temporary_relief"))
    }
    assert channels == {"online", "window", "village"}
    records = select(_document.number).where(_document.kind == "site_check_record")
    issuers = {row.number.partition("核〔")[0] for row in rows(lively, records)}
    assert {"汉城关", "汉涧池", "汉市监"} <= issuers
    assert "汉民" not in issuers


def test_a_notice_hangs_out_and_another_was_objected_to(lively):
    clock, trail = table_of(CaseClock).c, table_of(TrailEntry).c
    hanging = select(clock.due_on).where(clock.kind == "public_notice", clock.stopped_on.is_(None))
    assert any(row.due_on >= TUESDAY.date() for row in rows(lively, hanging))
    objected = select(trail.case_id).where(trail.element_id == "objection_raised")
    assert len(rows(lively, objected)) >= 2


def test_the_fee_hall_has_bills_of_every_kind(lively):
    bills = rows(lively, select(table_of(Bill)))
    assert {one.status for one in bills} == {"open", "exemption_pending", "paid", "exempt", "void"}
    owed = [one for one in bills if one.status == "open"]
    assert any(one.made_at.date() < MONDAY for one in owed)
    assert any(TUESDAY.date() <= one.pay_by <= TUESDAY.date() + timedelta(days=5) for one in owed)
    assert all(one.void_reason for one in bills if one.status == "void")
    decided = {(one.exemption, one.exemption_granted) for one in bills if one.exemption_granted is not None}
    assert decided == {("free", True), ("free", False), ("half", True)}


def test_the_tills_of_earlier_days_are_closed_and_the_last_is_not(lively):
    paid, day = table_of(Payment).c, table_of(CashDay).c
    query = select(paid.channel, day.day, day.closed_at, _person.login).join(CashDay, day.id == paid.cash_day_id)
    payments = rows(lively, query.outerjoin(Person, _person.id == day.till))
    assert "online" in {one.channel for one in payments}
    counted = [one for one in payments if one.channel != "online"]
    assert {one.day < MONDAY for one in counted} == {True, False}
    for one in counted:
        assert (one.closed_at is None) == (one.day == MONDAY)
    assert {one.login for one in counted if one.closed_at is None} == {"shoufei", "shoufei2"}


def test_a_window_has_decided_on_the_spot(lively):
    trail = table_of(TrailEntry).c
    authorised = select(trail.case_id).where(trail.act == "authorised").distinct()
    assert len(rows(lively, authorised)) >= 2


def test_departments_side_by_side_are_at_different_points(lively):
    wanted = (_case.matter_key == "open_restaurant", _task.status == "open")
    branches = rows(
        lively, select(_task.case_id, _task.element_id).join(Case, _case.id == _task.case_id).where(*wanted)
    )
    stages = {}
    for row in branches:
        stages.setdefault(row.case_id, set()).add(row.element_id.rpartition("_")[2])
    assert {"review", "decision"} in stages.values()
    returned = select(_task.case_id).where(_task.element_id == "signboard_decision", _task.result == "return")
    assert len(rows(lively, returned)) >= 1


def test_some_results_have_not_been_collected_for_long(lively):
    old = lively.clock.now() - timedelta(days=20)
    waiting = select(func.count()).where(_task.status == "open", _task.stage == "delivery", _task.opened_at < old)
    assert rows(lively, waiting)[0][0] >= 2


def test_the_supervisor_sees_lights_in_many_offices_and_towns(lively):
    query = select(_task.due_on, _task.yellow_on, _task.department, _case.town).join(Case, _case.id == _task.case_id)
    open_ = rows(lively, query.where(_task.status == "open"))
    red = [row for row in open_ if light_of(row.due_on, row.yellow_on, TUESDAY.date()) == "red"]
    assert len({row.department for row in red}) >= 5
    assert len({row.town for row in red}) >= 4
    assert len({row.town for row in open_}) == 10


def test_supervision_is_alive(lively):
    """Two orders of the supervisor are out, one of them answered, and the rules sent theirs."""
    orders = rows(lively, select(SupervisionOrder.status, SupervisionOrder.rule).order_by(SupervisionOrder.number))
    by_rule = ("EM-04", "EM-15")
    own = [tuple(row) for row in orders if row.rule not in by_rule]
    assert own == [("issued", "EM-03"), ("answered", "EM-03")]
    for rule in by_rule:
        assert {row.status for row in orders if row.rule == rule} == {"issued"}
    # And the public reads why a limit was passed.
    assert len(rows(lively, select(OverrunExplanation.id))) == 1


def test_people_asked_and_complained_in_every_state(lively):
    assert set(rows(lively, select(Enquiry.status))) == {("waiting",), ("held",), ("answered",)}
    assert {row.status for row in rows(lively, select(Complaint.status))} == {
        "received",
        "accepted",
        "refused",
        "answered",
        "closed",
    }
    lit = rows(lively, select(RaisedLight.rule).where(RaisedLight.case_id.is_(None)))
    assert {row.rule for row in lit} == {"EM-15", "EM-20"}
