"""Notices: what the system tells a member of staff, with a count beside the name."""

from __future__ import annotations

from flask import Blueprint

from webapp.navigation import Desk

blueprint = Blueprint("notices", __name__)
desk = Desk(blueprint)

from webapp.notices import views  # noqa: E402

blueprint.add_app_template_global(views.unread_notices)

__all__ = ["desk", "views"]
