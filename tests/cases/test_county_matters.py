"""The registration of a business and the transfer of a house, from the application to the signature, in the hall."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support import played_matters
from support.catering import ID_NUMBER, attach
from support.county import people
from support.training import Driver, TrainingHall, key, publish

from engine.actor import applicant
from engine.bundle import Bundle
from engine.cases.file_case import FileCase
from engine.cases.pay_bill import PayBill
from engine.cases.void_bill import VoidBill
from engine.errors import NotAllowed
from engine.queries.progress import progress
from engine.store.base import table_of
from engine.store.bills import Bill
from processes.registry import HERE, load_folder
from processes.scenarios import Scenario, scenarios_of
from webapp.cases.timeline import timeline
from webapp.portal.plain_words import entries

HOUSE, BUSINESS = "house_transfer", "individual_business_registration"
APPLICATIONS: dict[str, dict[str, Any]] = {
    HOUSE: played_matters.APPLICATIONS[HOUSE],
    BUSINESS: {
        "formation": "person",
        "subject": "汉阴县城关镇小明杂货店",
        "address": "北城街12号",
        "premises_kind": "rent",
        "business_items": ["daily_goods"],
        "capital": 5,
        "staff_count": 2,
    },
}
MATERIALS = {
    HOUSE: ("identity_documents", "title_certificate", "sale_contract"),
    BUSINESS: ("operator_id", "premises_proof"),
}


class County:
    """The hall with the people of both matters; answers are those of the scenarios."""

    def __init__(self, training: TrainingHall) -> None:
        self.training = training
        drivers = people(
            training,
            tax_officer=("reviewer", "tax_bureau"),
            tax_clerk=("handler", "tax_bureau"),
            registrar=("handler", "registry_center"),
            examiner=("reviewer", "registry_center"),
            registry_head=("approver", "registry_center"),
            notice_clerk=("handler", "market_bureau"),
        )
        self.by: dict[str, Driver] = {
            "acceptance": training.clerk,
            "tax_review": drivers["tax_officer"],
            "tax_clearance": drivers["tax_clerk"],
            "registry_check": drivers["registrar"],
            "registry_review": drivers["examiner"],
            "re_review": drivers["examiner"],
            "registration": drivers["registry_head"],
            "make_bill": drivers["registrar"],
            "exemption_decision": drivers["registry_head"],
            "refusal_notice": drivers["registrar"],
            "certificate": drivers["registrar"],
            "delivery": training["chujian"],
        }
        self.of_business = {
            "review": training.reviewer,
            "approval": training.approver,
            "certificate": training["chujian"],
            "refusal_notice": drivers["notice_clerk"],
        }
        for matter in (HOUSE, BUSINESS):
            folder = load_folder(HERE / matter)
            publish(training.hall, Bundle.of(folder.key, folder.files))

    def file(self, matter: str) -> str:
        draft, files = attach(self.training, MATERIALS[matter], matter)
        values = {
            "applicant_name": "王小明",
            "id_number": ID_NUMBER,
            "phone": "13800001234",
            "town": "城关镇",
            "has_agent": False,
            "delivery_mode": "window",
            "commitment": True,
            **APPLICATIONS[matter],
            **files,
        }
        filing = FileCase(by=applicant(), key=key(), matter_key=matter, values=values, draft_id=draft)
        return str(self.training.hall.run(filing)["case_id"])

    def do(self, case: str, element: str, values: Any, matter: str = HOUSE) -> dict[str, Any]:
        by = (self.of_business if matter == BUSINESS else {}).get(element) or self.by[element]
        return by.complete(case, element, **values)

    def play(self, matter: str, name: str, until: str = "") -> str:
        """File a case and do what the scenario says, in its order, up to the step ``until``."""
        scenario: Scenario = scenarios_of(load_folder(HERE / matter))[name]
        case = self.file(matter)
        answers = {element: list(given) for element, given in scenario.answers.items()}
        for element in scenario.expect.done:
            if element == until:
                break
            self.do(case, element, answers[element].pop(0), matter)
        return case

    def bill(self, case: str) -> dict[str, Any]:
        bill = table_of(Bill)
        with self.training.hall.reading() as connection:
            wanted = bill.select().where(bill.c.case_id == case).order_by(bill.c.id.desc()).limit(1)
            return dict(connection.execute(wanted).mappings().one())

    def pay(self, case: str) -> None:
        by = self.training["shoufei"].actor
        self.training.hall.run(PayBill(by=by, key=key(), bill_id=self.bill(case)["id"], channel="cash"))

    def kinds(self, case: str) -> list[str]:
        return [one.kind for one in self.training.supervisor.file(case).documents]


@pytest.fixture
def county(training: TrainingHall) -> County:
    return County(training)


def certificate(number: int) -> dict[str, Any]:
    given = scenarios_of(load_folder(HERE / HOUSE))["granted_and_paid"].answers["certificate"][0]
    return {**given, "certificate_no": f"陕（2026）汉阴县不动产权第{number:07d}号"}


def test_a_house_is_transferred_and_paid_for(county: County) -> None:
    case = county.play(HOUSE, "granted_and_paid", until="certificate")
    assert county.bill(case)["due_fen"] == 8000
    assert county.training.open_elements(case) == []
    county.pay(case)
    assert county.training.open_elements(case) == ["certificate"]
    county.do(case, "certificate", certificate(1))
    county.do(case, "delivery", scenarios_of(load_folder(HERE / HOUSE))["granted_and_paid"].answers["delivery"][0])
    assert county.training.status(case) == "closed"
    assert county.kinds(case) == [
        "receipt",
        "acceptance_notice",
        "grant_decision",
        "payment_notice",
        "payment_slip",
        "certificate",
        "delivery_receipt",
    ]


def test_both_offices_work_at_once_and_the_registrar_waits_for_both(county: County) -> None:
    case = county.play(HOUSE, "granted_and_paid", until="tax_review")
    assert county.training.open_elements(case) == ["registry_check", "tax_review"]
    answers = scenarios_of(load_folder(HERE / HOUSE))["granted_after_rework"].steps
    said = [(str(step["complete"]), step["answer"]) for step in answers if "complete" in step]
    for element, values in said[1:3]:  # the check, and the review that sends it back
        county.do(case, element, values)
    assert county.training.open_elements(case) == ["registry_check", "tax_review"]
    for element, values in said[3:6]:  # the taxes go on, the check is made anew
        county.do(case, element, values)
    assert county.training.open_elements(case) == ["registry_review"]
    county.do(case, *said[6])
    assert county.training.open_elements(case) == ["registration"]


def test_who_reviewed_does_not_register(county: County) -> None:
    case = county.play(HOUSE, "granted_and_paid", until="registration")
    both = people(county.training, both_posts=("approver", "registry_center"))["both_posts"]
    reviewer = county.by["registry_review"].actor
    holdings = (*reviewer.holdings, *both.actor.holdings)
    with pytest.raises(NotAllowed, match="审核"):
        Driver(both.hall, replace(reviewer, holdings=holdings)).complete(
            case, "registration", result="grant", opinion="同意"
        )


def test_a_small_business_pays_nothing(county: County) -> None:
    case = county.play(HOUSE, "granted_free_of_charge", until="certificate")
    bill = county.bill(case)
    assert (bill["total_fen"], bill["due_fen"], bill["status"]) == (55000, 0, "exempt")
    assert county.training.open_elements(case) == ["certificate"]
    assert "payment_notice" not in county.kinds(case)


@pytest.mark.parametrize(
    ("scenario", "due"), [("granted_at_half_price", 4000), ("granted_after_rejected_exemption", 8000)]
)
def test_what_is_left_of_the_fee_is_paid_before_the_certificate(county: County, scenario: str, due: int) -> None:
    case = county.play(HOUSE, scenario, until="certificate")
    assert county.bill(case)["due_fen"] == due
    assert county.training.open_elements(case) == []
    county.pay(case)
    assert county.training.open_elements(case) == ["certificate"]


def test_a_bill_made_out_wrongly_is_void_and_made_out_anew(county: County) -> None:
    case = county.play(HOUSE, "granted_and_paid", until="make_bill")
    lines = [{"item": "non_dwelling", "quantity": 1}]
    county.do(case, "make_bill", {"items": lines, "exemption": "none"})
    wrong = county.bill(case)
    by = county.by["make_bill"].actor
    county.training.hall.run(VoidBill(by=by, key=key(), bill_id=wrong["id"], reason="项目选错"))
    lines = [{"item": "dwelling", "quantity": 1}, {"item": "extra_copy", "quantity": 2}]
    county.do(case, "make_bill", {"items": lines, "exemption": "none"})
    assert (wrong["due_fen"], county.bill(case)["due_fen"]) == (55000, 10000)
    county.pay(case)
    assert county.training.open_elements(case) == ["certificate"]


def test_a_house_that_is_seized_is_refused(county: County) -> None:
    case = county.play(HOUSE, "refused")
    assert county.training.status(case) == "closed"
    assert county.kinds(case)[-2:] == ["refusal_decision", "delivery_receipt"]


def test_a_business_is_registered_while_the_applicant_waits(county: County) -> None:
    case = county.play(BUSINESS, "granted_in_one_sitting")
    file = county.training.supervisor.file(case)
    assert county.training.status(case) == "closed"
    assert [one.kind for one in file.documents] == [
        "receipt",
        "acceptance_notice",
        "grant_decision",
        "certificate",
        "delivery_receipt",
    ]
    assert {line.stage for line in file.trail if line.act == "done" and line.stage} == {
        "acceptance",
        "review",
        "approval",
        "completion",
        "delivery",
    }


def test_a_business_that_may_not_be_registered_is_told_why(county: County) -> None:
    case = county.play(BUSINESS, "refused")
    assert county.training.status(case) == "closed"
    assert "refusal_decision" in county.kinds(case)


def test_the_applicant_reads_of_steps_and_not_of_the_parts_that_hold_them(county: County) -> None:
    case = county.play(HOUSE, "granted_free_of_charge")
    file = county.training.supervisor.file(case)
    told = [one.title for one in timeline(file.bundle, file.trail, masked=True)]
    with county.training.hall.reading() as connection:
        plainly = [one.title for one in entries(progress(county.training.hall, connection, case))]
    for titles in (told, plainly):
        assert titles.count("送达") == 1
        assert "减免审批" in titles
        assert "开单缴费" not in titles
        assert "收件受理与一次性告知" not in titles
