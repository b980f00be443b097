"""The words for states, results, clocks and ways of a case, by their codes in data."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engine.bundle import Bundle
from engine.cases.official_documents import TITLES, title_of
from engine.decision_words import decision_word
from webapp import words
from webapp.languages import in_chinese

STATUSES: dict[str, LazyString] = {
    "received": _l("待受理"),
    "supplement_wait": _l("等待补正"),
    "accepted": _l("办理中"),
    "decided": _l("已决定"),
    "completed": _l("待送达"),
    "closed": _l("已办结"),
    "not_accepted": _l("不予受理"),
    "returned": _l("退回重报"),
    "withdrawn": _l("已撤回"),
    "closed_no_supplement": _l("补正不来办结"),
}
STATUS_KINDS = {
    "received": "blue",
    "supplement_wait": "yellow",
    "accepted": "blue",
    "decided": "blue",
    "completed": "green",
    "closed": "green",
    "not_accepted": "red",
    "returned": "yellow",
}
DECISIONS = {"granted": "grant", "partly_granted": "partial", "refused": "refuse"}
OUTCOME_KINDS = {"granted": "green", "partly_granted": "yellow", "refused": "red"}
"""The outcomes that are decisions, and the colours they are shown in."""
OUTCOMES: dict[str, LazyString] = {
    "granted": _l("准予"),
    "partly_granted": _l("部分准予"),
    "refused": _l("不予"),
    "not_accepted": _l("不予受理"),
    "returned": _l("退回重报"),
    "withdrawn": _l("已撤回"),
    "closed_no_supplement": _l("补正不来办结"),
}
BRANCHES: dict[str, LazyString] = {
    "not_chosen": _l("未申请"),
    "in_hand": _l("办理中"),
    "waiting": _l("等待中"),
    "consent": _l("同意"),
    "decline": _l("不同意"),
}
BRANCH_KINDS = {"not_chosen": "plain", "in_hand": "blue", "waiting": "blue", "consent": "green", "decline": "red"}
CLOCKS: dict[str, LazyString] = {
    "intake": _l("受理或补正告知期限"),
    "statutory": _l("法定办结时限"),
    "promised": _l("承诺办结时限"),
    "supplement_wait": _l("等待补正期限"),
    "renewal": _l("原许可有效期"),
    "delivery": _l("送达期限"),
    "fee": _l("缴费期限"),
    "public_notice": _l("公示期"),
    "consultation": _l("征求意见期限"),
    "level": _l("下级审查时限"),
    "hearing_request": _l("申请听证期限"),
    "hearing": _l("组织听证期限"),
    "enquiry": _l("咨询答复期限"),
    "rectification": _l("差评整改期限"),
    "complaint": _l("投诉受理期限"),
    "complaint_answer": _l("投诉答复期限"),
}
OPINIONS: dict[str, LazyString] = {
    "agree": _l("同意"),
    "disagree": _l("不同意"),
    "comment": _l("提出意见"),
    "not_ours": _l("不属于本部门职责"),
}
OPINION_KINDS = {"agree": "green", "disagree": "red", "comment": "blue", "not_ours": "plain"}
CONSULTATIONS: dict[str, tuple[LazyString, str]] = {
    "asked": (_l("待签收"), "yellow"),
    "received": (_l("待答复"), "yellow"),
    "answered": (_l("已复函"), "green"),
    "withdrawn": (_l("已撤回"), "plain"),
    "lapsed": (_l("随办件终止"), "plain"),
}
HEARINGS: dict[str, tuple[LazyString, str]] = {
    "told": (_l("已告知听证权利"), "yellow"),
    "asked": (_l("待安排听证"), "yellow"),
    "scheduled": (_l("已安排听证"), "blue"),
    "held": (_l("已举行听证"), "green"),
    "waived": (_l("已放弃听证"), "plain"),
    "lapsed": (_l("逾期未提出，视为放弃"), "plain"),
    "withdrawn": (_l("已撤回听证申请"), "plain"),
    "ended": (_l("随办件终止"), "plain"),
}
HEARING_KINDS: dict[str, LazyString] = {"on_request": _l("依申请听证"), "public": _l("行政机关主动听证")}
CHANNELS: dict[str, LazyString] = {"online": _l("网上申请"), "window": _l("窗口收件"), "village": _l("村级代办")}
MODES: dict[str, LazyString] = {
    "window": _l("窗口领取"),
    "courier": _l("快递送达"),
    "electronic": _l("电子证照"),
    "proxy": _l("代领"),
}
DOCUMENTS: dict[str, LazyString] = {
    "receipt": _l("申请材料接收凭证"),
    "supplement_notice": _l("一次性补正材料告知书"),
    "supplement_receipt": _l("补正材料接收凭证"),
    "materials_return": _l("材料退回告知书"),
    "acceptance_notice": _l("受理通知书"),
    "acceptance_refusal": _l("不予受理决定书"),
    "site_check_record": _l("现场核查笔录"),
    "handover_slip": _l("办件移交单"),
    "consultation_letter": _l("征求意见函"),
    "consultation_reply": _l("征求意见复函"),
    "public_notice": _l("公示"),
    "special_procedure_notice": _l("特别程序告知书"),
    "hearing_right_notice": _l("听证告知书"),
    "hearing_request_receipt": _l("听证申请接收凭证"),
    "hearing_notice": _l("听证通知书"),
    "hearing_announcement": _l("听证公告"),
    "hearing_minutes": _l("听证笔录"),
    "extension_notice": _l("延长办理期限告知书"),
    "suspension_notice": _l("中止办理告知书"),
    "resumption_notice": _l("恢复办理告知书"),
    "renewal_by_silence": _l("视为准予延续告知书"),
    "payment_notice": _l("缴费通知书"),
    "exemption_decision": _l("减免决定书"),
    "payment_slip": _l("缴款凭证"),
    "branch_opinion": _l("并联审批意见书"),
    "branch_refusal": _l("不予行政许可决定书（分项）"),
    "grant_decision": _l("准予行政许可决定书"),
    "partial_decision": _l("部分准予行政许可决定书"),
    "refusal_decision": _l("不予行政许可决定书"),
    "certificate": _l("许可证件"),
    "delivery_receipt": _l("送达回证"),
    "withdrawal_notice": _l("终止审查通知书"),
    "rectification_sheet": _l("不满意评价整改单"),
}
RESULTS: dict[tuple[str, str], LazyString] = {
    ("acceptance", "refuse"): _l("不予受理"),
    ("acceptance", "return"): _l("退回材料"),
    ("review", "pass"): _l("合格"),
    ("review", "fail"): _l("不合格"),
    ("review", "rectify"): _l("限期整改"),
    ("completion", "approve"): _l("准予减免"),
    ("completion", "reject"): _l("不予减免"),
}


def status_name(code: str) -> LazyString | str:
    """Return the name of a state of a case; an unknown code is shown as it is."""
    return STATUSES.get(code, code)


def outcome_name(bundle: Bundle, outcome: str) -> LazyString | str:
    """Return what an outcome is called in the matter: 准予登记, 给予救助; in other languages what it is in general."""
    return decided_name(bundle, DECISIONS.get(outcome, "")) or OUTCOMES[outcome]


def decided_name(bundle: Bundle, result: str) -> str:
    """Return ``grant``, ``partial`` or ``refuse`` in the words of the matter; empty for readers of other languages."""
    return decision_word(bundle, result) if in_chinese() else ""


def document_name(kind: str, title: str = "") -> LazyString | str:
    """Return the title of a document: in Chinese its own, in other languages that of its kind."""
    return title if title and title != TITLES.get(kind) and in_chinese() else DOCUMENTS.get(kind, kind)


def paper_name(bundle: Bundle, kind: str) -> LazyString | str:
    """Return what a kind of document is called in a matter: 营业执照, 不予登记决定书."""
    return document_name(kind, title_of(bundle, kind) if kind in TITLES else "")


def result_name(stage: str, result: str | None) -> LazyString | str:
    """Return what a result means in a stage, where the form that says it in full is not at hand."""
    if not result:
        return ""
    return RESULTS.get((stage, result)) or words.RESULTS.get(result, result)


def result_title(bundle: Bundle, element: str | None, result: str | None) -> str:
    """Return a result in the words of the form that asked for it."""
    step = bundle.steps.get(element or "")
    if not result or step is None:
        return ""
    form = bundle.forms.get(step.form or "")
    for one in form.fields() if form else ():
        if one.path == "result":
            titles = dict(one.choices)
            if result in titles:
                return titles[result]
    return str(result_name(step.stage, result))


RULES: dict[str, LazyString] = {
    "EM-01": _l("逾期不受理"),
    "EM-02": _l("承诺时限临期"),
    "EM-03": _l("超过承诺时限"),
    "EM-04": _l("超过法定时限"),
    "EM-05": _l("环节超时"),
    "EM-06": _l("违规不予受理、不予许可"),
    "EM-07": _l("再次要求补正"),
    "EM-08": _l("违规收费"),
    "EM-09": _l("违规暂停计时"),
    "EM-10": _l("违规延长期限"),
    "EM-11": _l("逾期送达"),
    "EM-12": _l("厅外受理"),
    "EM-13": _l("体外循环"),
    "EM-14": _l("差评未整改"),
    "EM-15": _l("投诉未处理"),
    "EM-16": _l("逾期上报"),
    "EM-17": _l("超出指南要材料"),
    "EM-18": _l("违反办理程序"),
    "EM-19": _l("核查人员不足"),
    "EM-20": _l("咨询未答复"),
}
"""The rules of electronic supervision by their codes."""
CONDITIONS: dict[str, LazyString] = {
    "EM-01": _l("收到材料后超过受理期限，既未受理，也未告知补正或者不予受理"),
    "EM-02": _l("承诺办结时限已用到规定比例，或者剩余不多于规定的工作日"),
    "EM-03": _l("超过承诺办结时限尚未作出决定"),
    "EM-04": _l("超过法定办结时限尚未作出决定"),
    "EM-05": _l("环节、并联分支、部门征求意见或者组织听证超过时限；达到时限的规定倍数转为红牌"),
    "EM-06": _l("不予受理或者不予许可没有写明理由、依据和救济途径"),
    "EM-07": _l("第二次补正告知提出了新的要求"),
    "EM-08": _l("没有收费项目而收费，收费与标准不符，或者不经收费窗口收款"),
    "EM-09": _l("暂停计时没有法定事由或者书面告知，或者超过告知的天数、规定的上限"),
    "EM-10": _l("延长超过上限、再次延长，或者未经有权的负责人批准"),
    "EM-11": _l("作出决定后超过推送时限为黄牌，超过送达期限为红牌"),
    "EM-12": _l("已进驻大厅的事项在大厅以外受理"),
    "EM-13": _l("事后补录超过规定的工作日，或者承诺件受理后很短时间即办结"),
    "EM-14": _l("差评没有按期整改、回访"),
    "EM-15": _l("投诉没有按期决定是否受理，或者没有按期答复"),
    "EM-16": _l("下级行政机关没有按期上报"),
    "EM-17": _l("要求办事指南以外的材料，或者上级要求重复提供"),
    "EM-18": _l("跳过环节、颠倒顺序，或者同一人既审核又审批"),
    "EM-19": _l("现场核查的工作人员少于两名"),
    "EM-20": _l("咨询超过时限没有答复"),
}
"""What each of them watches."""
