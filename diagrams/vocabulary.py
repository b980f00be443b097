"""The words a chart prints for the codes that stand in a process file."""

from __future__ import annotations

from collections.abc import Mapping

STAGES: Mapping[str, str] = {
    "acceptance": "受理",
    "review": "审核",
    "approval": "审批",
    "completion": "办结",
    "delivery": "送达",
}
"""The five stages of 政务服务 work in their lawful order."""

POSTS: Mapping[str, str] = {
    "window_clerk": "窗口人员",
    "village_agent": "村级代办员",
    "handler": "承办人",
    "inspection_head": "监管所所长",
    "inspector": "核查员",
    "reviewer": "审核人",
    "approver": "审批人",
    "cashier": "收费员",
    "payment_officer": "发放人员",
    "issuing_clerk": "出件窗口人员",
    "supervisor": "监察员",
    "feedback_officer": "评价投诉专员",
    "matter_manager": "事项管理员",
    "process_designer": "流程设计员",
    "administrator": "系统管理员",
    "applicant": "申请人",
}

STATUSES: Mapping[str, str] = {
    "done": "已办",
    "current": "办理中",
    "overdue": "已超期",
    "skipped": "未经过",
    "future": "未到",
}

KINDS: Mapping[str, str] = {
    "full": "办理流程图",
    "matter": "办理流程图",
    "joint": "协同流程图",
    "online": "网上办事流程图",
}
"""What a chart of each kind is called, behind the name of its matter."""

ORDINALS = "一二三四五六七八九十"


def stage_name(code: str) -> str:
    """Name a stage; a code that is not ours is shown as it stands."""
    return STAGES.get(code, code)


def post_name(code: str) -> str:
    """Name a post; a code that is not ours is shown as it stands."""
    return POSTS.get(code, code)
