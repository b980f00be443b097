"""Hearings: telling the right, arranging the hearing and recording it, from a step and from the page of the hearing."""

from __future__ import annotations

from flask import Blueprint

from webapp.navigation import Desk

blueprint = Blueprint("hearings", __name__)
desk = Desk(blueprint, entries=())

from webapp.hearings import views  # noqa: E402

__all__ = ["desk", "views"]
