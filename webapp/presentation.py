"""How values are shown: days, moments, money, sizes. Registered as template filters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.clock import HALL_ZONE
from webapp import words
from webapp.config import Settings

STATIC_SECONDS = 3600


def init_app(app: Flask, settings: Settings) -> None:
    """Register the filters, the words of the trade, and what every page says about the installation."""
    for show in (day, moment, money, file_size, workdays, listed, days_left):
        app.add_template_filter(show)
    app.add_template_filter(words.post_name, "post_name")
    app.add_template_filter(words.stage_name, "stage_name")
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.jinja_env.globals.update(
        words=words,
        stage_name=words.stage_name,
        post_name=words.post_name,
        training=settings.training,
        hall_name=lambda: settings.hall_name or _("汉阴县政务服务大厅"),
        asset=Assets(app),
    )


class Assets:
    """Addresses of static files that change with their content, so that browsers may keep them."""

    def __init__(self, app: Flask) -> None:
        self.folder = Path(app.static_folder or "")
        self.marks: dict[str, str] = {}

    def __call__(self, filename: str) -> str:
        if filename not in self.marks:
            path = self.folder / filename
            content = path.read_bytes() if path.is_file() else b""
            self.marks[filename] = hashlib.sha256(content).hexdigest()[:10]
        return url_for("static", filename=filename, v=self.marks[filename])


def day(value: date | None) -> str:
    """Return a day as people in the hall write it; nothing for no day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(HALL_ZONE).date()
    return _("%(year)s年%(month)s月%(day)s日", year=value.year, month=value.month, day=value.day)


def moment(value: datetime | None) -> str:
    """Return a moment (aware, or naive in UTC) as day and time in the hall's zone."""
    if value is None:
        return ""
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    local = value.astimezone(HALL_ZONE)
    return f"{day(local)} {local:%H:%M}"


def money(fen: int) -> str:
    """Return an amount in fen as yuan with two places, without floating point."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def file_size(count: int) -> str:
    """Return a size in bytes as KB or MB."""
    return f"{max(1, round(count / 1024))} KB" if count < 1_048_576 else f"{round(count / 1_048_576, 1):g} MB"


def workdays(count: int | None) -> str:
    """Return a limit in working days; one of none is to be kept on the same day."""
    if count is None:
        return _("不计时限")
    return ngettext("%(num)d 个工作日", "%(num)d 个工作日", count) if count else _("当日办完")


def listed(values: Iterable[object]) -> str:
    """Return several things as one text, set apart as the reader's language does."""
    return _("、").join(str(value) for value in values)


def days_left(count: int | None) -> str:
    """Return how many working days remain, or by how many a limit has passed."""
    if count is None:
        return _("不计时限")
    if count < 0:
        return ngettext("超期 %(num)d 个工作日", "超期 %(num)d 个工作日", -count)
    if count == 0:
        return _("今日到期")
    return ngettext("剩 %(num)d 个工作日", "剩 %(num)d 个工作日", count)
