"""Enquiries and complaints under supervision: what is open and overdue, and the figures of each month."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engine.queries.complaints import complaints
from engine.queries.enquiries import enquiries
from engine.queries.feedback_months import feedback_months
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.installation import current_hall
from webapp.supervision import blueprint

REGISTERS: dict[str, LazyString] = {"enquiries": _l("咨询"), "complaints": _l("投诉")}


@blueprint.get("/supervision/feedback")
@post_required("supervisor")
def feedback() -> Any:
    """Show what is open and overdue, each number with its list, and month by month what was answered in time."""
    hall, by = current_hall(), reader()
    with hall.reading() as connection:
        counts = {
            "enquiries": enquiries(hall, connection, by, "open").counts,
            "complaints": complaints(hall, connection, by, "open").counts,
        }
        months = feedback_months(connection, by, hall.today(connection))
    return render_template("supervision/feedback.html", counts=counts, months=months, registers=REGISTERS)
