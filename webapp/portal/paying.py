"""Paying online: in a training hall one may practise it; elsewhere the fee hall takes the money."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from engine.cases.pay_bill import PayBillForPractice
from engine.errors import NotFound
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.portal import blueprint
from webapp.portal.own_case import OwnCase, with_case


@blueprint.post("/progress/<number>/payment")
@with_case
def practise_payment(own: OwnCase) -> Any:
    """Pay the bill of one's own case, as an exercise; nothing is paid."""
    if own.bill is None:
        raise NotFound
    answer = current_hall().run(PayBillForPractice(by=own.actor, key=posted_key(), bill_id=own.bill.id))
    flash(_("练习缴费成功，缴款凭证 %(slip)s。没有发生真实的付款。", slip=answer["slip"]), "success")
    return redirect(url_for("portal.case", number=own.number))
