"""The receipt of one's own case (收件凭证), with the code to follow it by."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from sqlalchemy import select

from engine.queries.names import department_names
from engine.store.base import table_of
from engine.store.cases import Case
from webapp.cases.receipt import receipt_of
from webapp.installation import current_hall
from webapp.portal import blueprint
from webapp.portal.own_case import OwnCase, with_case
from webapp.portal.passes import case_pass


def to_receipt(case_id: str) -> Any:
    """Return the way to the receipt of a case that the visitor has just filed, or shown the code of its draft."""
    case = table_of(Case).c
    with current_hall().reading() as connection:
        number = connection.execute(select(case.number).where(case.id == case_id)).scalar_one()
    case_pass.give(case_id)
    return redirect(url_for("portal.receipt", number=number))


@blueprint.get("/progress/<number>/receipt")
@with_case
def receipt(own: OwnCase) -> Any:
    """Show the receipt, to be printed or written down."""
    hall = current_hall()
    with hall.reading() as connection:
        printed = receipt_of(hall, connection, own.file)
        names = department_names(connection)
    department = own.file.case["department"]
    return render_template(
        "portal/receipt.html", own=own, file=own.file, receipt=printed, department=names.get(department, department)
    )
