"""The words for what lights are counted by."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

COUNTED_BY: dict[str, LazyString] = {
    "department": _l("部门"),
    "town": _l("镇"),
    "matter": _l("事项"),
    "person": _l("经办人"),
}
NAMELESS: dict[str, LazyString] = {
    "department": _l("等待申请人或者系统"),
    "town": _l("不分镇"),
    "matter": _l("没有事项"),
    "person": _l("待签收"),
}
"""What a line is called whose cases belong to no department, town or person."""
RAISED_COLOURS: dict[str, LazyString] = {"yellow": _l("黄牌"), "red": _l("红牌")}
"""What a light is called once it was raised; how a case stands now is told in ``words.LIGHTS``."""
