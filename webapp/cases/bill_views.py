"""Bills on the page of a case: the office that made one out may void it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from engine.cases.void_bill import VoidBill
from engine.errors import Invalid, NotFound
from engine.queries.case_bills import bills_of_case
from webapp.accounts import staff_required
from webapp.cases import blueprint
from webapp.cases.views import opened, reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import translate


@blueprint.post("/cases/<case_id>/bills/<bill_id>/void")
@staff_required
def void_bill(case_id: str, bill_id: str) -> Any:
    """Void a bill of the case, with a reason; the flow goes back to making one out."""
    hall, seen = current_hall(), request.form.get("_seen", "")
    opened(case_id)
    with hall.reading() as connection:
        if bill_id not in {bill.id for bill in bills_of_case(connection, case_id)}:
            raise NotFound
    command = VoidBill(
        by=reader(),
        key=posted_key(),
        bill_id=bill_id,
        reason=request.form.get("reason", ""),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
    )
    try:
        answer = hall.run(command)
    except Invalid as refusal:
        flash(translate(refusal.text), "stop")
    else:
        flash(_("缴费单 %(number)s 已作废，请重新开单。", number=answer["bill"]), "success")
    return redirect(url_for("cases.case", case_id=case_id, _anchor="bills"))
