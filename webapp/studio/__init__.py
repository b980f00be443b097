"""The studio: drafts of processes, the modeler, the gate while one edits, and what a draft gives as a file."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from engine.studio.posts import DESIGNER, MANAGER
from webapp.navigation import Desk, Entry

STUDIO = frozenset({DESIGNER, MANAGER})
"""Who sees drafts; only designers change them."""

blueprint = Blueprint("studio", __name__, url_prefix="/studio")
desk = Desk(
    blueprint,
    entries=(
        Entry("studio.index", _l("流程设计"), STUDIO, order=70, description=_l("改流程：画图、填步骤、即时检查")),
    ),
)

from webapp.studio import (  # noqa: E402
    approving,
    bringing_in,
    comparing,
    completeness,
    designing,
    exports,
    forms_of_draft,
    guide,
    judging,
    limits,
    moving,
    new_matter,
    saving,
    scenarios,
    simulating,
    table,
    trying,
    versions,
    views,
)

__all__ = [
    "STUDIO",
    "approving",
    "bringing_in",
    "comparing",
    "completeness",
    "designing",
    "desk",
    "exports",
    "forms_of_draft",
    "guide",
    "judging",
    "limits",
    "moving",
    "new_matter",
    "saving",
    "scenarios",
    "simulating",
    "table",
    "trying",
    "versions",
    "views",
]
