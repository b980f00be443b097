"""The cashier's day and the day of the fee hall."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.cases.close_cash_day import CloseCashDay
from engine.errors import NotFound
from engine.queries.cash_days import SUPERVISOR, hall_day, my_day
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.cashier import CASHIER, blueprint
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.presentation import day as day_text
from webapp.presentation import money


def asked_day(text: str, today: date) -> date:
    """Return the day of an ISO text, today for none; raises NotFound for what is no day."""
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise NotFound from None


@blueprint.get("/cashier/day")
@post_required(CASHIER)
def day() -> Any:
    """Show one's own list of a day, with the sums that the till must hold."""
    hall = current_hall()
    with hall.reading() as connection:
        today = hall.today(connection)
        page = my_day(hall, connection, reader(), asked_day(request.args.get("day", ""), today))
    return render_template("cashier/day.html", page=page, today=today)


@blueprint.post("/cashier/day")
@post_required(CASHIER)
def close() -> Any:
    """Close one's list of a day."""
    hall, seen = current_hall(), request.form.get("_seen", "")
    with hall.reading() as connection:
        closing = asked_day(request.form.get("day", ""), hall.today(connection))
    answer = hall.run(
        CloseCashDay(
            by=reader(),
            key=posted_key(),
            day=closing,
            seen=int(seen) if seen.isascii() and seen.isdigit() and 0 < len(seen) < 10 and int(seen) else None,
        )
    )
    total = money(answer["total_fen"])
    flash(
        _(
            "%(day)s已日结：%(count)d 笔，共 %(total)s 元。",
            day=day_text(closing),
            count=answer["payments"],
            total=total,
        ),
        "success",
    )
    return redirect(url_for("cashier.day", day=closing.isoformat()))


@blueprint.get("/cashier/hall")
@post_required(CASHIER, SUPERVISOR)
def hall_day_page() -> Any:
    """Show what all cashiers took on a day."""
    hall = current_hall()
    with hall.reading() as connection:
        today = hall.today(connection)
        page = hall_day(hall, connection, reader(), asked_day(request.args.get("day", ""), today))
    return render_template("cashier/hall_day.html", page=page, today=today)
