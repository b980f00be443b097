"""The list of decisions on licences, the days they took, and both as files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.queries.names import matter_names
from engine.queries.open_decisions import (
    MonthOfMatter,
    OpenFilters,
    days_used,
    every_open_decision,
    open_decisions,
)
from webapp.decisions import blueprint
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.ratings.figures import known_day
from webapp.spreadsheets import KINDS, Cell, Table, answer

RESULTS = {
    "granted": (_l("准予许可"), "green"),
    "partly_granted": (_l("部分准予许可"), "yellow"),
    "refused": (_l("不予许可"), "red"),
}
"""What was decided, and the kind of its chip."""


def asked() -> OpenFilters:
    """Return which decisions the address asks for; what nobody can mean is left out."""
    month = request.args.get("month", "")
    begins = known_day(f"{month}-01") if len(month) == 7 else None
    number = "".join(unicodedata.normalize("NFKC", request.args.get("number", "")[:60]).split())
    return OpenFilters(number, request.args.get("matter", "")[:64], f"{begins:%Y-%m}" if begins else "")


def kept(filters: OpenFilters) -> dict[str, str]:
    """Return what another address has to carry to ask for the same."""
    return {name: value for name, value in asdict(filters).items() if value}


def tenths(one: MonthOfMatter) -> str:
    """Return the days on average as they are written: 4.5."""
    return "" if one.tenths is None else f"{one.tenths // 10}.{one.tenths % 10}"


@blueprint.get("/decisions")
def index() -> Any:
    """Show a page of the decisions, by number, matter and month."""
    hall, filters = current_hall(), asked()
    with hall.reading() as connection:
        rows, after, total = open_decisions(hall, connection, filters, request.args.get("after") or None)
        matters = matter_names(connection)
    about = {"filters": filters, "kept": kept(filters), "matters": matters, "results": RESULTS}
    return render_template("decisions/index.html", rows=rows, after=after, total=total, **about)


@blueprint.get("/decisions/days")
def days() -> Any:
    """Show by matter and month how many days decisions took, against what is promised."""
    first, last, lines = _year()
    return render_template("decisions/days.html", first=first, last=last, lines=lines, tenths=tenths)


def _year() -> tuple[date, date, tuple[MonthOfMatter, ...]]:
    hall = current_hall()
    with hall.reading() as connection:
        last = hall.today(connection)
        first = date(last.year - 1, last.month, 1)
        return first, last, days_used(hall, connection, first, last)


@blueprint.get("/decisions/export/<sheet>")
def export(sheet: str) -> Any:
    """Return the list or the figures as a file; ``?as=`` says xlsx or csv."""
    kind = request.args.get("as", "xlsx")
    if sheet not in ("list", "days") or kind not in KINDS:
        abort(404)
    return answer(_list(asked()) if sheet == "list" else _days(), kind)


def _list(filters: OpenFilters) -> Table:
    hall = current_hall()
    heads = [_("决定书编号"), _("事项"), _("申请人"), _("决定机关"), _("决定日期"), _("决定")]

    def lines() -> Iterator[Sequence[Cell]]:
        with hall.reading() as connection:
            for one in every_open_decision(hall, connection, filters):
                told = translate(RESULTS[one.result][0])
                yield one.number, one.matter, one.applicant, one.authority, one.decided_on, told

    return Table(_("许可公开"), heads, lines())


def _days() -> Table:
    heads = [_("月份"), _("事项"), _("决定数"), _("平均办理工作日"), _("承诺工作日")]
    rows = [(one.month, one.name, one.decisions, tenths(one), one.promised) for one in _year()[2]]
    return Table(_("办理用时"), heads, rows)
