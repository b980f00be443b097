"""What is filled in for the invented cases: applications, records, opinions; nothing in them is anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from engine.law.codes import credit_code_check, id_number_check
from webapp.training_hall.plan import InventedCase

MATERIALS = {
    "business_licence": "营业执照",
    "operator_id": "经营者身份证",
    "health_certificates": "从业人员健康证明",
    "premises_proof": "租赁协议",
    "layout_plan": "布局示意图",
    "management_rules": "食品安全管理制度",
}
CONDITIONS = ["premises", "clean", "zones", "separation", "facilities", "tableware"]
ITEMS = {
    "hot_food": "热食类食品制售",
    "cold_food": "冷食类食品制售",
    "pastry": "糕点类食品制售",
    "drinks": "自制饮品制售",
}
ASKED = {
    "premises_proof": ("租赁协议缺少出租人签字", "请补交双方签字的租赁协议"),
    "layout_plan": ("示意图没有标明洗消设备的位置", "请补交标明洗消、冷藏设备位置的示意图"),
    "health_certificates": ("少一名从业人员的健康证明", "请补交该名人员在有效期内的健康证明"),
    "management_rules": ("没有食品留样的规定", "请补充食品留样制度"),
}
DEFECT = "操作间与卫生间直接相通，没有有效隔离"
BASIS = "陕西省食品小作坊小餐饮及摊贩管理条例"


def id_number(seed: int) -> str:
    """Return a well-formed identity number of nobody: no county has the code 610999."""
    first = f"610999{1960 + seed * 7 % 42}{seed * 5 % 12 + 1:02d}{seed * 11 % 28 + 1:02d}{seed:03d}"
    return first + id_number_check(first)


def phone(seed: int) -> str:
    """Return a mobile number of nobody: no operator has the prefix 154."""
    return f"1540000{seed:04d}"


def application(case: InventedCase) -> dict[str, Any]:
    """Return what the applicant filled in, without the files."""
    number = case.number
    first = f"92610999MA7{number:04d}X1"
    values: dict[str, Any] = {
        "applicant_name": case.owner,
        "id_number": id_number(number),
        "phone": phone(number),
        "subject": case.shop,
        "credit_code": first + credit_code_check(first),
        "town": case.town,
        "address": case.address,
        "area": 18 + number * 13 % 70,
        "business_items": list(case.items),
        "staff_count": 1 + number % 5,
        "has_agent": bool(case.agent),
        "delivery_mode": "courier" if case.courier else "window",
        "commitment": True,
    }
    if case.agent:
        values["agent"] = {"name": case.agent, "id_number": id_number(500 + number), "phone": phone(500 + number)}
    if case.courier:
        values |= {"recipient": case.owner, "recipient_phone": phone(number), "postal_address": postal_address(case)}
    return values


def postal_address(case: InventedCase) -> str:
    return f"陕西省安康市汉阴县{case.town}{case.address.replace(' ', '')}"


def asked_of(case: InventedCase) -> tuple[str, ...]:
    """Return the materials that the one-time notice of this case asks for."""
    names = tuple(ASKED)
    start = case.number % len(names)
    return tuple(sorted({names[start], names[(start + case.number % 2) % len(names)]}))


def of(element: str, result: str, case: InventedCase, day: date, inspectors: Sequence[str | None]) -> dict[str, Any]:
    """Return the answer to a step; ``result`` is what it comes to."""
    today = day.isoformat()
    if element == "acceptance":
        return {"result": result} | _acceptance(result, case)
    if element == "assign_check":
        return {"inspectors": list(inspectors), "check_on": today, "note": "重点查看餐具消毒和油烟净化"}
    if element in ("site_check", "recheck"):
        return {"result": result, "checked_on": today} | _check(element, result, case)
    if element == "review":
        return {"result": result} | _review(result)
    if element == "approval":
        return {"result": result} | _approval(result)
    if element == "certificate":
        scope = "、".join(ITEMS[one] for one in case.items)
        until = day.replace(year=day.year + 3, day=min(day.day, 28))
        number = f"陕小餐610921{day.year}{case.number:05d}"
        return {"certificate_no": number, "scope": scope, "valid_from": today, "valid_to": until.isoformat()}
    if element == "refusal_notice":
        return {"checked": True, "notified_on": today}
    return {"result": "delivered", "mode": result, "receiver": case.owner, "signed_on": today} | _delivery(result, case)


def _acceptance(result: str, case: InventedCase) -> dict[str, Any]:
    if result == "accept":
        return {"checked": list(MATERIALS)}
    if result == "refuse":
        reason = "经营场所不在汉阴县境内，不属于本机关职权范围"
        basis = "行政许可法 第三十二条第一款第二项"
        return {"reason": reason, "basis": basis, "refer_to": "石泉县市场监督管理局"}
    asked = [(one, *ASKED[one]) for one in asked_of(case)]
    return {"materials": [{"material": one, "problem": why, "correction": what} for one, why, what in asked]}


def _check(element: str, result: str, case: InventedCase) -> dict[str, Any]:
    if result == "pass":
        findings = "已按要求整改" if element == "recheck" else "功能区分明，冷藏、洗涤、消毒设施齐全，现场清洁"
        values: dict[str, Any] = {"conditions": CONDITIONS, "findings": findings}
    elif result == "rectify":
        what = "加装纱窗和风幕，更换带盖的垃圾容器"
        values = {"findings": "防蝇设施不全，垃圾容器没有盖", "rectification": what}
    else:
        values = {"findings": "整改没有完成" if element == "recheck" else DEFECT, "reason": DEFECT}
    return values if element == "recheck" else values | {"on_site_person": case.owner}


def _review(result: str) -> dict[str, Any]:
    if result == "pass":
        return {"opinion": "申请材料齐全，现场核查合格，建议准予许可"}
    if result == "return":
        return {"opinion": "核查笔录没有写明餐具消毒方式，请重新核查"}
    return {"opinion": "现场核查不合格，建议不予许可", "reason": DEFECT}


def _approval(result: str) -> dict[str, Any]:
    if result == "grant":
        return {"opinion": "同意，准予许可"}
    if result == "return":
        return {"opinion": "请核对申请的经营项目与现场设备是否相符"}
    return {"opinion": "同意不予许可", "reason": f"经营场所{DEFECT}，不符合许可条件", "basis": BASIS}


def _delivery(mode: str, case: InventedCase) -> dict[str, Any]:
    if mode == "courier":
        return {"tracking_no": f"EX610921{case.number:05d}", "address": postal_address(case)}
    if case.agent:
        number = id_number(500 + case.number)
        return {"receiver": case.agent, "relation": "agent", "receiver_id_number": number}
    return {"relation": "self"}
