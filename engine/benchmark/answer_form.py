"""The form of every measured step, and an answer of 1 KB to it."""

from __future__ import annotations

from typing import Any

APPLICATION: dict[str, Any] = {
    "type": "object",
    "title": "申请表",
    "required": ["applicant_name"],
    "properties": {"applicant_name": {"type": "string", "title": "姓名", "maxLength": 40}},
}
ANSWER: dict[str, Any] = {
    "type": "object",
    "title": "办理意见",
    "required": ["result", "opinion", "checked_on", "points"],
    "properties": {
        "result": {
            "type": "string",
            "title": "结论",
            "oneOf": [
                {"const": "pass", "title": "通过"},
                {"const": "again", "title": "重办"},
                {"const": "fail", "title": "不通过"},
            ],
        },
        "opinion": {"type": "string", "title": "意见", "maxLength": 1000},
        "reason": {"type": "string", "title": "不通过的理由", "maxLength": 1000},
        "checked_on": {"type": "string", "format": "date", "title": "核查日期"},
        "checked_by": {"type": "string", "title": "核查人", "maxLength": 60},
        "phone": {"type": "string", "format": "phone", "title": "联系电话"},
        "area": {"type": "number", "title": "面积", "minimum": 0, "maximum": 100000},
        "staff_count": {"type": "integer", "title": "人数", "minimum": 0, "maximum": 9999},
        "points": {
            "type": "array",
            "title": "核查要点",
            "uniqueItems": True,
            "items": {
                "type": "string",
                "oneOf": [{"const": f"point_{number}", "title": f"要点{number}"} for number in range(1, 7)],
            },
        },
    },
}
ANSWER_UI: dict[str, Any] = {
    "result": {"ui:widget": "radio"},
    "opinion": {"ui:widget": "textarea"},
    "reason": {"ui:widget": "textarea", "ui:showIf": {"field": "result", "equals": "fail"}},
    "points": {"ui:widget": "checkboxes"},
}
_SENTENCE = "经核查，申请人提交的材料齐全，符合法定形式，现场情况与申请内容一致，各项设施已按要求配备。"


def answer(result: str = "pass") -> dict[str, Any]:
    """Return the typed answer to the form; as JSON it is 1 KB."""
    return {
        "result": result,
        "opinion": _SENTENCE * 6,
        # Whatever the day of the benchmark, this is no entry afterwards, which would raise a light.
        "checked_on": "2099-12-31",
        "checked_by": "核查人甲、核查人乙",
        "phone": "13800001234",
        "area": 45.5,
        "staff_count": 4,
        "points": ["point_1", "point_2", "point_3", "point_5"],
    }
