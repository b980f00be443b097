"""The limits of a case: special procedures, suspensions and extensions, and why a limit ends when it does."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from engine.law.extensions import AUTHORITY_HEAD, GOVERNMENT_HEAD
from webapp.navigation import Desk, Entry

HEADS = frozenset({AUTHORITY_HEAD, GOVERNMENT_HEAD})
blueprint = Blueprint("limits", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "limits.extensions",
            _l("延期审批"),
            posts=HEADS,
            order=15,
            description=_l("批准或者不批准延长办理期限"),
        ),
    ),
)

from webapp.limits import explanation_views, extension_views, pause_views  # noqa: E402

__all__ = ["HEADS", "desk", "explanation_views", "extension_views", "pause_views"]
