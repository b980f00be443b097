"""The fixed words of the trade as people read them, by their codes in data."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

STAGES: dict[str, LazyString] = {
    "acceptance": _l("受理"),
    "review": _l("审核"),
    "approval": _l("审批"),
    "completion": _l("办结"),
    "delivery": _l("送达"),
}
POSTS: dict[str, LazyString] = {
    "window_clerk": _l("窗口人员"),
    "village_agent": _l("村级代办员"),
    "handler": _l("承办人"),
    "inspection_head": _l("监管所所长"),
    "inspector": _l("核查员"),
    "reviewer": _l("审核人"),
    "approver": _l("审批人"),
    "authority_head": _l("行政机关负责人"),
    "government_head": _l("县政府负责人"),
    "cashier": _l("收费员"),
    "payment_officer": _l("发放人员"),
    "issuing_clerk": _l("出件窗口人员"),
    "supervisor": _l("监察员"),
    "feedback_officer": _l("评价投诉专员"),
    "matter_manager": _l("事项管理员"),
    "process_designer": _l("流程设计员"),
    "calendar_keeper": _l("日历管理员"),
    "administrator": _l("系统管理员"),
    "applicant": _l("申请人"),
}
CHART_STATUSES: dict[str, LazyString] = {
    "done": _l("已办"),
    "current": _l("办理中"),
    "overdue": _l("超期"),
    "future": _l("未到"),
    "skipped": _l("未经过"),
}
LEVELS: dict[str, LazyString] = {
    "village": _l("村（社区）"),
    "town": _l("镇（街道）"),
    "county": _l("县"),
    "city": _l("市"),
    "province": _l("省"),
}
LIGHTS: dict[str, LazyString] = {
    "green": _l("正常"),
    "yellow": _l("临期"),
    "red": _l("超期"),
    "paused": _l("暂停计时"),
    "stopped": _l("已停止计时"),
}
RESULTS: dict[str, LazyString] = {
    "accept": _l("予以受理"),
    "supplement": _l("一次性告知补正"),
    "refuse": _l("不予许可"),
    "pass": _l("通过"),
    "fail": _l("不通过"),
    "rework": _l("退回重办"),
    "return": _l("退回"),
    "grant": _l("准予许可"),
    "partial": _l("部分准予"),
    "consent": _l("同意"),
    "decline": _l("不同意"),
    "delivered": _l("已送达"),
}


# Where each case has a department of its own, a guide can only say which kind it is.
OWN_PLACES: dict[str, LazyString] = {"town": _l("申请人所在的镇"), "village": _l("申请人所在的村（社区）")}


def department_name(code: str, names: Mapping[str, str]) -> LazyString | str:
    """Return the name of a department, or which kind of place a step belongs to; ``names`` are by code."""
    return names.get(code) or OWN_PLACES.get(code, code)


def post_name(code: str) -> LazyString | str:
    """Return the name of a post; an unknown code is shown as it is."""
    return POSTS.get(code, code)


def stage_name(code: str) -> LazyString | str:
    """Return the name of one of the five stages; an unknown code is shown as it is."""
    return STAGES.get(code, code)
