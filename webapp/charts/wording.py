"""Words for the charts' pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {"matter": _l("办理流程图"), "joint": _l("协同流程图"), "online": _l("网上办事流程图")}
LAYOUTS = {"portrait": _l("竖版"), "landscape": _l("横版")}
