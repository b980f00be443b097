"""What the pages about ratings call things."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engine.feedback.call_back import OUTCOMES
from engine.feedback.ratable import CHANNELS, GOOD_TAGS, LEVELS, TAGS
from engine.feedback.rectification_row import ACTS, MEASURES

STATUSES: dict[str, tuple[LazyString, str]] = {
    "issued": (_l("待签收"), "yellow"),
    "received": (_l("待答复"), "yellow"),
    "promised": (_l("限期整改中"), "blue"),
    "appealed": (_l("待认定误评"), "blue"),
    "answered": (_l("待回访"), "blue"),
    "closed": (_l("已办结"), "green"),
}
LEVEL_KINDS = {1: "green", 2: "green", 3: "plain", 4: "yellow", 5: "red"}


def words() -> dict[str, Any]:
    """Return the words for templates, as ``rating_words``."""
    return {
        "rating_words": {
            "LEVELS": LEVELS,
            "LEVEL_KINDS": LEVEL_KINDS,
            "CHANNELS": CHANNELS,
            "TAGS": TAGS,
            "GOOD_TAGS": GOOD_TAGS,
            "MEASURES": MEASURES,
            "OUTCOMES": OUTCOMES,
            "ACTS": ACTS,
            "STATUSES": STATUSES,
        }
    }


def init_app(blueprint: Blueprint) -> None:
    """Give all templates the words."""
    blueprint.app_context_processor(words)
