"""Whoever is shown a paper finds out whether it was issued and still holds, and nothing that the paper hides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from support.fees import Fees

from engine.actor import applicant
from engine.cases.official_documents import INTERNAL, TITLES
from engine.errors import NotFound
from engine.paper_code import is_code, new_paper_code
from engine.queries.verification import check_paper, check_scanned
from engine.store.base import table_of
from engine.store.documents import Document
from engine.store.unit_of_work import UnitOfWork
from webapp.documents.rendering import checking_address

_document = table_of(Document).c


def newest(office, case, kind):
    with office.hall.reading() as connection:
        wanted = select(table_of(Document)).where(_document.case_id == case, _document.kind == kind)
        return connection.execute(wanted.order_by(_document.seq.desc())).mappings().first()


def checked(office, number, code):
    with office.hall.reading() as connection:
        return check_paper(office.hall, connection, number, code)


def test_every_paper_for_outsiders_bears_code_and_value(office, cases, said) -> None:
    for kind, case in (("receipt", "granted"), ("grant_decision", "granted"), ("certificate", "granted"),
                       ("refusal_decision", "refused"), ("payment_slip", "charged"), ("delivery_receipt", "granted"),
                       ("hearing_announcement", "heard")):  # fmt: skip
        row = newest(office, cases[case], kind)
        found = checked(office, row["number"], row["check_code"])
        text = said(case, kind)
        assert f"核验码：{row['check_code'][:5]}-{row['check_code'][5:]}" in text
        assert f"内容校验值：{found.value}" in text
        # The copy of the applicant, on which numbers are masked, bears the same value.
        assert f"内容校验值：{found.value}" in said(case, kind, applicant(cases[case]))
    for kind in INTERNAL & set(TITLES) - {"rectification_sheet"}:
        assert "核验码" not in said("granted", kind)


def test_a_paper_says_who_issued_what_to_whom_masked(office, cases) -> None:
    row = newest(office, cases["granted"], "grant_decision")
    for typed in (row["check_code"], f" {row['check_code'][:5].lower()}-{row['check_code'][5:]} "):
        found = checked(office, row["number"], typed)
        assert (found.title, found.authority) == ("准予行政许可决定书", "汉阴县市场监督管理局")
        assert (found.applicant, found.standing, found.issued_on) == ("王**", "in_force", row["issued_on"])
    with office.hall.reading() as connection:
        assert check_scanned(office.hall, connection, row["id"], row["check_code"]) == found
    announced = newest(office, cases["heard"], "hearing_announcement")
    assert checked(office, announced["number"], announced["check_code"]).applicant == ""


def test_one_answer_for_whatever_is_wrong(office, cases) -> None:
    row = newest(office, cases["granted"], "grant_decision")
    other, letter = newest(office, cases["granted"], "receipt"), newest(office, cases["granted"], "consultation_letter")
    wrong = [
        (row["number"], other["check_code"]),
        (row["number"].replace("00001", "09999"), row["check_code"]),
        (row["number"], ""),
        (row["number"], "０" * 10),
        (row["number"], "😀" * 5),
        ("", "0000000000"),
        ("没有的编号", "0000000000"),
        (letter["number"], letter["check_code"]),
    ]
    told = set()
    for number, code in wrong:
        with pytest.raises(NotFound) as refused:
            checked(office, number, code)
        told.add(str(refused.value.text))
    assert len(told) == 1


def test_a_changed_row_shows_another_value(office, cases) -> None:
    row = newest(office, cases["refused"], "refusal_decision")
    before = checked(office, row["number"], row["check_code"]).value
    day = row["issued_on"] - timedelta(days=1)
    with UnitOfWork(office.hall) as uow:
        uow.execute(update(table_of(Document)).where(_document.id == row["id"]).values(issued_on=day))
    assert checked(office, row["number"], row["check_code"]).value != before
    with UnitOfWork(office.hall) as uow:
        uow.execute(update(table_of(Document)).where(_document.id == row["id"]).values(issued_on=row["issued_on"]))
    assert checked(office, row["number"], row["check_code"]).value == before


def test_a_void_slip_and_a_licence_that_ended_say_so(office, cases) -> None:
    fees = Fees(office)
    case, bill = fees.billed()
    fees.void_payment(fees.pay(bill)["payment_id"], reason="客户要求改为刷卡")
    slip = newest(office, case, "payment_slip")
    assert checked(office, slip["number"], slip["check_code"]).standing == "void"
    licence = newest(office, cases["granted"], "certificate")
    assert checked(office, licence["number"], licence["check_code"]).standing == "in_force"
    today = office.clock.now()
    office.clock.advance(timedelta(days=1400))
    assert checked(office, licence["number"], licence["check_code"]).standing == "expired"
    office.clock.advance(today - office.clock.now())


def test_codes_are_random_and_hard_to_guess() -> None:
    made = {new_paper_code() for _ in range(500)}
    assert len(made) == 500
    assert {len(one) for one in made} == {10}
    one = made.pop()
    assert is_code(one, one)
    assert not is_code(one, one[:-1])
    assert not is_code("", "")


def test_the_picture_opens_the_page_by_itself() -> None:
    assert checking_address("a" * 32, "ABCDE23456") == f"/verify?paper={'a' * 32}&code=ABCDE23456"
