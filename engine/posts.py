"""The posts of a service hall and their Chinese names."""

from __future__ import annotations

POSTS: dict[str, str] = {
    "applicant": "申请人",
    "window_clerk": "窗口人员",
    "village_agent": "村级代办员",
    "handler": "承办人",
    "inspection_head": "监管所所长",
    "inspector": "核查员",
    "reviewer": "审核人",
    "approver": "审批人",
    "authority_head": "行政机关负责人",
    "government_head": "县政府负责人",
    "cashier": "收费员",
    "payment_officer": "发放人员",
    "issuing_clerk": "出件窗口人员",
    "supervisor": "监察员",
    "feedback_officer": "评价投诉专员",
    "matter_manager": "事项管理员",
    "process_designer": "流程设计员",
    "calendar_keeper": "日历管理员",
    "administrator": "系统管理员",
}

STAGES: dict[str, str] = {
    "acceptance": "受理",
    "review": "审核",
    "approval": "审批",
    "completion": "办结",
    "delivery": "送达",
}

LEVELS: dict[str, str] = {
    "village": "村级",
    "town": "镇级",
    "county": "县级",
    "city": "市级",
    "province": "省级",
}
