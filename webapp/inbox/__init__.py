"""The inbox: what a person may claim, holds and has done, and the page of one task."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

HANDLING = (
    "window_clerk",
    "village_agent",
    "handler",
    "inspection_head",
    "inspector",
    "reviewer",
    "approver",
    "cashier",
    "payment_officer",
    "issuing_clerk",
)
"""The posts that steps of a process are for."""

blueprint = Blueprint("inbox", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "inbox.index",
            _l("待办"),
            posts=frozenset(HANDLING),
            order=10,
            description=_l("签收、办理转到本岗位的步骤"),
        ),
    ),
)

from webapp.inbox import task_views, transfer_views, views  # noqa: E402

__all__ = ["HANDLING", "desk", "task_views", "transfer_views", "views"]
