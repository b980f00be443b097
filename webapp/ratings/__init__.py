"""Ratings: what applicants say of the service, what follows from it, and the figures that come of it."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from engine.feedback.ratable import OFFICER
from engine.supervision.answering import HEADS, SUPERVISOR
from webapp.navigation import Desk, Entry
from webapp.portal.passes import hand_out

WATCHING = frozenset({OFFICER, SUPERVISOR})
blueprint = Blueprint("ratings", __name__)
blueprint.after_request(hand_out)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "ratings.rectifications",
            _l("差评整改"),
            posts=WATCHING,
            order=23,
            description=_l("认定误评申诉，回访评价人"),
        ),
        Entry(
            "ratings.own_rectifications",
            _l("收到的整改单"),
            posts=frozenset(HEADS),
            order=24,
            description=_l("核实、答复对本部门的差评"),
        ),
    ),
)

from webapp.ratings import public_rating, rectifications, wording  # noqa: E402

wording.init_app(blueprint)

__all__ = ["desk", "public_rating", "rectifications"]
