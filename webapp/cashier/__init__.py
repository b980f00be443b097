"""The cashier's desk: take money for bills that others made out, print slips, close the day."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from webapp.navigation import Desk, Entry

CASHIER = "cashier"
blueprint = Blueprint("cashier", __name__)
desk = Desk(
    blueprint,
    entries=(
        Entry(
            "cashier.index",
            _l("收费"),
            posts=frozenset({CASHIER}),
            order=9,
            description=_l("按缴费单收款，打印缴款凭证"),
        ),
        Entry(
            "cashier.day",
            _l("收费日结"),
            posts=frozenset({CASHIER}),
            order=9,
            description=_l("核对当日收款并办理日结"),
        ),
        Entry(
            "cashier.hall_day_page",
            _l("大厅收费日报"),
            posts=frozenset({CASHIER, "supervisor"}),
            order=31,
            description=_l("各收费员当日收款汇总"),
        ),
    ),
)

from webapp.cashier import day_views, views, wording  # noqa: E402

wording.init_app(blueprint)

__all__ = ["CASHIER", "day_views", "desk", "views"]
