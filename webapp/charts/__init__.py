"""Charts of the matters: on the portal, as posters, and for who hangs them up."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

KEEPERS = frozenset({"matter_manager", "process_designer", "administrator"})
"""Who sees to it that the charts on the walls are those that hold."""

blueprint = Blueprint("charts", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "charts.posters", _l("流程图张贴"), KEEPERS, order=75, description=_l("按部门打印上墙的流程图，A4 或者 A3")
        ),
    ),
)

from webapp.charts import staff, views  # noqa: E402

__all__ = ["KEEPERS", "desk", "staff", "views"]
