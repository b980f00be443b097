"""Open decisions: everybody reads which licences were granted and refused, and in how many days."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

blueprint = Blueprint("decisions", __name__)
desk = Desk(blueprint, public=(Entry("decisions.index", _l("许可公开"), order=36),))

from webapp.decisions import views  # noqa: E402

__all__ = ["desk", "views"]
