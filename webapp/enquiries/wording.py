"""The words for enquiries."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

CHANNELS: dict[str, LazyString] = {
    "window": _l("现场咨询"),
    "online": _l("网上咨询"),
    "phone": _l("电话咨询"),
    "mail": _l("邮件咨询"),
}
STATUSES: dict[str, tuple[LazyString, str]] = {
    "waiting": (_l("待登记"), "yellow"),
    "held": (_l("待答复"), "blue"),
    "answered": (_l("已答复"), "green"),
}
TABS: dict[str, LazyString] = {
    "open": _l("未答复"),
    "waiting": _l("待登记"),
    "mine": _l("由我负责"),
    "offered": _l("移交给我"),
    "overdue": _l("逾期"),
    "answered": _l("已答复"),
}
