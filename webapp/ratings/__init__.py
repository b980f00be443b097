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
            "ratings.index",
            _l("满意度"),
            posts=WATCHING,
            order=22,
            description=_l("评价统计和明细，电话抽查"),
        ),
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
        Entry(
            "ratings.set_up",
            _l("评价平板"),
            posts=frozenset({"window_clerk", "issuing_clerk"}),
            order=56,
            description=_l("把窗口的平板设为评价平板"),
        ),
    ),
    public=(Entry("ratings.public", _l("服务满意度"), order=45),),
)

from webapp.ratings import figures, public_rating, rectifications, samples, tablet, wording  # noqa: E402

wording.init_app(blueprint)

__all__ = ["desk", "figures", "public_rating", "rectifications", "samples", "tablet"]
