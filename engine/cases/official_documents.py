"""Writing an official document (文书): its number, its row, and the trail entry that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from engine.actor import Actor
from engine.bundle import Bundle
from engine.cases.working_case import WorkingCase
from engine.decision_words import decision_title
from engine.errors import Invalid
from engine.ids import new_id
from engine.paper_code import new_paper_code
from engine.sealing import seal_values
from engine.store.base import table_of, upsert_into
from engine.store.documents import Document, Series
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

TITLES = {
    "receipt": "申请材料接收凭证",
    "supplement_notice": "一次性补正材料告知书",
    "supplement_receipt": "补正材料接收凭证",
    "materials_return": "材料退回告知书",
    "acceptance_notice": "受理通知书",
    "acceptance_refusal": "不予受理决定书",
    "site_check_record": "现场核查笔录",
    "handover_slip": "办件移交单",
    "consultation_letter": "征求意见函",
    "consultation_reply": "征求意见复函",
    "public_notice": "公示",
    "special_procedure_notice": "特别程序告知书",
    "hearing_right_notice": "听证告知书",
    "hearing_request_receipt": "听证申请接收凭证",
    "hearing_notice": "听证通知书",
    "hearing_announcement": "听证公告",
    "hearing_minutes": "听证笔录",
    "extension_notice": "延长办理期限告知书",
    "suspension_notice": "中止办理告知书",
    "resumption_notice": "恢复办理告知书",
    "payment_notice": "缴费通知书",
    "exemption_decision": "减免决定书",
    "payment_slip": "缴款凭证",
    "branch_opinion": "并联审批意见书",
    "branch_refusal": "不予行政许可决定书",
    "grant_decision": "准予行政许可决定书",
    "partial_decision": "部分准予行政许可决定书",
    "refusal_decision": "不予行政许可决定书",
    "renewal_by_silence": "视为准予延续告知书",
    "certificate": "许可证件",
    "delivery_receipt": "送达回证",
    "withdrawal_notice": "终止审查通知书",
    "rectification_sheet": "不满意评价整改单",
}
"""Kinds of document and their titles (notes on each kind: docs/glossary.md)."""

SERIES_WORDS = {
    "receipt": "收",
    "supplement_notice": "补",
    "supplement_receipt": "补收",
    "materials_return": "退",
    "acceptance_notice": "受",
    "acceptance_refusal": "不受",
    "site_check_record": "核",
    "handover_slip": "移",
    "consultation_letter": "函",
    "consultation_reply": "复",
    "public_notice": "示",
    "special_procedure_notice": "特",
    "hearing_right_notice": "听告",
    "hearing_request_receipt": "听收",
    "hearing_notice": "听通",
    "hearing_announcement": "听公",
    "hearing_minutes": "听录",
    "extension_notice": "延",
    "suspension_notice": "中止",
    "resumption_notice": "恢复",
    "payment_notice": "缴",
    "exemption_decision": "减免",
    "payment_slip": "票",
    "branch_opinion": "联",
    # A branch's refusal stands in the same series of its department as any other refusal of it.
    "branch_refusal": "不准",
    "grant_decision": "准",
    "partial_decision": "部准",
    "refusal_decision": "不准",
    "renewal_by_silence": "视延",
    "certificate": "证",
    "delivery_receipt": "送",
    "withdrawal_notice": "终",
    "rectification_sheet": "整",
}

MUST_SAY: dict[str, dict[str, str]] = {
    "receipt": {"answer_by": "答复期限"},
    "supplement_notice": {"materials": "补正内容", "supply_by": "补正期限"},
    "supplement_receipt": {"asked": "告知书所列材料", "answer_by": "答复期限"},
    "materials_return": {"materials": "退回的材料和补正内容"},
    "acceptance_notice": {"accepted_on": "受理日期", "statutory_due": "法定期限", "promised_due": "承诺期限"},
    "acceptance_refusal": {"reason": "理由", "basis": "法律依据", "remedies": "救济途径"},
    "site_check_record": {"records": "核查情况"},
    "handover_slip": {"from_department": "移交单位", "to_department": "接收单位", "handed_at": "移交时间"},
    "consultation_letter": {"to_department": "征求意见的部门", "question": "征求意见的内容", "answer_by": "答复期限"},
    "consultation_reply": {"letter": "来函编号", "opinion": "意见", "reason": "理由"},
    "public_notice": {"content": "公示内容", "place": "公示地点", "until": "公示期限"},
    "special_procedure_notice": {"cause": "不计入期限的事由", "basis": "法律依据", "days": "所需时间"},
    "hearing_right_notice": {"interest": "涉及的重大利益关系", "ask_by": "申请听证的期限", "basis": "法律依据"},
    "hearing_request_receipt": {
        "notice": "听证告知书编号",
        "asked_by": "申请听证的人",
        "reason": "要求听证的事项和理由",
    },
    "hearing_notice": {"day": "举行听证的日期", "time": "时间", "place": "地点", "chair": "听证主持人"},
    "hearing_announcement": {"day": "举行听证的日期", "time": "时间", "place": "地点"},
    "hearing_minutes": {"present": "参加人员", "minutes": "听证内容", "chair": "听证主持人", "signing": "签字情况"},
    "extension_notice": {"days": "延长的期限", "reason": "理由", "basis": "法律依据", "statutory_due": "延长后的期限"},
    "suspension_notice": {"cause": "中止的事由", "reason": "理由", "basis": "法律依据"},
    "resumption_notice": {"cause": "中止的事由", "reason": "恢复的理由", "statutory_due": "恢复后的期限"},
    "payment_notice": {"items": "收费项目", "due_fen": "应缴金额", "pay_by": "缴费期限"},
    "exemption_decision": {"result": "决定", "reason": "理由", "exemption_basis": "减免依据"},
    "payment_slip": {"bill": "缴费单编号", "amount_fen": "金额", "channel": "缴款方式"},
    "branch_opinion": {"branch": "分项", "result": "意见"},
    "branch_refusal": {"branch": "分项", "reason": "理由", "basis": "法律依据", "remedies": "救济途径"},
    "grant_decision": {"result": "审批结果", "basis": "法律依据"},
    "partial_decision": {"branches": "各部门的决定", "basis": "法律依据"},
    "refusal_decision": {"reason": "理由", "basis": "法律依据", "remedies": "救济途径"},
    "renewal_by_silence": {"ended_on": "原有效期届满日", "basis": "法律依据"},
    "certificate": {"certificate_no": "证件编号", "valid_from": "有效期"},
    "delivery_receipt": {},
    "withdrawal_notice": {"reason": "理由"},
    "rectification_sheet": {"to_department": "承办单位", "level": "满意程度", "answer_by": "答复期限"},
}
"""What each kind must say to be one, field and word (行政许可法 第三十二条, 第三十八条, 第三十九条)."""

DUE_FIELDS = ("answer_by", "supply_by", "statutory_due", "promised_due", "pay_by", "until", "ask_by")
PROVISIONAL = "provisional"
"""What a document says beyond its own fields: which of its last days were not certain when it was issued."""

INTERNAL = frozenset({"consultation_letter", "consultation_reply", "rectification_sheet"})
"""Papers within the hall, which the applicant is not given."""

_series = table_of(Series).c


def next_number(uow: UnitOfWork, name: str, year: int) -> int:
    """Return the next number of a series; the row stays locked to the end, so the series has no gaps."""
    table = table_of(Series)
    taken = uow.execute(update(table).where(_series.name == name, _series.year == year).values(last=_series.last + 1))
    if taken.rowcount == 0:
        # The first of the year: whoever loses the race to begin the series goes on with it.
        begin = upsert_into(uow.connection, Series).on_conflict_do_update(
            index_elements=["name", "year"], set_={"last": _series.last + 1}
        )
        uow.execute(begin, {"name": name, "year": year, "last": 1})
    value: int = uow.execute(select(_series.last).where(_series.name == name, _series.year == year)).scalar_one()
    return value


def title_of(bundle: Bundle, kind: str) -> str:
    """Return the title of a kind of document in a matter: its certificate and its decisions have names of their own."""
    if kind == "certificate":
        return bundle.facts.result.name.value
    return decision_title(bundle, kind) or TITLES[kind]


def require_legal_content(kind: str, fields: Mapping[str, Any]) -> None:
    """Raise Invalid where ``fields`` lack what the law wants on a document of this kind."""
    missing = dict.fromkeys(word for name, word in MUST_SAY[kind].items() if _is_empty(fields.get(name)))
    if missing:
        raise Invalid(zh("《{title}》缺少法定内容：{missing}。", title=TITLES[kind], missing="、".join(missing)))


def _is_empty(said: object) -> bool:
    return not said.strip() if isinstance(said, str) else not said


@dataclass(frozen=True)
class Issuer:
    """In whose name a document goes out, and the abbreviation (机关简称) that begins its number."""

    authority: str
    abbreviation: str


def _provisional(case: WorkingCase, fields: Mapping[str, Any]) -> list[str]:
    """Return the last days among ``fields`` that depend on a year no notice has arranged yet, and may still move."""
    days = {name: fields[name] for name in DUE_FIELDS if isinstance(fields.get(name), str)}
    calendar, today = case.uow.calendar, case.uow.today
    return [name for name, day in days.items() if calendar.provisional_between(today, date.fromisoformat(day))]


def number_document(case: WorkingCase, kind: str, issuer: Issuer | None = None) -> str:
    """Take the next number of a kind of document: 机关简称＋性质〔年份〕顺序号."""
    facts, year = case.bundle.facts, case.uow.today.year
    name = (issuer.abbreviation if issuer else facts.series[facts.department].value) + SERIES_WORDS[kind]
    return f"{name}〔{year}〕{next_number(case.uow, name, year):05d}号"


def issue_document(
    case: WorkingCase,
    kind: str,
    by: Actor,
    fields: dict[str, Any],
    issuer: Issuer | None = None,
    number: str | None = None,
) -> str:
    """Write a document of ``kind`` dated today and return its number.

    ``fields`` is what is printed on it beyond the case's own particulars; kept sealed. ``issuer`` is by default
    the authority of the matter, ``number`` the next of its series. Raises Invalid where ``fields`` lack what the
    law wants.
    """
    require_legal_content(kind, fields)
    if provisional := _provisional(case, fields):
        fields = {**fields, PROVISIONAL: provisional}
    uow, facts = case.uow, case.bundle.facts
    number = number or number_document(case, kind, issuer)
    sealed, _ = seal_values(case.key, fields)
    case.record("document", by, detail={"kind": kind, "number": number})
    uow.execute(
        insert(Document),
        {
            "id": new_id(uow.now),
            "case_id": case.id,
            "seq": case.row["trail_seq"],
            "kind": kind,
            "number": number,
            "title": title_of(case.bundle, kind),
            "authority": issuer.authority if issuer else facts.authority.value,
            "issued_on": uow.today,
            "issued_at": uow.now,
            "issued_by": by.name,
            "sealed_fields": sealed,
            "check_code": new_paper_code(),
        },
    )
    return number
