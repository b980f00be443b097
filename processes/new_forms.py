"""The forms that a new matter begins with: an application, and one for each kind of step that every matter has."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Fields = Mapping[str, Mapping[str, Any]]
_REFUSED = {"reason": {"ui:widget": "textarea", "ui:showIf": {"field": "result", "equals": "refuse"}}}
_REFUSED |= {"basis": {"ui:showIf": {"field": "result", "equals": "refuse"}}}


def _text(title: str, most: int) -> dict[str, Any]:
    return {"type": "string", "title": title, "maxLength": most}


def _choice(title: str, **choices: str) -> dict[str, Any]:
    return {"type": "string", "title": title, "oneOf": [{"const": one, "title": said} for one, said in choices.items()]}


_APPLICANT: Fields = {
    "applicant_name": {**_text("申请人姓名", 50), "minLength": 2},
    "id_number": {"type": "string", "title": "身份证号码", "format": "id-number"},
    "phone": {"type": "string", "title": "手机号码", "format": "phone"},
}
_REASONED: Fields = {"reason": _text("不予的理由", 1000), "basis": _text("法律依据", 300)}
_STEPS: Mapping[str, tuple[str, Fields, Sequence[str], Mapping[str, Any]]] = {
    "acceptance": (
        "受理审查",
        {"result": _choice("审查结果", accept="受理", refuse="不予受理"), **_REASONED},
        ("result", "reason", "basis"),
        _REFUSED,
    ),
    "review": (
        "审核意见",
        {"result": _choice("审核结论", **{"pass": "建议准予", "fail": "建议不予"}), "opinion": _text("审核意见", 1000)},
        ("result", "opinion"),
        {"opinion": {"ui:widget": "textarea"}},
    ),
    "approval": (
        "审批决定",
        {
            "result": _choice("决定", **{"grant": "准予", "refuse": "不予", "return": "退回审核"}),
            "opinion": _text("审批意见", 1000),
            **_REASONED,
        },
        ("result", "opinion", "reason", "basis"),
        _REFUSED,
    ),
    "completion": ("办结", {"certificate_no": _text("证件编号", 40)}, (), {}),
    "delivery": (
        "送达",
        {
            "mode": _choice("送达方式", window="窗口领取"),
            "receiver": {**_text("签收人", 50), "minLength": 2},
            "signed_on": {"type": "string", "title": "签收日期", "format": "date"},
        },
        ("mode", "receiver", "signed_on"),
        {},
    ),
}


def first_forms(name: str) -> dict[str, bytes]:
    """Return schema and ui schema, by file name, of the forms of a new matter called ``name``."""
    forms = {"application": (f"{name}申请书", _APPLICANT, tuple(_APPLICANT), {}), **_STEPS}
    files = {}
    for form, (title, fields, required, ui) in forms.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "type": "object",
            "additionalProperties": False,
            "required": list(required),
            "properties": fields,
        }
        files |= {f"forms/{form}.schema.json": _file(schema), f"forms/{form}.ui.json": _file(ui)}
    return files


def _file(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
