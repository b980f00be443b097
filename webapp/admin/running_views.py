"""How the hall runs: workers, schedule, incidents, and in training the clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.administration.training_clock import FURTHEST, MoveTrainingClock
from engine.cases.retry_incident import RetryIncident
from engine.errors import Invalid
from engine.jobs.due_work import MOST_COUNTED
from engine.queries.due_work import backlog, put_off
from engine.queries.machinery import open_incidents, schedule, workers
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, blueprint
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import translate

SWEEPS: dict[str, LazyString] = {
    "due_work": _l("到期事务"),
    "pauses": _l("暂停超期"),
    "orders": _l("督办逾期"),
    "messages": _l("发送消息"),
    "daily_root": _l("每日存证"),
}
KINDS: dict[str, LazyString] = {
    "step_light": _l("环节临期超期预警"),
    "clock_light": _l("期限临期超期预警"),
    "silence": _l("逾期视为受理"),
    "renewal": _l("逾期视为准予延续"),
    "timer": _l("流程定时"),
    "service": _l("自动步骤"),
    "public_notice": _l("公示期满"),
    "calendar": _l("随日历和监察参数调整期限、预警"),
}
COUNTS: dict[str, LazyString] = {
    "fired": _l("触发"),
    "ran": _l("执行"),
    "raised": _l("预警"),
    "accepted": _l("视为受理"),
    "renewed": _l("视为准予延续"),
    "moved": _l("调整"),
    "ended": _l("届满"),
    "sent": _l("发送"),
    "failed": _l("失败"),
}
INCIDENTS: dict[str, LazyString] = {
    "element": _l("流程步骤出错"),
    "function": _l("自动步骤出错"),
    "timer": _l("定时出错"),
    "state": _l("流程数据损坏"),
    **{kind: KINDS[kind] for kind in ("step_light", "clock_light", "silence", "renewal", "public_notice", "calendar")},
}
_COUNT = re.compile(r"([a-z]+) (\d+)")


@blueprint.get("/admin/running")
@post_required(ADMINISTRATOR)
def running() -> Any:
    """Show who works, what ran when, and what has failed."""
    return running_page({}, "5")


def running_page(problems: Mapping[str, str], days: str) -> str:
    """Return the page, with what is wrong with the ``days`` that were asked for beside their field."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        now = hall.clock.now()
        about = {
            "workers": workers(connection, actor, now),
            "sweeps": schedule(connection, actor),
            "backlog": backlog(hall, connection, actor),
            "put_off": put_off(connection, actor, now),
            "incidents": open_incidents(hall, connection, actor),
            "legal_now": hall.legal_now(connection),
            "days_ahead": hall.legal_offset(connection).days,
        }
    asked = {"problems": problems, "days": days}
    words = {
        "names": SWEEPS,
        "kind_names": KINDS,
        "most_counted": MOST_COUNTED,
        "incident_names": INCIDENTS,
        "rhythm": rhythm,
        "outcome": outcome,
    }
    return render_template("admin/running.html", now=now, furthest=FURTHEST.days, **about, **words, **asked)


def rhythm(trigger: str) -> str:
    """Return when a sweep runs, in words."""
    kind, _space, rest = trigger.partition(" ")
    if kind == "every" and rest.isdigit():
        return ngettext("每 %(num)d 秒", "每 %(num)d 秒", int(rest))
    return _("每天 %(time)s", time=rest) if kind == "daily" else trigger


def outcome(result: str) -> str:
    """Return how a run went, in words; what is no count is shown as it is."""
    if result.startswith("failed: "):
        return _("运行失败：%(why)s", why=result.removeprefix("failed: "))
    counts = _COUNT.findall(result)
    if not counts or any(name not in COUNTS for name, _number in counts):
        return result
    return "，".join(f"{COUNTS[name]} {number}" for name, number in counts)


@blueprint.post("/admin/incidents/<incident_id>/retry")
@post_required(ADMINISTRATOR)
def retry(incident_id: str) -> Any:
    """Let what failed run again."""
    current_hall().run(RetryIncident(by=reader(), key=posted_key(), incident_id=incident_id))
    flash(_("已重试。若仍然出错，会再次出现在异常列表中。"), "success")
    return redirect(url_for("admin.running"))


@blueprint.post("/admin/clock")
@post_required(ADMINISTRATOR)
def move_clock() -> Any:
    """Move the legal time of a training hall forward."""
    days = request.form.get("days", "").strip()[:20]
    if not (days.isascii() and days.isdigit() and len(days) < 5):
        return running_page({"days": _("请填写要向前调的天数（整数）。")}, days), 422
    try:
        current_hall().run(MoveTrainingClock(by=reader(), key=posted_key(), days=int(days)))
    except Invalid as refusal:
        return running_page({"days": translate(refusal.text)}, days), 422
    flash(ngettext("练习时间已向前调 %(num)d 天。", "练习时间已向前调 %(num)d 天。", int(days)), "success")
    return redirect(url_for("admin.running"))
