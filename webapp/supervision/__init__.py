"""The supervision desk: every case of the hall, by its light; nothing can be changed from here."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

blueprint = Blueprint("supervision", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "supervision.index",
            _l("监察"),
            posts=frozenset({"supervisor"}),
            order=20,
            description=_l("查看全部办件和预警"),
        ),
    ),
)

from webapp.supervision import views  # noqa: E402

__all__ = ["desk", "views"]
