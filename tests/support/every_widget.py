"""A form with every widget, and a page that fills it in; for tests of the form macros only."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template_string

from engine.actor import Actor
from forms import Form
from webapp.filling import Filling
from webapp.installation import current_hall
from webapp.uploads import Uploads

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "小餐饮经营许可申请表",
    "required": ["applicant", "premises", "has_agent", "staff", "licence", "promise"],
    "properties": {
        "applicant": {
            "type": "object",
            "title": "申请人",
            "required": ["name", "id_number", "phone"],
            "properties": {
                "name": {"type": "string", "title": "姓名"},
                "id_number": {"type": "string", "title": "身份证号", "format": "id-number"},
                "phone": {"type": "string", "title": "手机号码", "format": "phone"},
                "credit_code": {"type": "string", "title": "统一社会信用代码", "format": "credit-code"},
            },
        },
        "premises": {
            "type": "object",
            "title": "经营场所",
            "required": ["address", "area", "kind", "opens_on"],
            "properties": {
                "address": {"type": "string", "title": "详细地址"},
                "area": {"type": "number", "title": "面积", "minimum": 5, "maximum": 500},
                "kind": {"type": "string", "title": "经营类别", "oneOf": [
                    {"const": "snack", "title": "小吃店"}, {"const": "canteen", "title": "快餐店"}]},
                "sells": {"type": "array", "title": "经营项目", "items": {"type": "string", "oneOf": [
                    {"const": "hot", "title": "热食类制售"}, {"const": "drinks", "title": "自制饮品"}]}},
                "opens_on": {"type": "string", "title": "计划开业日期", "format": "date"},
                "rent": {"type": "integer", "title": "月租金"},
                "remarks": {"type": "string", "title": "其他说明"},
                "station": {"type": "string", "title": "所属监管所", "enum": ["城关所", "涧池所"]},
            },
        },
        "has_agent": {"type": "boolean", "title": "是否委托代理人办理"},
        "agent": {
            "type": "object",
            "title": "代理人",
            "required": ["name"],
            "properties": {"name": {"type": "string", "title": "代理人姓名"}},
        },
        "staff": {
            "type": "array",
            "title": "从业人员",
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "title": "从业人员",
                "required": ["name"],
                "properties": {"name": {"type": "string", "title": "人员姓名"}},
            },
        },
        "licence": {"type": "array", "title": "营业执照", "minItems": 1, "maxItems": 2,
                    "items": {"type": "string"}},
        "promise": {"type": "boolean", "title": "本人承诺所填内容真实、有效", "const": True},
    },
}  # fmt: skip
UI = {
    "applicant": {"credit_code": {"ui:help": "18 位，见营业执照右上角"}},
    "premises": {
        "area": {"ui:unit": "平方米"},
        "rent": {"ui:widget": "money"},
        "remarks": {"ui:widget": "textarea"},
        "station": {"ui:widget": "select"},
    },
    "has_agent": {"ui:widget": "radio"},
    "agent": {"ui:showIf": {"field": "has_agent", "equals": True}},
    "licence": {"ui:widget": "file", "ui:material": "business_licence", "ui:accept": ["pdf", "jpg"]},
}
FORM = Form("test/every_widget", SCHEMA, UI)
DRAFT = "d" * 32
CLERK = Actor(kind="staff", name="林小满", person_id="p" * 32)

PAGE = """
{% extends "base.html" %}{% from "macros/form.html" import fill with context %}
{% from "macros/page.html" import breadcrumb, stepper with context %}
{% block title %}{{ filling.form.title }}{% endblock %}
{% block crumbs %}{{ breadcrumb(("首页", "/"), ("办事指南", "/"), (filling.form.title, none)) }}{% endblock %}
{% block content %}{{ stepper("acceptance") }}
{% call fill(filling, submit="提交申请") %}
<button class="btn btn-outline-primary" name="_act" value="save">保存草稿</button>{% endcall %}{% endblock %}
"""
blueprint = Blueprint("every_widget", __name__)


@blueprint.route("/test/form", methods=["GET", "POST"])
def page():
    from flask import request

    uploads = Uploads(current_hall(), CLERK, draft_id=DRAFT)
    if request.method == "GET":
        return render_template_string(PAGE, filling=Filling.blank(FORM, uploads=uploads))
    filling = Filling.posted(FORM, uploads)
    if filling.submitted and filling.ok:
        return jsonify(filling.values)
    return render_template_string(PAGE, filling=filling), 200 if filling.ok else 422
