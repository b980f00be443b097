"""The portal: what the public finds, files and follows without an account."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

blueprint = Blueprint("portal", __name__)
desk = Desk(
    blueprint,
    public=(
        Entry("portal.start", _l("办事指南"), order=10),
        Entry("portal.progress", _l("进度查询"), order=20),
        Entry("portal.drafts", _l("继续填写"), order=30),
    ),
)

from webapp.portal import (  # noqa: E402
    acts,
    drafts,
    filing,
    guide,
    hearing,
    paying,
    progress,
    receipt,
    start,
    supplement,
    wording,
)

wording.init_app(blueprint)

__all__ = [
    "acts",
    "desk",
    "drafts",
    "filing",
    "guide",
    "hearing",
    "paying",
    "progress",
    "receipt",
    "start",
    "supplement",
]
