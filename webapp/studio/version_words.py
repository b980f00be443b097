"""The words for versions and for what is different between two of them, by their codes."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

VERSION_STATES: dict[str, LazyString] = {
    "current": _l("现行"),
    "coming": _l("尚未施行"),
    "past": _l("已被取代"),
    "withdrawn": _l("已撤下"),
}
VERSION_KINDS = {"current": "green", "coming": "blue", "past": "plain", "withdrawn": "red"}
DIFFERENCES: dict[str, LazyString] = {
    "steps": _l("步骤"),
    "ways": _l("路径和条件"),
    "lanes": _l("泳道"),
    "facts": _l("办事指南"),
    "forms": _l("表单"),
    "scenarios": _l("测试情景"),
}
