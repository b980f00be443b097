"""Bills on the page of a case: the office that made one out may void it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from engine.cases.void_bill import VoidBill
from webapp.accounts import staff_required
from webapp.cases import blueprint
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall


@blueprint.post("/bills/<bill_id>/void")
@staff_required
def void_bill(bill_id: str) -> Any:
    """Void a bill, with a reason; the flow of its case goes back to making one out."""
    seen = request.form.get("_seen", "")
    command = VoidBill(
        by=reader(),
        key=posted_key(),
        bill_id=bill_id,
        reason=request.form.get("reason", ""),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
    )
    answer = current_hall().run(command)
    flash(_("缴费单 %(number)s 已作废，请重新开单。", number=answer["bill"]), "success")
    return redirect(url_for("cases.case", case_id=answer["case_id"], _anchor="bills"))
