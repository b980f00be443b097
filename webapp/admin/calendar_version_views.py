"""Versions of the calendar: made from a notice, looked at with all that they would move, and put in force."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.administration.calendars import LONGEST_FILE, MakeCalendarVersion, PutCalendarInForce
from engine.calendar_lines import read_days, read_holidays, written_days, written_holidays
from engine.errors import Conflict, Invalid
from engine.law.calendar_check import Oddity, oddities
from engine.queries import calendar_versions as read
from engine.queries.calendar_moves import calendar_moves
from webapp.accounts import post_required
from webapp.admin import ADMINISTRATOR, KEEPER, blueprint
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of, translate
from webapp.paging import asked_page, page_count

FIELDS = ("year", "source", "number", "issued_on", "off", "worked")
ROWS = 20


@blueprint.get("/admin/calendar/versions")
@post_required(ADMINISTRATOR, KEEPER)
def calendar_versions() -> Any:
    """List the versions, which was in force when, and how far the worker has come."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        about = {
            "rows": read.versions(hall, connection, actor),
            "acts": read.acts(connection, actor),
            "progress": read.progress(hall, connection),
            "alive": read.is_worker_alive(hall, connection),
            "present": hall.in_force(connection).calendar,
        }
    return render_template("admin/calendar_versions.html", **about)


@blueprint.route("/admin/calendar/new", methods=["GET", "POST"])
@post_required(ADMINISTRATOR, KEEPER)
def new_calendar() -> Any:
    """Make a version, from a file or from what the form says; nothing counts by it yet."""
    hall, problems = current_hall(), {}
    with hall.reading() as connection:
        present, today = hall.in_force(connection).calendar, hall.today(connection)
    wish = request.args.get("year", "")
    number = int(wish) if wish.isascii() and wish.isdigit() and len(wish) == 4 else today.year + 1
    known = next((one for one in present.years if one.year == number), None)
    entered = {
        "year": str(number),
        "source": f"国务院办公厅关于{number}年部分节假日安排的通知" if not known or known.provisional else known.source,
        "number": known.number if known else "",
        "issued_on": str(known.issued_on or "") if known else "",
        "off": written_holidays(known) if known else "",
        "worked": written_days(known) if known else "",
    }
    if request.method == "POST":
        entered = {name: request.form.get(name, "")[:LONGEST_FILE].strip() for name in FIELDS}
        try:
            version = hall.run(MakeCalendarVersion(by=reader(), key=posted_key(), file=_file(entered)))["version"]
        except Invalid as refusal:
            problems = problems_of(refusal)
            problems = problems or {"file" if _upload() else "off": translate(refusal.text)}
        else:
            return redirect(url_for("admin.calendar_version", calendar_version=version))
    page = render_template("admin/new_calendar.html", entered=entered, problems=problems, known=known)
    return page, 422 if problems else 200


@blueprint.get("/admin/calendar/versions/<calendar_version>")
@post_required(ADMINISTRATOR, KEEPER)
def calendar_version(calendar_version: str) -> Any:
    """Show which days a version changes, and every running limit that would move, from when to when."""
    return version_page(calendar_version, {})


@blueprint.post("/admin/calendar/versions/<calendar_version>")
@post_required(ADMINISTRATOR, KEEPER)
def force_calendar(calendar_version: str) -> Any:
    """Put a version in force; refused where the calendar is no longer the one that the page was made on."""
    hall, version = current_hall(), calendar_version
    shown, reason = request.form.get("shown", "")[:64], request.form.get("reason", "")[:2000]
    with hall.reading() as connection:
        read.version_line(hall, connection, reader(), version)
    try:
        done = hall.run(PutCalendarInForce(by=reader(), key=posted_key(), version=version, shown=shown, reason=reason))
    except Invalid as refusal:
        problems = problems_of(refusal)
        return version_page(version, problems), 422
    except Conflict as refusal:
        flash(translate(refusal.text), "stop")
        return version_page(version, {}), refusal.status
    flash(
        _("日历已启用。在办的 %(count)d 件由后台逐件核对，变动的期限记入各件的留痕。", count=done["running"]), "success"
    )
    return redirect(url_for("admin.calendar_versions"))


def version_page(version: str, problems: dict[str, str]) -> str:
    """Return the page of a version; ``problems`` are those of the form that puts it in force."""
    hall, actor = current_hall(), reader()
    with hall.reading() as connection:
        line = read.version_line(hall, connection, actor, version)
        target = hall.shelf.calendar(connection, version)
        moves = calendar_moves(hall, connection, target)
        alive = read.is_worker_alive(hall, connection)
        progress = read.progress(hall, connection)
    pages = page_count(len(moves.rows), ROWS)
    page = min(asked_page(), pages)
    return render_template(
        "admin/calendar_version.html",
        line=line,
        moves=moves,
        rows=moves.rows[(page - 1) * ROWS : page * ROWS],
        page=page,
        pages=pages,
        days=read.changed_days(moves.present, target),
        years=(years := read.changed_years(moves.present, target)),
        warnings=[words_of(one) for year in years if not year.provisional for one in oddities(year)],
        problems=problems,
        reason=request.form.get("reason", "")[:300],
        alive=alive,
        progress=progress,
    )


def words_of(oddity: Oddity) -> str:
    """Say what is odd about a year."""
    if oddity.kind == "fixed":
        return _("%(day)s是法定节假日（%(name)s），日历却列为上班。", day=oddity.day.isoformat(), name=oddity.name)
    if oddity.kind == "missing":
        return _("%(year)d年没有列出%(name)s的放假日。", year=oddity.year, name=oddity.name)
    return _(
        "%(year)d年共有 %(count)d 个工作日，与常年（约 248 至 251 个）相差较多。", year=oddity.year, count=oddity.count
    )


def _upload() -> Any:
    sent = request.files.get("file")
    return sent if sent is not None and sent.filename else None


def _file(entered: dict[str, str]) -> str:
    """Return what was uploaded, or else what the form says, as a calendar file; raises Invalid by field."""
    if (sent := _upload()) is not None:
        content = sent.stream.read(4 * LONGEST_FILE + 1)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Invalid(_("日历没有导入，请更正。"), {"file": _("文件不是 UTF-8 文本。")}) from None
    problems: dict[str, Any] = {}
    year = entered["year"]
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        problems["year"] = _("请填写四位数的年度，例如 2027。")
        year = "2000"
    if not entered["source"]:
        problems["source"] = _("请写明这一年的放假安排依据哪一份通知。")
    lists: dict[str, Any] = {}
    for name, reading in (("off", read_holidays), ("worked", read_days)):
        try:
            lists[name] = reading(int(year), entered[name])
        except Invalid as refusal:
            problems[name] = refusal.text
    if "off" in lists and not lists["off"]:
        problems["off"] = _("请填写放假的日期。")
    if problems:
        raise Invalid(_("日历没有导入，请更正。"), problems)
    record = {"year": int(year), "source": entered["source"], **lists}
    record |= {name: entered[name] for name in ("number", "issued_on") if entered[name]}
    return json.dumps(record, ensure_ascii=False)
