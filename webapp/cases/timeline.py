"""The trail of a case as a timeline: each act in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.bundle import Bundle
from engine.feedback.ratable import CHANNELS, LEVELS
from engine.feedback.rectification_row import ACTS as RECTIFIED
from engine.law.masking import mask_text
from engine.queries.case_file import TrailLine
from engine.queries.what_comes_next import element_of, is_frame
from webapp.cases import wording
from webapp.languages import translate
from webapp.presentation import money
from webapp.words import LIGHTS

FIXED: dict[str, LazyString] = {
    "filed": _l("提交申请"),
    "withdrawn": _l("撤回申请"),
    "deemed_accepted": _l("逾期未答复，自收到材料之日起视为受理"),
    "deemed_renewed": _l("原许可有效期届满仍未作出决定，视为准予延续"),
    "closed_no_supplement": _l("补正期满未补正，办结"),
    "noted": _l("备注"),
    "bill_paid": _l("缴费"),
    "payment_voided": _l("作废缴款凭证"),
    "bill_voided": _l("作废缴费单"),
    "incident": _l("流程自动环节出错，已通知系统管理员"),
    "calendar_changed": _l("放假安排变动，期限随之调整"),
    "light_days_moved": _l("监察参数变动，预警日随之调整"),
    "pause_started": _l("启动特别程序，暂停计时"),
    "pause_ended": _l("特别程序结束，恢复计时"),
    "suspended": _l("中止办理"),
    "resumed": _l("恢复办理"),
    "extension_proposed": _l("申请延长办理期限"),
    "extension_approved": _l("批准延长办理期限"),
    "extension_declined": _l("不批准延长办理期限"),
    "pause_capped": _l("暂停已满最长天数，恢复计时"),
    "incident_retried": _l("系统管理员重试出错的环节"),
    "consultation_received": _l("签收征求意见函"),
    "hand_over_received": _l("签收移交的办件和材料"),
    "consultation_withdrawn": _l("撤回征求意见"),
    "hearing_told": _l("告知听证权利"),
    "hearing_called": _l("决定举行听证"),
    "hearing_asked": _l("收到听证申请"),
    "hearing_waived": _l("放弃听证"),
    "hearing_lapsed": _l("期满没有申请听证，视为放弃"),
    "hearing_scheduled": _l("安排听证"),
    "hearing_held": _l("举行听证"),
    "hearing_withdrawn": _l("撤回听证申请"),
    "recusal_asked": _l("申请听证主持人回避"),
    "recusal_decided": _l("决定听证主持人是否回避"),
    "rated": _l("申请人评价"),
    "order_issued": _l("监察员发出督办单"),
    "overrun_explained": _l("公开说明超过时限的理由"),
    "moved": _l("办件迁移到事项的另一个版本"),
    "attached": _l("上传材料"),
    "begun_anew": _l("带出内容重新申请"),
    "move_undone": _l("撤销迁移，办件回到原来的版本"),
}
STOPS = frozenset({"payment_voided", "bill_voided", "withdrawn", "closed_no_supplement", "incident", "cancelled"})
HIDDEN = frozenset({"thrown", "opinion_saved", "light_days_moved"})
"""What only the whole trail shows."""
LIMITS = frozenset(
    {
        "pause_started",
        "pause_ended",
        "suspended",
        "resumed",
        "extension_proposed",
        "extension_approved",
        "extension_declined",
    }
)
MONEY = frozenset({"bill_paid", "payment_voided", "bill_voided"})


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, as macros/page.html shows it."""

    at: datetime
    title: str
    who: str
    detail: str
    kind: str


def timeline(bundle: Bundle, trail: Iterable[TrailLine], *, masked: bool) -> tuple[Entry, ...]:
    """Return the entries, oldest first; ``masked`` hides numbers and phones in what people wrote."""
    entries = []
    for line in trail:
        if line.act in HIDDEN or is_frame(bundle, line.element_id):
            continue
        entries.append(entry_of(bundle, line, masked=masked))
    return tuple(entries)


def entry_of(bundle: Bundle, line: TrailLine, *, masked: bool) -> Entry:
    """Return one line of the trail in words."""
    detail = _detail(bundle, line)
    return Entry(line.at, _title(bundle, line), _who(line), mask_text(detail) if masked else detail, _kind(line))


def _kind(line: TrailLine) -> str:
    return "stop" if line.act in STOPS or line.detail.get("light") == "red" else "done"


def _who(line: TrailLine) -> str:
    return f"{line.actor_name}（{line.department_name}）" if line.department_name else line.actor_name


