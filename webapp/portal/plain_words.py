"""Where a case stands, in words that need no knowledge of the trade, and what happened so far without names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.bundle import Bundle
from engine.cases.case_bills import SETTLED, VOIDED
from engine.cases.close_without_supplement import LAPSED
from engine.cases.receive_supplement import MESSAGE
from engine.queries.progress import Progress, ProgressLine
from engine.queries.what_comes_next import element_of, is_frame
from webapp.cases.timeline import FIXED, MONEY, STOPS, Entry
from webapp.cases.wording import decided_name, paper_name, result_name

STANDINGS: dict[str, LazyString] = {
    "received": _l("您的申请已经收到，等待窗口审查材料。"),
    "supplement_wait": _l("材料需要补正，请按下面的要求补齐。"),
    "accepted": _l("您的申请已经受理，正在办理。"),
    "decided": _l("已经作出决定，正在制作证件或者文书。"),
    "completed": _l("结果已经制成，等待您领取或者签收。"),
    "closed": _l("本件已经办结，结果已经送达。"),
    "not_accepted": _l("本件不予受理，理由见《不予受理决定书》。"),
    "returned": _l("材料不齐全或者不符合要求，已经退回。请按《材料退回告知书》补齐后重新申请。"),
    "withdrawn": _l("您已经撤回申请，本件不再办理。"),
    "closed_no_supplement": _l("补正期限已过，没有收到补正材料，本件已经办结。材料备齐后可以重新申请。"),
}
# What officers find before the decision is theirs until it is made; these answers are the applicant's business.
TOLD_STAGES = frozenset({"acceptance", "approval", "delivery"})
TOLD_RESULTS = frozenset({"accept", "supplement", "refuse", "grant", "partial", "delivered"})


def standing(case: Mapping[str, Any]) -> LazyString | str:
    """Return where the case stands, in a sentence."""
    return STANDINGS.get(case["status"], "")


def entries(progress: Progress) -> tuple[Entry, ...]:
    """Return what happened, oldest first: departments and steps, no officers and no opinions."""
    lines = [line for line in progress.lines if line.act != "ended"]
    if progress.file.case["closed_at"]:
        # A reminder that ran out ends too; only the last end is that of the case.
        lines += [line for line in progress.lines if line.act == "ended"][-1:]
    bundle = progress.file.bundle
    told = ((line, title_of(bundle, line)) for line in lines)
    return tuple(
        Entry(line.at, title, line.department_name, detail_of(bundle, line), "stop" if line.act in STOPS else "done")
        for line, title in told
        if title
    )


def title_of(bundle: Bundle, line: ProgressLine) -> str:
    """Return what happened in a line; empty for what another line tells already."""
    if line.act in FIXED:
        return str(FIXED[line.act])
    if line.act == "document":
        return _("制发《%(title)s》", title=str(paper_name(bundle, str(line.detail.get("kind")))))
    if line.act == "ended":
        return _("流程结束：%(what)s", what=line.name)
    if line.act == "handed_over":
        return _("已移交下一办理单位")
    if line.act == "caught":
        message = message_of(bundle, line.element_id)
        if message in (LAPSED, SETTLED, VOIDED):
            # Told already, by the line of the deadline or of the money.
            return ""
        return _("收到补正材料") if message == MESSAGE else _("收到：%(what)s", what=line.name)
    return "" if is_frame(bundle, line.element_id) else line.name


def detail_of(bundle: Bundle, line: ProgressLine) -> str:
    """Return the number of a document, or the result of a step whose result is the applicant's business."""
    if line.act == "document":
        return str(line.detail.get("number", ""))
    if line.act in MONEY:
        return str(line.detail.get("slip") or line.detail.get("bill") or "")
    result = line.detail.get("result")
    told = line.stage in TOLD_STAGES and result in TOLD_RESULTS
    if not told:
        return ""
    own = decided_name(bundle, str(result)) if line.stage == "approval" else ""
    return own or str(result_name(line.stage, str(result)))


def message_of(bundle: Bundle, element_id: str | None) -> str:
    """Return the name of the message that an event waits for, or an empty text."""
    element = element_of(bundle, element_id)
    return (element.event.name or "") if element and element.event else ""
