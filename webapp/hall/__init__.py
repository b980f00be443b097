"""The screens of the hall: pages that turn by themselves for everybody who waits, and pages to be touched.

Nobody logs in here and nothing is kept in the browser; no page has personal data in it beyond its masked form.
"""

from __future__ import annotations

from flask import Blueprint

from webapp.navigation import Desk

blueprint = Blueprint("hall", __name__)
desk = Desk(blueprint)

from webapp.hall import touch, views, wording  # noqa: E402

__all__ = ["desk", "touch", "views", "wording"]
