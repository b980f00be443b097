"""The cashier's desk: bills, payments, slips and the day, for cashiers of the fee hall alone."""

from __future__ import annotations

import pytest
from support.fees import Fees

from engine.query_code import query_code


@pytest.fixture
def fees(training) -> Fees:
    return Fees(training)


@pytest.fixture
def seated(at):
    """Return the browser of a person who has logged in."""

    def sit(login: str):
        browser = at(login)
        browser.open("/desk")
        return browser.visitor

    return sit


def send(seated, login: str, path: str, **fields: str):
    """Send a form of the desk with the token of its page."""
    return seated(login).post(path, fields, page="/desk")


def test_a_bill_is_found_by_its_code_its_number_its_case_and_its_payer(fees, seated) -> None:
    case, bill = fees.billed()
    row, number = fees.row(bill), fees.training.clerk.file(case).case["number"]
    other = fees.bill(fees.granted("李四海"), quantity=2)
    for asked in (row["number"], number, "王小"):
        page = seated("shoufei").get("/cashier", query_string={"q": asked}).text
        assert row["number"] in page
        assert fees.row(other)["number"] not in page
    scanned = seated("shoufei").get("/cashier", query_string={"q": row["pay_code"]})
    assert scanned.headers["Location"].endswith(f"/cashier/bills/{bill}")
    assert "没有找到缴费单" in seated("shoufei").get("/cashier", query_string={"q": "%"}).text


def test_taking_money_voiding_it_and_closing_the_day(fees, seated) -> None:
    _case, bill = fees.billed()
    page = f"/cashier/bills/{bill}"
    assert "80.01" in seated("shoufei").get(page).text
    assert send(seated, "shoufei", f"{page}/payment", channel="").status_code == 422
    assert send(seated, "shoufei", f"{page}/payment", channel="cash").status_code == 302
    paid = fees.payments(bill)[0]["id"]
    slip = seated("shoufei2").get(f"/cashier/payments/{paid}/slip.pdf")
    assert slip.data.startswith(b"%PDF")
    assert send(seated, "shoufei2", f"/cashier/payments/{paid}/void", reason="误收").status_code == 403
    assert send(seated, "shoufei", f"/cashier/payments/{paid}/void", reason=" ").status_code == 422
    assert send(seated, "shoufei", f"/cashier/payments/{paid}/void", reason="误收").status_code == 302
    assert send(seated, "shoufei", f"{page}/payment", channel="scan").status_code == 302
    day = seated("shoufei").get("/cashier/day").text
    assert "作废 1 笔" in day
    assert send(seated, "shoufei", "/cashier/day", day="2026-03-02", _seen="1").status_code == 409
    assert send(seated, "shoufei", "/cashier/day", day="2026-03-02").status_code == 302
    assert "已于2026年3月2日" in seated("shoufei").get("/cashier/day").text
    assert "已全部日结" in seated("jiancha").get("/cashier/hall").text


def test_the_amount_is_not_the_cashiers_to_say(fees, seated) -> None:
    _case, bill = fees.billed()
    send(
        seated, "shoufei", f"/cashier/bills/{bill}/payment", channel="cash", amount_fen="1", due_fen="1", amount="0.01"
    )
    assert [one["amount_fen"] for one in fees.payments(bill)] == [8001]


@pytest.mark.parametrize("login", ["chuangkou", "shenpi", "chujian", "jiancha", "admin"])
def test_nobody_else_takes_money(fees, seated, login: str) -> None:
    _case, bill = fees.billed()
    assert send(seated, login, f"/cashier/bills/{bill}/payment", channel="cash").status_code == 403
    assert fees.row(bill)["status"] == "open"
    assert seated(login).get(f"/cashier/bills/{bill}").status_code == 403


def test_a_cashier_sees_the_bill_and_nothing_else_of_the_case(fees, seated) -> None:
    case, bill = fees.billed(exemption="half", exemption_basis="城乡低保家庭")
    assert "城乡低保" not in seated("shoufei").get(f"/cashier/bills/{bill}").text
    document = fees.training.clerk.file(case).documents[0].id
    for path in (f"/cases/{case}", f"/cases/{case}/chart.svg", f"/cases/{case}/documents/{document}.pdf"):
        assert seated("shoufei").get(path).status_code == 404, path
    assert seated("shoufei").get("/cashier/bills/nothing").status_code == 404
    assert seated("shoufei").get("/cashier/payments/nothing/slip.pdf").status_code == 404


def test_the_case_page_shows_its_bill_and_who_made_it_out_only_voids_it(fees, seated) -> None:
    case, bill = fees.billed()
    page = seated("shenpi").get(f"/cases/{case}").text
    assert fees.row(bill)["number"] in page
    assert "作废后重新开单" not in page
    assert send(seated, "shenpi", f"/bills/{bill}/void", reason="误开").status_code == 403
    assert send(seated, "shoufei", f"/bills/{bill}/void", reason="误开").status_code == 404


def test_the_applicant_sees_what_to_pay_and_practises_paying(fees, visitor, hall, another_visitor) -> None:
    case, bill = fees.billed()
    other, _bill = fees.billed()
    number = fees.training.clerk.file(case).case["number"]
    visitor.post("/progress", {"number": number, "code": query_code(hall.key, case)})
    page = visitor.get(f"/progress/{number}").text
    code = fees.row(bill)["pay_code"]
    for text in ("80.01", "2026年3月17日", f"{code[:4]} {code[4:8]}", "收费大厅", "模拟网上缴费（练习）", "<svg"):
        assert text in page, text
    stranger = another_visitor()
    assert stranger.post(f"/progress/{number}/payment", {}, page="/progress").status_code == 302
    assert fees.row(bill)["status"] == "open"
    assert visitor.post(f"/progress/{number}/payment", {}, page=f"/progress/{number}").status_code == 302
    assert fees.row(bill)["status"] == "paid"
    assert fees.of(other)["status"] == "open"
    assert (
        "网上缴费" not in visitor.get(f"/progress/{number}").text.partition('id="bill"')[2].partition("</section>")[0]
    )
