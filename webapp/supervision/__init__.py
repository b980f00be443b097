"""The supervision desk: every case of the hall, by its light; nothing can be changed from here."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from engine.supervision.answering import HEADS
from webapp.navigation import Desk, Entry

blueprint = Blueprint("supervision", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "supervision.now",
            _l("监察"),
            posts=frozenset({"supervisor"}),
            order=20,
            description=_l("现在的超期、临期和督办，全部办件"),
        ),
        Entry(
            "supervision.own_orders",
            _l("收到的督办单"),
            posts=frozenset(HEADS),
            order=21,
            description=_l("签收、答复监察员的督办"),
        ),
    ),
    public=(Entry("supervision.overruns", _l("超期说明"), order=40),),
)

from webapp.supervision import exports, feedback, orders, overruns, raised, rule_table, trail_views, views  # noqa: E402

__all__ = ["desk", "exports", "feedback", "orders", "overruns", "raised", "rule_table", "trail_views", "views"]
