"""Complaints: filed and followed by everybody, decided on, looked into and answered by members of staff."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

blueprint = Blueprint("complaints", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "complaints.index",
            _l("投诉"),
            posts=frozenset(
                {"feedback_officer", "supervisor", "window_clerk", "village_agent", "approver", "authority_head"}
            ),
            order=15,
            description=_l("登记、受理、调查、答复群众的投诉"),
        ),
    ),
    public=(Entry("complaints.complain", _l("投诉"), order=34),),
)

from webapp.complaints import acts, papers, public, views  # noqa: E402
from webapp.portal.passes import hand_out  # noqa: E402

blueprint.after_request(hand_out)

__all__ = ["acts", "desk", "papers", "public", "views"]
