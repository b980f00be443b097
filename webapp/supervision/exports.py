"""Lists and tables of supervision as files, as they are on the page; each that is taken is put on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from engine.queries.complaints import every_complaint
from engine.queries.enquiries import every_enquiry
from engine.queries.feedback_months import feedback_months
from engine.queries.light_counts import BY, light_counts
from engine.queries.light_weeks import light_weeks
from engine.queries.orders import every_order
from engine.queries.raised_lights import every_raised_light, how_many_lights
from engine.queries.supervision import WatchedCase, every_watched_case
from engine.queries.watch_filters import how_many
from engine.supervision.record_export import RecordExport
from webapp import words
from webapp.accounts import post_required
from webapp.cases.supervised import ORDER_STATUSES
from webapp.cases.views import reader
from webapp.cases.wording import CLOCKS, RULES, status_name
from webapp.complaints import wording as complaint_words
from webapp.enquiries.wording import CHANNELS, STATUSES
from webapp.installation import current_hall
from webapp.presentation import listed, moment
from webapp.spreadsheets import KINDS, Cell, Table, answer
from webapp.supervision import blueprint
from webapp.supervision.asked import asked, asked_lights
from webapp.supervision.counted import COUNTED_BY, NAMELESS, RAISED_COLOURS
from webapp.supervision.feedback import REGISTERS
from webapp.supervision.trend import rules_of

Made = tuple[Table, int, dict[str, str]]
"""The table, how many rows it has, and what was asked for."""


@blueprint.get("/supervision/export/<table>")
@post_required("supervisor")
def export(table: str) -> Any:
    """Return a list or table as a file, and put it on record; ``?as=`` says xlsx or csv."""
    kind = request.args.get("as", "xlsx")
    if table not in TABLES or kind not in KINDS:
        abort(404)
    made, rows, given = TABLES[table]()
    current_hall().run(RecordExport(by=reader(), what=table, kind=kind, rows=rows, asked=given))
    return answer(made, kind)


def _cases() -> Made:
    hall, by, wanted = current_hall(), reader(), asked()
    with hall.reading() as connection:
        today = hall.today(connection)
        rows = how_many(connection, wanted.filters, today, hall.calendar)
    heads = [
        _("办件编号"),
        _("事项"),
        _("申请人"),
        _("事由"),
        _("状态"),
        _("时限状态"),
        _("最先到期的时限"),
        _("到期日"),
        _("超期自"),
        _("剩余工作日"),
        _("暂停计时自"),
        _("所在步骤"),
        _("部门"),
        _("经办人"),
        _("收件时间"),
        _("决定日期"),
    ]

    def lines() -> Iterator[Sequence[Cell]]:
        with hall.reading() as connection:
            for row in every_watched_case(connection, by, today, hall.calendar, wanted.filters):
                yield _case_line(row)

    return Table(_("监察办件"), heads, lines()), rows, wanted.kept


def _case_line(row: WatchedCase) -> Sequence[Cell]:
    light = "stopped" if row.closed_at else row.light
    running = row.closed_at is None
    return (
        row.number,
        row.matter_name,
        row.applicant,
        row.subject,
        str(status_name(row.status)),
        str(words.LIGHTS.get(light, "")),
        str(CLOCKS.get(row.limit, row.limit)) if running else "",
        row.due_on if running else None,
        row.red_since if running else None,
        row.days_left if running else None,
        row.paused_since,
        listed(one.step for one in row.holders),
        listed(dict.fromkeys(one.department for one in row.holders)),
        listed(dict.fromkeys(one.person or _("待签收") for one in row.holders)),
        row.received_at,
        row.decided_on,
    )


def _counts() -> Made:
    hall, what = current_hall(), request.args.get("by", "")
    what = what if what in BY else BY[0]
    with hall.reading() as connection:
        counts = light_counts(connection, reader(), hall.today(connection), what)
    heads = [str(COUNTED_BY[what]), _("在办"), str(words.LIGHTS["yellow"]), str(words.LIGHTS["red"]), _("最早超期自")]
    lines = [(one.name or str(NAMELESS[what]), one.open, one.yellow, one.red, one.red_since) for one in counts]
    return Table(_("预警统计"), heads, lines), len(lines), {"by": what}


def _raised() -> Made:
    hall, by = current_hall(), reader()
    filters, given = asked_lights()
    with hall.reading() as connection:
        rows = how_many_lights(connection, filters)
    heads = [
        _("监察规则"),
        _("规则名称"),
        _("颜色"),
        _("内容"),
        _("部门"),
        _("办件、咨询、投诉编号"),
        _("事项"),
        _("到期日"),
    ]
    heads += [_("自"), _("发出时间"), _("已结束"), _("结束日期"), _("告知")]

    def lines() -> Iterator[Sequence[Cell]]:
        with hall.reading() as connection:
            for one in every_raised_light(connection, by, filters):
                yield (
                    one.rule,
                    str(RULES.get(one.rule, "")),
                    str(RAISED_COLOURS[one.colour]),
                    one.what,
                    one.department_name,
                    one.case_number,
                    one.matter_name,
                    one.due_on,
                    one.since,
                    one.raised_at,
                    _("是") if one.over else "",
                    one.over_on,
                    listed(f"{told.person} {moment(told.at)}" for told in one.told),
                )

    return Table(_("发出的预警"), heads, lines()), rows, given


def _trend() -> Made:
    hall = current_hall()
    with hall.reading() as connection:
        weeks = light_weeks(connection, reader(), hall.today(connection))
    heads = [_("自"), _("至"), str(RAISED_COLOURS["yellow"]), str(RAISED_COLOURS["red"]), _("按时决定"), _("超时决定")]
    kinds = rules_of(weeks)
    heads += [f"{rule} {RAISED_COLOURS[colour]}" for rule, colour in kinds]
    lines = [
        (
            one.first,
            one.last,
            one.of_colour("yellow"),
            one.of_colour("red"),
            one.in_time,
            one.late,
            *(one.lights.get(kind, 0) for kind in kinds),
        )
        for one in weeks
    ]
    return Table(_("每周趋势"), heads, lines), len(lines), {}


def _orders() -> Made:
    hall, by = current_hall(), reader()
    tab, department = request.args.get("tab", "")[:20], request.args.get("department", "")[:64]
    with hall.reading() as connection:
        found = list(every_order(connection, by, hall.today(connection), tab, department))
    heads = [
        _("督办单号"),
        _("督办内容"),
        _("承办单位"),
        _("监察规则"),
        _("办件编号"),
        _("事项"),
        _("状态"),
        _("答复期限"),
    ]
    heads += [_("逾期未答复"), _("签发时间"), _("签发人")]
    lines = [
        (
            one.number,
            one.demand,
            one.department_name,
            one.rule,
            one.case_number,
            one.matter_name,
            str(ORDER_STATUSES[one.status][0]),
            one.answer_by,
            _("是") if one.light == "red" else "",
            one.issued_at,
            one.issued_by,
        )
        for one in found
    ]
    return Table(_("督办单"), heads, lines), len(lines), {"tab": tab, "department": department}


def _enquiries() -> Made:
    hall, by, tab = current_hall(), reader(), request.args.get("tab", "")[:20]
    with hall.reading() as connection:
        found = list(every_enquiry(hall, connection, by, tab))
    heads = [_("编号"), _("咨询方式"), _("标题"), _("状态"), _("首问责任人"), _("部门"), _("收到时间"), _("答复期限")]
    heads += [_("答复时间"), _("答复人"), _("延期工作日"), _("延期的理由"), _("超期工作日")]
    lines = [
        (
            one.number,
            str(CHANNELS[one.channel]),
            one.title,
            str(STATUSES[one.status][0]),
            one.owner_name,
            one.owner_department,
            one.received_at,
            one.due_on,
            one.answered_at,
            one.answered_by,
            one.extended_days or None,
            one.extension_reason,
            one.overdue_days or None,
        )
        for one in found
    ]
    return Table(_("咨询"), heads, lines), len(lines), {"tab": tab}


def _complaints() -> Made:
    hall, by, tab = current_hall(), reader(), request.args.get("tab", "")[:20]
    with hall.reading() as connection:
        found = list(every_complaint(hall, connection, by, tab))
    heads = [_("编号"), _("投诉方式"), _("标题"), _("是否留名"), _("被投诉的部门、人员"), _("状态"), _("承办部门")]
    heads += [_("收到时间"), _("期限"), _("告知时间"), _("答复时间"), _("答复人"), _("调查结论"), _("是否满意")]
    heads += [_("延期工作日"), _("延期的理由"), _("超期工作日")]
    lines: list[Sequence[Cell]] = [
        (
            one.number,
            str(complaint_words.CHANNELS[one.channel]),
            one.title,
            _("匿名投诉") if one.is_anonymous else _("实名投诉"),
            one.target,
            str(complaint_words.STATUSES[one.status][0]),
            one.department,
            one.received_at,
            one.due_on,
            one.decided_at,
            one.answered_at,
            one.answered_by,
            str(complaint_words.FINDINGS[one.finding][0]) if one.finding else "",
            str(complaint_words.SATISFIED[one.satisfied][0]) if one.satisfied else "",
            one.extended_days or None,
            one.extension_reason,
            one.overdue_days or None,
        )
        for one in found
    ]
    return Table(_("投诉"), heads, lines), len(lines), {"tab": tab}


def _feedback() -> Made:
    hall = current_hall()
    with hall.reading() as connection:
        months = feedback_months(connection, reader(), hall.today(connection))
    heads = [_("月份"), _("类别"), _("收到"), _("按期答复"), _("逾期答复"), _("未答复"), _("其中已逾期")]
    lines = [
        (f"{one.first:%Y-%m}", str(REGISTERS[name]), of.received, of.in_time, of.late, of.unanswered, of.overdue)
        for one in months
        for name, of in one.by_register.items()
    ]
    return Table(_("咨询投诉月报"), heads, lines), len(lines), {}


TABLES: dict[str, Callable[[], Made]] = {
    "cases": _cases,
    "complaints": _complaints,
    "counts": _counts,
    "enquiries": _enquiries,
    "feedback": _feedback,
    "orders": _orders,
    "raised": _raised,
    "trend": _trend,
}