def _title(bundle: Bundle, line: TrailLine) -> str:
    name = element_name(bundle, line)
    if line.act in FIXED:
        return str(FIXED[line.act])
    if line.act == "document":
        return _("制发《%(title)s》", title=str(wording.paper_name(bundle, str(line.detail.get("kind")))))
    if line.act == "claimed":
        return _("签收“%(step)s”", step=name)
    if line.act == "released":
        return _("把“%(step)s”退回待签收", step=name)
    if line.act == "opinion_saved":
        return _("暂存“%(step)s”的意见", step=name)
    if line.act == "cancelled":
        return _("“%(step)s”不再需要办理", step=name)
    if line.act == "timer":
        return _("到时：%(what)s", what=name)
    if line.act == "transferred":
        return _("把“%(step)s”转给%(person)s办理", step=name, person=line.detail.get("to", ""))
    if line.act == "authorised":
        return _("依窗口授权办理“%(step)s”", step=name)
    if line.act == "handed_over":
        return _("移交下一办理单位（%(step)s）", step=name)
    if line.act == "consultation_asked":
        return _("向%(department)s征求意见", department=line.detail.get("name", ""))
    if line.act == "consultation_answered":
        opinion = wording.OPINIONS.get(str(line.detail.get("opinion")), "")
        return _("答复征求意见：%(opinion)s", opinion=str(opinion))
    if line.act == "rectification":
        return _("差评整改：%(what)s", what=str(translate(RECTIFIED[str(line.detail.get("what"))])))
    if line.act == "thrown":
        return _("发出：%(what)s", what=name)
    if line.act == "caught":
        return _("收到：%(what)s", what=name)
    if line.act == "ended":
        return _("流程结束：%(what)s", what=name) if name else _("流程结束")
    if line.act == "light":
        what = name or str(wording.CLOCKS.get(str(line.detail.get("of")), "")) or str(line.detail.get("what", ""))
        return _("%(light)s预警：%(what)s", light=str(LIGHTS.get(str(line.detail.get("light")), "")), what=what)
    return name or line.act


def element_name(bundle: Bundle, line: TrailLine) -> str:
    """Return the name of the step or event of a line, or an empty text for an act on the whole case."""
    if line.name:
        return line.name
    element = element_of(bundle, line.element_id)
    return element.name if element else ""


def _detail(bundle: Bundle, line: TrailLine) -> str:
    said: dict[str, Any] = line.values if isinstance(line.values, dict) else {}
    if line.act in ("document", "hand_over_received"):
        return str(line.detail.get("number", ""))
    if line.act == "authorised":
        return str(line.detail.get("authorisation", ""))
    if line.act == "done":
        parts = (result_of(bundle, line), str(said.get("opinion") or ""))
        return "　".join(part for part in parts if part)
    if line.act == "filed":
        return str(wording.CHANNELS.get(str(line.detail.get("channel")), ""))
    if line.act in MONEY:
        return _money(line, said)
    if line.act == "rated":
        level, channel = LEVELS.get(line.detail.get("level", 0)), CHANNELS.get(str(line.detail.get("channel")))
        return "　".join(translate(one) for one in (level, channel) if one is not None)
    if line.act in LIMITS:
        return _limit(line, said)
    if line.act == "light":
        code, due = str(line.detail.get("rule", "")), line.detail.get("due")
        rule = f"{code} {wording.RULES[code]}" if code in wording.RULES else ""
        return "　".join(part for part in (rule, _("到期日 %(day)s", day=due) if due else "") if part)
    if line.act == "hearing_scheduled":
        when = f"{line.detail.get('day', '')} {line.detail.get('time', '')}"
        return "　".join(part for part in (when, str(said.get("place") or "")) if part.strip())
    if line.act == "hearing_told":
        return str(said.get("interest") or "")
    return str(said.get("note") or said.get("reason") or "")


def _limit(line: TrailLine, said: dict[str, Any]) -> str:
    """Return what paused or extended the limits, for how long, by which law, and what was written about it."""
    days = line.detail.get("days")
    parts = [str(line.detail.get("name") or "")]
    parts += [_("%(days)s 个工作日", days=days)] if isinstance(days, int) else []
    parts += [str(line.detail.get("basis") or ""), str(said.get("result") or said.get("reason") or "")]
    return "　".join(part for part in parts if part)


def _money(line: TrailLine, said: dict[str, Any]) -> str:
    """Return which paper it is about, how much was paid, and why something was voided."""
    amount = line.detail.get("amount_fen")
    parts = [str(line.detail.get("slip") or line.detail.get("bill") or "")]
    parts += [_("%(amount)s 元", amount=money(amount))] if isinstance(amount, int) else []
    return "　".join([*parts, *([str(said["reason"])] if said.get("reason") else [])])


def result_of(bundle: Bundle, line: TrailLine) -> str:
    """Return the result of a step that was done, in the words of its form."""
    result = line.detail.get("result")
    return wording.result_title(bundle, line.element_id, result if isinstance(result, str) else None)
