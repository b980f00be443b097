"""The words for what a service guide says in codes."""

from __future__ import annotations

import sys

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.cases.wording import MODES
from webapp.words import LEVELS

Words = dict[str, LazyString]
ITEM_TYPES: Words = {
    "licence": _l("行政许可"),
    "punishment": _l("行政处罚"),
    "compulsion": _l("行政强制"),
    "collection": _l("行政征收"),
    "payment": _l("行政给付"),
    "inspection": _l("行政检查"),
    "confirmation": _l("行政确认"),
    "reward": _l("行政奖励"),
    "adjudication": _l("行政裁决"),
    "other": _l("其他行政权力"),
    "public_service": _l("公共服务"),
}
CASE_KINDS: Words = {
    "instant": _l("即办件"),
    "promised": _l("承诺件"),
    "joint": _l("联办件"),
    "upward": _l("上报件"),
}
USE_LEVELS: Words = {**LEVELS, "nation": _l("国家")}
APPLICANTS: Words = {
    "person": _l("自然人"),
    "enterprise": _l("企业"),
    "institution": _l("事业单位"),
    "association": _l("社会组织"),
    "government": _l("行政机关"),
}
WAYS: Words = {
    "window": _l("窗口办理"),
    "online": _l("网上办理"),
    "mobile": _l("手机办理"),
    "courier": _l("邮寄申请"),
}
DELIVERIES: Words = MODES
RESIDENCES: Words = {
    "resident": _l("已进驻政务服务大厅"),
    "exempt_pending": _l("暂不进驻，等待备案"),
    "exempt_filed": _l("不进驻，已经备案"),
}
MATERIAL_FORMS: Words = {
    "original": _l("原件"),
    "copy": _l("复印件"),
    "original_and_copy": _l("原件和复印件"),
    "electronic": _l("电子件"),
}
REQUIREDNESSES: Words = {
    "required": _l("必须提交"),
    "conditional": _l("特定情形提交"),
    "optional": _l("可以提交"),
}
ORIGINS: Words = {
    "applicant": _l("申请人自备"),
    "government": _l("政府部门核发"),
    "other": _l("其他单位出具"),
    "shared": _l("部门共享，免提交"),
}
RESULT_KINDS: Words = {
    "certificate": _l("证照"),
    "approval": _l("批准文件"),
    "record": _l("登记备案"),
    "payment": _l("发放款项"),
}
CLOCK_ORIGINS: Words = {
    "acceptance": _l("自受理之日起计算"),
    "receipt": _l("自收到申请之日起计算"),
}
SUPPLEMENT_MODES: Words = {
    "notice": _l("一次性告知需要补正的全部内容，补齐后继续办理"),
    "return": _l("退回材料并一次性告知，补齐后重新申请"),
    "on_the_spot_or_accepted": _l("当场书面告知，未当场告知的视为受理"),
}
EXTENDERS: Words = {
    "authority_head": _l("经本机关负责人批准"),
    "government_head": _l("经本级人民政府负责人批准"),
}
YES_NO: dict[bool, LazyString] = {True: _l("是"), False: _l("否")}


def init_app(blueprint: Blueprint) -> None:
    """Give templates these words as ``guide_words``."""
    words = {"guide_words": sys.modules[__name__]}
    blueprint.record_once(lambda state: state.app.jinja_env.globals.update(words))
