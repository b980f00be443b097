"""Enquiries: asked and followed by everybody, recorded, handed over and answered by members of staff."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

blueprint = Blueprint("enquiries", __name__)
desk = Desk(
    blueprint,
    entries=(Entry("enquiries.index", _l("咨询"), order=14, description=_l("登记、移交、答复群众的咨询")),),
    public=(Entry("enquiries.ask", _l("咨询"), order=32),),
)

from webapp.enquiries import acts, public, views  # noqa: E402
from webapp.portal.passes import hand_out  # noqa: E402

blueprint.after_request(hand_out)

__all__ = ["acts", "desk", "public", "views"]
