"""The case page: everything about one case, for who works on it and for who supervises."""

from __future__ import annotations

from flask import Blueprint

from webapp.navigation import Desk

blueprint = Blueprint("cases", __name__)
desk = Desk(blueprint)

from webapp.cases import bill_views, diagram, files, presentation, views  # noqa: E402

presentation.init_app(blueprint)

__all__ = ["bill_views", "desk", "diagram", "files", "views"]
