"""Bills at the counter: the list, one bill, taking the money, the slip, voiding one's own payment."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from engine.actor import SYSTEM
from engine.cases.pay_bill import PayBill
from engine.cases.void_payment import VoidPayment
from engine.errors import Invalid
from engine.queries.cashier_desk import LONGEST_SEARCH, bill_page, open_bills, slip_of
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.cashier import CASHIER, blueprint
from webapp.documents.rendering import print_document
from webapp.documents.views import pdf_response
from webapp.filling import posted_key
from webapp.installation import current_hall


@blueprint.get("/cashier")
@post_required(CASHIER)
def index() -> Any:
    """List what waits to be paid, or find a bill; a pay code that was scanned opens its bill at once."""
    hall, asked = current_hall(), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    with hall.reading() as connection:
        found = open_bills(hall, connection, reader(), asked)
    if len(found.rows) == 1 and found.rows[0].pay_code == asked.replace(" ", ""):
        return redirect(url_for("cashier.bill", bill_id=found.rows[0].id))
    return render_template("cashier/index.html", found=found, asked=asked)


@blueprint.get("/cashier/bills/<bill_id>")
@post_required(CASHIER)
def bill(bill_id: str) -> Any:
    """Show one bill: its lines, what is due, and what was paid."""
    return shown(bill_id)


@blueprint.post("/cashier/bills/<bill_id>/payment")
@post_required(CASHIER)
def pay(bill_id: str) -> Any:
    """Take the money for a bill."""
    channel, seen = request.form.get("channel", "")[:8], request.form.get("_seen", "")
    command = PayBill(
        by=reader(),
        key=posted_key(),
        bill_id=bill_id,
        channel=channel,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
    )
    try:
        answer = current_hall().run(command)
    except Invalid as refusal:
        return shown(bill_id, refusal, channel=channel)
    link = Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(
        url_for("cashier.slip", payment_id=answer["payment_id"]), _("打印缴款凭证")
    )
    taken = _("已收款 %(amount)s 元，缴款凭证 %(slip)s。", amount=answer["amount"], slip=answer["slip"])
    flash(Markup("{} {}").format(taken, link), "success")
    return redirect(url_for("cashier.bill", bill_id=bill_id))


@blueprint.post("/cashier/payments/<payment_id>/void")
@post_required(CASHIER)
def void(payment_id: str) -> Any:
    """Void one's own payment, with a reason."""
    reason = request.form.get("reason", "")
    try:
        answer = current_hall().run(VoidPayment(by=reader(), key=posted_key(), payment_id=payment_id, reason=reason))
    except Invalid as refusal:
        return shown(_bill_of(payment_id), refusal, reason=reason)
    flash(_("缴款凭证 %(slip)s 已作废，请把款退给缴款人。", slip=answer["slip"]), "success")
    return redirect(url_for("cashier.bill", bill_id=answer["bill_id"]))


@blueprint.get("/cashier/payments/<payment_id>/slip.pdf")
@post_required(CASHIER)
def slip(payment_id: str) -> Response:
    """Return the slip of a payment as PDF; it names the payer and nothing else of the case."""
    hall = current_hall()
    with hall.reading() as connection:
        found = slip_of(connection, reader(), payment_id)
        # The cashier may not see the case; that the slip may be printed has been seen to.
        printed = print_document(hall, connection, SYSTEM, found.case_id, found.document_id)
    return pdf_response(printed.pdf, printed.filename)


def shown(bill_id: str, refusal: Invalid | None = None, **entered: str) -> Any:
    """Return the page of a bill, with what is wrong with the form that was sent."""
    hall = current_hall()
    with hall.reading() as connection:
        page = bill_page(hall, connection, reader(), bill_id)
    problems = refusal.problems if refusal else {}
    return render_template("cashier/bill.html", page=page, problems=problems, entered=entered), 422 if refusal else 200


def _bill_of(payment_id: str) -> str:
    with current_hall().reading() as connection:
        return slip_of(connection, reader(), payment_id).bill_id
