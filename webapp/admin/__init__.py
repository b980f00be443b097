"""The console of administrators: people and posts, how the hall runs, the calendar. No case is read here.

Heads of departments come here for the authorisations of windows, the calendar keeper for the calendar.
"""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

ADMINISTRATOR, HEAD, KEEPER = "administrator", "approver", "calendar_keeper"
_ONLY = frozenset({ADMINISTRATOR})
blueprint = Blueprint("admin", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry("admin.people", _l("人员岗位"), posts=_ONLY, order=60, description=_l("账号、岗位和密码")),
        Entry("admin.departments", _l("部门"), posts=_ONLY, order=61, description=_l("部门名称、上级和电话")),
        Entry("admin.windows", _l("窗口"), posts=_ONLY, order=62, description=_l("窗口号、位置和受理的事项")),
        Entry(
            "admin.authorised",
            _l("窗口授权"),
            posts=_ONLY | {HEAD},
            order=62,
            description=_l("书面授权窗口当场审核、决定"),
        ),
        Entry("admin.announcements", _l("大厅公告"), posts=_ONLY, order=62, description=_l("大厅屏幕上显示的公告")),
        Entry(
            "admin.messages", _l("外发消息"), posts=_ONLY, order=63, description=_l("发往邮箱和消息接口的预警、督办")
        ),
        Entry("admin.running", _l("系统运行"), posts=_ONLY, order=63, description=_l("后台任务、异常和练习时间")),
        Entry("admin.parameters", _l("大厅参数"), posts=_ONLY, order=65, description=_l("办公时间和期限的算法")),
        Entry("admin.calendar", _l("工作日历"), posts=_ONLY | {KEEPER}, order=64, description=_l("放假和调休上班")),
    ),
)

from webapp.admin import (  # noqa: E402
    announcement_views,
    authorisation_views,
    calendar_version_views,
    calendar_views,
    message_views,
    office_views,
    parameter_views,
    people_views,
    running_views,
)

__all__ = [
    "announcement_views",
    "authorisation_views",
    "calendar_version_views",
    "calendar_views",
    "desk",
    "message_views",
    "office_views",
    "parameter_views",
    "people_views",
    "running_views",
]
