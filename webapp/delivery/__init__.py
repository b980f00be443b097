"""The delivery desk: results to be made out, handed over or posted, and those that nobody collected."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

blueprint = Blueprint("delivery", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "delivery.index",
            _l("出件"),
            posts=frozenset({"issuing_clerk"}),
            order=8,
            description=_l("制作证件和决定书，送达申请人"),
        ),
    ),
)

from webapp.delivery import views  # noqa: E402

__all__ = ["desk", "views"]
