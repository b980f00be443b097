"""The words for complaints."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

CHANNELS: dict[str, LazyString] = {
    "window": _l("现场投诉"),
    "online": _l("网上投诉"),
    "phone": _l("电话投诉"),
    "mail": _l("来信投诉"),
}
STATUSES: dict[str, tuple[LazyString, str]] = {
    "received": (_l("待决定是否受理"), "yellow"),
    "accepted": (_l("已受理，待答复"), "blue"),
    "refused": (_l("不予受理"), "plain"),
    "answered": (_l("已答复，待评价"), "green"),
    "closed": (_l("已办结"), "green"),
}
TABS: dict[str, LazyString] = {
    "open": _l("未答复"),
    "decide": _l("待决定"),
    "handle": _l("待答复"),
    "overdue": _l("逾期"),
    "answered": _l("待评价"),
    "over": _l("已办结、不予受理"),
}
FINDINGS: dict[str, tuple[LazyString, str]] = {
    "upheld": (_l("属实"), "red"),
    "partly": (_l("部分属实"), "yellow"),
    "unfounded": (_l("不属实"), "plain"),
}
SATISFIED: dict[str, tuple[LazyString, str]] = {
    "yes": (_l("满意"), "green"),
    "no": (_l("不满意"), "red"),
    "unsaid": (_l("没有表示"), "plain"),
}
