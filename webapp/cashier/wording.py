"""The words for states of bills and ways to pay, by their codes in data."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

STATUSES: dict[str, LazyString] = {
    "open": _l("待缴费"),
    "exemption_pending": _l("待减免决定"),
    "paid": _l("已缴费"),
    "void": _l("已作废"),
    "exempt": _l("免缴"),
}
STATUS_KINDS = {"open": "yellow", "exemption_pending": "yellow", "paid": "green", "exempt": "green", "void": "plain"}
CHANNELS: dict[str, LazyString] = {
    "cash": _l("现金"),
    "card": _l("刷卡"),
    "scan": _l("扫码"),
    "online": _l("网上缴费（练习）"),
}
COUNTER = ("cash", "card", "scan")
EXEMPTIONS: dict[str, LazyString] = {"half": _l("减半"), "free": _l("免缴")}


def init_app(blueprint: Blueprint) -> None:
    """Let every template say these words: bills are shown on the case page and on the portal too."""

    @blueprint.app_context_processor
    def words() -> dict[str, object]:
        return {
            "bill_words": {
                "STATUSES": STATUSES,
                "STATUS_KINDS": STATUS_KINDS,
                "CHANNELS": CHANNELS,
                "COUNTER": COUNTER,
                "EXEMPTIONS": EXEMPTIONS,
            }
        }
