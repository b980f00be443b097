"""Figures of satisfaction, the lists that they count, both as files, and what of it everybody may read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.queries import ratings as read
from engine.queries.names import department_names, matter_names
from engine.queries.ratings import LISTS, RatingFilters, RatingLine
from engine.queries.rectifications import open_rectifications
from engine.queries.satisfaction import BY, FEWEST, Satisfaction, satisfaction
from engine.supervision.record_export import RecordExport
from webapp.accounts import post_required, staff_required
from webapp.cases.views import reader
from webapp.filling import day_of
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.presentation import listed
from webapp.ratings import WATCHING, blueprint
from webapp.ratings.wording import CHANNELS, LEVELS, TAGS
from webapp.spreadsheets import KINDS, Cell, Table, answer

YEARS = range(2000, 2200)
COUNTED_BY: dict[str, LazyString] = {
    "department": _l("部门"),
    "window": _l("窗口"),
    "matter": _l("事项"),
    "month": _l("月份"),
}
PUBLIC_DAYS = 365
"""The public page counts the ratings of so many days."""


def asked() -> RatingFilters:
    """Return which ratings the address asks for; what nobody can mean is left out."""
    first, last = (known_day(request.args.get(name, "")) for name in ("first", "last"))
    what, month = request.args.get("what", "counted"), request.args.get("month", "")
    begins = known_day(f"{month[:7]}-01") if len(month) == 7 else None
    return RatingFilters(
        what=what if what in LISTS else "counted",
        first=first,
        last=last,
        department=request.args.get("department", "")[:64],
        window=request.args.get("window", "")[:20],
        matter=request.args.get("matter", "")[:64],
        month=f"{begins:%Y-%m}" if begins else "",
    )


def known_day(text: str) -> date | None:
    """Return the day that an address names, none for one that is none."""
    found = day_of(text[:10])
    return found if found and found.year in YEARS else None


def kept(filters: RatingFilters) -> dict[str, str]:
    """Return what another address has to carry to ask for the same."""
    return {
        name: str(value) for name, value in asdict(filters).items() if value and (name, value) != ("what", "counted")
    }


def counted_by() -> str:
    """Return what the address counts by."""
    by = request.args.get("by", "")
    return by if by in BY else BY[0]


def share(one: Satisfaction) -> str:
    """Return the share of the satisfied as it is written: 96.5%."""
    return "" if one.permille is None else f"{one.permille // 10}.{one.permille % 10}%"


@blueprint.get("/ratings")
@post_required(*sorted(WATCHING))
def index() -> Any:
    """Count ratings by department, window, matter or month; each number opens the list that it counts."""
    hall, filters, by = current_hall(), asked(), counted_by()
    with hall.reading() as connection:
        whole, lines = satisfaction(connection, by, filters)
        names, waiting = department_names(connection), open_rectifications(connection)
    about = {"by": by, "counted_by": COUNTED_BY, "departments": names, "filters": filters, "kept": kept(filters)}
    return render_template("ratings/index.html", whole=whole, lines=lines, share=share, waiting=waiting, **about)


@blueprint.get("/ratings/list")
@staff_required
def ratings_list() -> Any:
    """List ratings, or services without one: all for who looks after them, else those of one's own departments."""
    hall, filters = current_hall(), asked()
    with hall.reading() as connection:
        page = read.ratings(hall, connection, reader(), filters, request.args.get("after") or None)
        names = department_names(connection)
        matters = {one.key: one.name for one in matter_names(connection)}
    watching = bool(reader().posts & WATCHING)
    about = {"departments": names, "matters": matters, "watching": watching, "lists": wanted_lists()}
    return render_template("ratings/list.html", page=page, filters=filters, kept=kept(filters), **about)


def wanted_lists() -> dict[str, str]:
    """Return the names of the lists."""
    return {
        "counted": _("全部评价"),
        "satisfied": _("满意"),
        "poor": _("不满意"),
        "unrated": _("未评价"),
        "again": _("再次评价"),
        "excluded": _("误评"),
    }


@blueprint.get("/ratings/export/<table>")
@post_required(*sorted(WATCHING))
def export(table: str) -> Any:
    """Return the figures or the list as a file, and put it on record; ``?as=`` says xlsx or csv."""
    kind, hall, filters = request.args.get("as", "xlsx"), current_hall(), asked()
    if table not in ("counts", "list") or kind not in KINDS:
        abort(404)
    with hall.reading() as connection:
        if table == "counts":
            whole, lines = satisfaction(connection, counted_by(), filters)
            made, rows = _counts((*lines, whole)), len(lines)
        else:
            rows = read.ratings(hall, connection, reader(), filters).total
            made = _list(filters)
    given = kept(filters) | ({"by": counted_by()} if table == "counts" else {})
    hall.run(RecordExport(by=reader(), what=f"ratings {table}", kind=kind, rows=rows, asked=given))
    return answer(made, kind)


def _counts(lines: Sequence[Satisfaction]) -> Table:
    heads = [str(COUNTED_BY[counted_by()]), _("评价数"), *(translate(one) for one in LEVELS.values())]
    heads += [_("满意数"), _("满意率"), _("未评价")]
    rows = [
        (one.name or _("合计"), one.rated, *(one.levels.get(level, 0) for level in LEVELS), one.satisfied, share(one),
         one.unrated)
        for one in lines
    ]  # fmt: skip
    return Table(_("满意度"), heads, rows)


def _list(filters: RatingFilters) -> Table:
    hall, by = current_hall(), reader()
    if filters.what == "unrated":
        heads = [_("办件编号"), _("事项"), _("部门"), _("申请人"), _("办结时间")]
    else:
        heads = [_("办件编号"), _("事项"), _("部门"), _("窗口"), _("满意程度"), _("渠道"), _("评价人"), _("反映的问题")]
        heads += [_("文字评价"), _("评价时间"), _("评价次数"), _("登记人"), _("误评认定日期"), _("整改单")]

    def lines() -> Iterator[Sequence[Cell]]:
        with hall.reading() as connection:
            for one in read.every_rating(hall, connection, by, filters):
                yield _rating_line(one) if isinstance(one, RatingLine) else (
                    one.case_number, one.matter_name, one.department_name, one.applicant, one.served_at
                )  # fmt: skip

    return Table(_("评价明细"), heads, lines())


def _rating_line(one: RatingLine) -> Sequence[Cell]:
    return (
        one.case_number,
        one.matter_name,
        one.department_name,
        one.window,
        translate(LEVELS[one.level]),
        translate(CHANNELS[one.channel]),
        _("实名") if one.is_named else _("匿名"),
        listed(translate(TAGS[tag]) for tag in one.tags),
        one.text,
        one.rated_at,
        one.round,
        one.recorded_by,
        one.excluded_on,
        one.sheet,
    )


@blueprint.get("/satisfaction")
def public() -> Any:
    """Show everybody how satisfied applicants are: counts by department and matter, nothing of any person."""
    hall = current_hall()
    with hall.reading() as connection:
        today = hall.today(connection)
        period = RatingFilters(first=today - timedelta(days=PUBLIC_DAYS), last=today)
        whole, departments = satisfaction(connection, "department", period)
        _whole, matters = satisfaction(connection, "matter", period)
    parts = ((_("按部门"), _("部门"), departments), (_("按事项"), _("事项"), matters))
    about = {"first": period.first, "last": period.last, "fewest": FEWEST, "share": share}
    return render_template("ratings/public.html", whole=whole, parts=parts, rate=url_for("portal.progress"), **about)
