"""A form with every kind of field: digging up a road."""

from __future__ import annotations

from typing import Any

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "占道施工申请",
    "type": "object",
    "required": ["project", "cost", "lanes", "night", "method", "units", "applicant", "pledge"],
    "properties": {
        "project": {"type": "string", "title": "工程名称", "maxLength": 20},
        "remarks": {"type": "string", "title": "说明"},
        "cost": {"type": "integer", "title": "工程造价", "minimum": 100, "maximum": 100_000_000},
        "lanes": {"type": "integer", "title": "占用车道", "minimum": 1, "maximum": 4},
        "length": {"type": "number", "title": "占用长度", "exclusiveMinimum": 0},
        "starts_on": {"type": "string", "title": "开工日期", "format": "date"},
        "ends_on": {"type": "string", "title": "完工日期", "format": "date"},
        "night": {"type": "boolean", "title": "是否夜间施工"},
        "night_reason": {"type": "string", "title": "夜间施工理由"},
        "method": {
            "type": "string",
            "title": "施工方式",
            "oneOf": [{"const": "open", "title": "开挖"}, {"const": "push", "title": "顶管"}],
        },
        "signs": {
            "type": "array",
            "title": "警示设施",
            "uniqueItems": True,
            "items": {"type": "string", "enum": ["围挡", "警示灯", "标牌"]},
        },
        "plan": {"type": "array", "title": "施工方案", "items": {"type": "string"}, "maxItems": 2},
        "applicant": {
            "type": "object",
            "title": "申请人",
            "required": ["name", "phone"],
            "properties": {
                "name": {"type": "string", "title": "申请人姓名"},
                "phone": {"type": "string", "title": "申请人手机", "format": "phone"},
                "id_number": {"type": "string", "title": "申请人身份证号码", "format": "id-number"},
            },
        },
        "units": {
            "type": "array",
            "title": "参建单位",
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "title": "单位",
                "required": ["name", "kind", "licence"],
                "properties": {
                    "name": {"type": "string", "title": "单位名称"},
                    "kind": {"type": "string", "title": "单位类型", "enum": ["施工", "监理"]},
                    "licence": {"type": "string", "title": "资质证书编号", "pattern": "^[A-Z][0-9]{4}$"},
                },
            },
        },
        "pledge": {"type": "boolean", "title": "按期恢复路面", "const": True},
    },
}

UI: dict[str, Any] = {
    "ui:sections": [
        {
            "title": "工程",
            "fields": [
                "project",
                "remarks",
                "cost",
                "lanes",
                "length",
                "starts_on",
                "ends_on",
                "night",
                "night_reason",
                "method",
                "signs",
                "plan",
            ],
        },
        {"title": "申请人和单位", "fields": ["applicant", "units", "pledge"]},
    ],
    "remarks": {"ui:widget": "textarea"},
    "cost": {"ui:widget": "money"},
    "length": {"ui:unit": "米"},
    "ends_on": {"ui:after": "./starts_on"},
    "night": {"ui:widget": "radio"},
    "night_reason": {
        "ui:showIf": {"field": "night", "equals": True},
        "ui:requiredIf": {"field": "method", "equals": "open"},
    },
    "signs": {"ui:widget": "checkboxes"},
    "plan": {"ui:widget": "file", "ui:material": "work_plan", "ui:accept": [".pdf"]},
    "applicant": {"name": {"ui:sensitive": "name"}},
    "units": {
        "items": {
            "licence": {
                "ui:showIf": {"field": "./kind", "equals": "施工"},
                "ui:message": "资质证书编号由一个大写字母和四位数字组成",
            }
        }
    },
}

FILLED: dict[str, list[str]] = {
    "project": ["北城街雨污分流"],
    "cost": ["12.50"],
    "lanes": ["2"],
    "night": ["false"],
    "method": ["push"],
    "applicant.name": ["张三"],
    "applicant.phone": ["13812345678"],
    "units.0.name": ["汉阴县第一建筑公司"],
    "units.0.kind": ["施工"],
    "units.0.licence": ["D1234"],
    "pledge": ["on"],
}
