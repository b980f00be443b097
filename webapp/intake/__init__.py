"""The intake desk: walk-in and online filings in one list, supplements, receipts; village agents file for villagers."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

CLERK, AGENT = "window_clerk", "village_agent"
_ONLY = frozenset({CLERK})
blueprint = Blueprint("intake", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry("intake.index", _l("收件受理"), posts=_ONLY, order=5, description=_l("审查受理，等待和接收补正")),
        Entry(
            "intake.matters",
            _l("现场收件"),
            posts=_ONLY | {AGENT},
            order=6,
            description=_l("为到窗口的申请人收件，为本村的人代办"),
        ),
    ),
)

from webapp.intake import deciding, filing, supplements, views  # noqa: E402

__all__ = ["deciding", "desk", "filing", "supplements", "views"]
