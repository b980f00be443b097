"""Checking papers: anybody who is shown one finds out whether the hall issued it and whether it still holds."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

blueprint = Blueprint("verification", __name__)
desk = Desk(blueprint, public=(Entry("verification.verify", _l("文书核验"), order=34),))

from webapp.verification import views  # noqa: E402

__all__ = ["desk", "views"]
