"""Every route of the desks with every wrong person: strangers log in, wrong posts and foreign cases are refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert
from support import catering

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.people import Department
from engine.store.unit_of_work import UnitOfWork
from webapp.accounts.passwords import hash_password
from webapp.accounts.people import CreatePerson
from webapp.training_hall.people import population

DESKS = ("inbox", "cases", "documents", "intake", "delivery", "supervision", "notices", "admin")
EVERYBODY = [row["login"] for row in population()["people"]]
HANDLERS = {"chuangkou", "suozhang", "hecha1", "hecha2", "hecha3", "shenhe", "shenpi", "chujian", "shoufei"}
# Who sees the case of these tests: accepted, with the site check in the hands of two inspectors.
SEES = {"chuangkou", "suozhang", "hecha1", "hecha2", "hecha3", "shenpi", "jiancha"}
CHECKS = {"hecha1", "hecha2", "hecha3"}
# Endpoint: whom it answers (200, or what the command then says of the object: 302, 409, 422).
LET_IN: dict[str, set[str]] = {
    "inbox.index": HANDLERS,
    "inbox.claim": HANDLERS,
    "inbox.task": CHECKS,
    "inbox.release": CHECKS,
    "cases.case": SEES,
    "cases.chart_image": SEES,
    "cases.attachment": SEES,
    "cases.add_note": SEES - {"jiancha"},
    "cases.report": {"chuangkou"},
    "cases.withdraw": {"chuangkou"},
    "documents.pdf": SEES,
    "intake.index": {"chuangkou"},
    "intake.start": set(),
    "intake.matters": {"chuangkou"},
    "intake.file": {"chuangkou"},
    "intake.receipt": {"chuangkou"},
    "intake.supplement": {"chuangkou"},
    "intake.close": {"chuangkou"},
    "delivery.index": {"chujian"},
    "delivery.start": set(),
    "supervision.index": {"jiancha"},
    "notices.index": set(EVERYBODY),
    "notices.read": set(EVERYBODY),
    "admin.people": {"admin"},
    "admin.new_person": {"admin"},
    "admin.person": {"admin"},
    "admin.give": {"admin"},
    "admin.end": set(),
    "admin.reset_password": {"admin"},
    "admin.running": {"admin"},
    "admin.retry": set(),
    "admin.move_clock": {"admin"},
    "admin.calendar": {"admin"},
}


@pytest.fixture
def ids(training):
    """Return what the addresses are about: a case, a task of it, a file, a person."""
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    return {
        "case_id": case,
        "task_id": training["hecha1"].find(case, "site_check"),
        "attachment_id": training.clerk.file(case).attachments[0].id,
        "document_id": training.clerk.file(case).documents[0].id,
        "matter_key": catering.KEY,
        "person_id": training.reviewer.actor.person_id,
        "holding_id": "0" * 32,
        "incident_id": "0" * 32,
    }


def routes(app, ids):
    """Yield (endpoint, method, address) of every route of the desks."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in DESKS:
            continue
        address = adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments})
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule.endpoint, method, address


def ask(visitor, method, address, token, ids):
    fields = {"csrf_token": token, "task": ids["task_id"], "only": ids["task_id"], "note": " ", "reason": " "}
    if method == "GET":
        return visitor.get(address, buffered=True)
    return visitor.client.post(address, data=fields, environ_base=visitor.where)


def test_the_table_knows_every_route(app, ids):
    assert {endpoint for endpoint, _method, _address in routes(app, ids)} == set(LET_IN)


def test_strangers_are_sent_to_log_in(app, ids, visitor):
    token = visitor.get("/login").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    for endpoint, method, address in routes(app, ids):
        answer = ask(visitor, method, address, token, ids)
        if method == "GET":
            assert answer.status_code == 302, endpoint
            assert answer.headers["Location"].startswith("/login?next="), endpoint
        else:
            assert answer.status_code == 401, endpoint


@pytest.mark.parametrize("login", EVERYBODY)
def test_every_route_lets_in_whom_it_should(app, ids, at, login):
    page = at(login).open("/desk")
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    for endpoint, method, address in routes(app, ids):
        status = ask(at(login).visitor, method, address, token, ids).status_code
        if endpoint == "inbox.claim" and login in HANDLERS - CHECKS:
            # The desk is open to them; the task that was named is not.
            assert status == 404, endpoint
        elif login in LET_IN[endpoint]:
            assert status in (200, 302, 409, 422) or (endpoint == "inbox.release" and status == 403), (endpoint, status)
        else:
            assert status in (403, 404), (endpoint, method, status)


@dataclass(frozen=True, kw_only=True)
class OpenOffice(Command):
    """Make another department, with one person who holds every post of a handler in it."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = {"code": "water_bureau", "name": "县水利局", "level": "county", "parent": None}
        uow.execute(insert(table_of(Department)), row | {"phone": None, "address": None})
        posts = ("window_clerk", "inspection_head", "inspector", "reviewer", "approver", "issuing_clerk", "cashier")
        return CreatePerson(
            by=SYSTEM,
            login="shuili",
            name="江涛",
            department="water_bureau",
            password_hash=hash_password(population()["password"]),
            posts=tuple((post, "water_bureau") for post in posts),
            must_change_password=False,
        ).execute(uow)


def test_another_departments_case_is_not_there(app, hall, ids, at):
    hall.run(OpenOffice(by=SYSTEM))
    page = at("shuili").open("/desk")
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    for endpoint, method, address in routes(app, ids):
        about = {"case_id", "task_id", "attachment_id"} & {
            rule for rule in app.url_map._rules_by_endpoint[endpoint][0].arguments
        }
        if about or endpoint in ("inbox.claim", "intake.start", "delivery.start", "intake.file"):
            status = ask(at("shuili").visitor, method, address, token, ids).status_code
            assert status == 404, (endpoint, method, status)
    for desk in ("/inbox?tab=claimable", "/intake", "/intake?tab=supplement", "/delivery", "/intake/new"):
        assert "小明面馆" not in at("shuili").open(desk).text
    assert "您的窗口目前没有可以收件的事项。" in at("shuili").open("/intake/new").text
