"""Printing from the desks: where the link stands, who gets the paper, and the record of who looked."""

from __future__ import annotations

import re
import sys

import pytest
from sqlalchemy import select
from support import catering

from engine.store.base import table_of
from engine.store.trail import Sight


@pytest.fixture
def case(training):
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    return case


def papers(page):
    return [link for link in page.links() if link.endswith(".pdf")]


def looks(hall):
    with hall.reading() as connection:
        return [row.person_id for row in connection.execute(select(table_of(Sight).c.person_id))]


def test_the_case_page_links_every_document(clerk, case):
    found = papers(clerk.open(f"/cases/{case}"))
    assert len(found) == 2
    for link in found:
        answer = clerk.visitor.get(link, buffered=True)
        assert answer.status_code == 200
        assert answer.content_type == "application/pdf"
        assert answer.data.startswith(b"%PDF-")
        named = answer.headers["Content-Disposition"]
        assert named.startswith("inline; filename")
        assert re.search(r"filename\*=UTF-8''%E", named)
        assert all(value.encode("latin-1") for value in answer.headers.values())
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_receipt_page_prints_the_receipt(clerk, case):
    assert "打印凭证（PDF）" in clerk.open(f"/intake/receipts/{case}").text
    assert len(papers(clerk.open(f"/intake/receipts/{case}"))) == 1


def test_what_was_just_issued_is_linked_for_printing(clerk, training):
    case = catering.file_application(training)
    page = clerk.open("/intake").press("审查")
    after = page.press("提交", result="accept", checked=list(catering.MATERIALS))
    assert "已制发《受理通知书》汉市监受〔2026〕00001号" in after.text
    assert clerk.visitor.get(papers(after)[0]).status_code == 200
    assert training.status(case) == "accepted"


def test_a_look_at_a_paper_is_put_on_record_once(at, case, hall, training):
    head = training["suozhang"].file(case).documents[0].id
    at("suozhang").open("/desk")
    for _ in range(2):
        assert at("suozhang").visitor.get(f"/cases/{case}/documents/{head}.pdf").status_code == 200
    assert looks(hall) == [training["suozhang"].actor.person_id]


def test_a_supervisor_gets_a_masked_copy_and_leaves_no_record(at, case, hall, training):
    document = training.supervisor.file(case).documents[0].id
    at("jiancha").open("/desk")
    assert at("jiancha").visitor.get(f"/cases/{case}/documents/{document}.pdf").status_code == 200
    assert looks(hall) == []


def test_strangers_and_wrong_cases_find_nothing(at, clerk, case, training, another_visitor):
    document = training.clerk.file(case).documents[0].id
    other = catering.file_application(training)
    address = f"/cases/{case}/documents/{document}.pdf"
    assert another_visitor().get(address).status_code == 302
    for login in ("shoufei", "admin", "shixiang"):
        at(login).open("/desk")
        assert at(login).visitor.get(address).status_code == 404
    clerk.open("/desk")
    for wrong in (
        f"/cases/{other}/documents/{document}.pdf",
        f"/cases/{case}/documents/{'0' * 32}.pdf",
        f"/cases/{'0' * 32}/documents/{document}.pdf",
    ):
        assert clerk.visitor.get(wrong).status_code == 404


def test_a_case_whose_key_was_destroyed_prints_nothing_any_more(clerk, case, hall, training):
    from dataclasses import dataclass

    from sqlalchemy import update

    from engine.actor import SYSTEM
    from engine.command import Command
    from engine.store.cases import Case

    @dataclass(frozen=True, kw_only=True)
    class Forget(Command):
        def execute(self, uow):
            uow.execute(update(table_of(Case)).values(sealing_key=None))
            return {}

    document = training.clerk.file(case).documents[0].id
    clerk.open("/desk")
    hall.run(Forget(by=SYSTEM))
    assert clerk.visitor.get(f"/cases/{case}/documents/{document}.pdf").status_code == 404


def test_a_server_that_cannot_print_says_so(clerk, case, monkeypatch):
    link = papers(clerk.open(f"/cases/{case}"))[0]
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = clerk.visitor.get(link)
    assert answer.status_code == 503
    assert "没有安装 Pango" in answer.text
