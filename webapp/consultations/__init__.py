"""Consultations: what other departments ask one's own about their cases, and asking them."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from engine.cases.consulted import ANSWERERS
from webapp.navigation import Desk, Entry

blueprint = Blueprint("consultations", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "consultations.index",
            _l("征求意见"),
            posts=frozenset(ANSWERERS),
            order=12,
            description=_l("签收、答复其他部门的征求意见函"),
        ),
    ),
)

from webapp.consultations import views  # noqa: E402

__all__ = ["desk", "views"]
