"""Chinese is the source; English is a complete translation. Who reads which is a cookie."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from babel.messages import mofile, pofile
from flask import Flask, Response, request
from flask_babel import Babel, LazyString, get_locale, gettext

from engine.errors import Invalid
from engine.text import Text

log = logging.getLogger(__name__)
TRANSLATIONS = Path(__file__).resolve().parent / "translations"
NAMES = {"zh": "中文", "en": "English"}
TAGS = {"zh": "zh-CN", "en": "en"}
COOKIE = "banjian_language"
KEEP_NOTHING = frozenset({"hall"})
"""Blueprints of pages before which one person follows another: a language is for the page that was asked for."""
babel = Babel()


def init_app(app: Flask) -> None:
    """Give the application its languages: the choice, the switch and the ``translate`` filter."""
    compile_catalogs()
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "zh")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Shanghai")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    babel.init_app(app, locale_selector=chosen_language)
    app.add_template_filter(translate, "translate")
    app.add_template_global(language_links)
    app.add_template_global(language_tag)
    app.after_request(remember_language)


def chosen_language() -> str:
    """Return the language of this request: ``?lang=``, else the cookie, else Chinese."""
    kept = None if request.blueprint in KEEP_NOTHING else request.cookies.get(COOKIE)
    for wish in (request.args.get("lang"), kept):
        if wish in NAMES:
            return wish
    return "zh"


def remember_language(response: Response) -> Response:
    """Keep a language chosen by ``?lang=`` for the next pages."""
    wish = request.args.get("lang")
    if wish in NAMES and request.endpoint != "static" and request.blueprint not in KEEP_NOTHING:
        response.set_cookie(COOKIE, wish, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def in_chinese() -> bool:
    """Tell whether the page is in Chinese, the language of a matter's own words."""
    locale = get_locale()
    return locale is None or locale.language == "zh"


def language_tag() -> str:
    """Return the page's language as HTML's ``lang`` wants it."""
    locale = get_locale()
    return TAGS.get(locale.language if locale else "zh", "zh-CN")


def language_links() -> list[tuple[str, str, str]]:
    """Return (language tag, name, address of this page in it) for every language but the present one.

    A page that answers a form has no address of its own to come back to, so its link goes to the start.
    """
    present = chosen_language()
    path = request.path if request.method in ("GET", "HEAD") else "/"
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    links = []
    for code, name in NAMES.items():
        if code != present:
            links.append((TAGS[code], name, f"{quote(path)}?{urlencode([*kept, ('lang', code)])}"))
    return links


def translate(text: Text | LazyString | str | None) -> str:
    """Return a sentence of the engine in the reader's language, its parameters filled in."""
    if text is None:
        return ""
    if not isinstance(text, Text):
        return str(text)
    template = gettext(text.template) if text.template else ""
    if not text.params:
        return template
    params: dict[str, Any] = {
        name: translate(value) if isinstance(value, Text) else value for name, value in text.params.items()
    }
    return template.format(**params)


def problems_of(refusal: Invalid, field: str = "") -> dict[str, str]:
    """Return what is wrong by field, in the reader's language; a refusal that names none stands under ``field``."""
    return {name: translate(text) for name, text in (refusal.problems or {field: refusal.text}).items()}


def compile_catalogs(folder: Path = TRANSLATIONS) -> None:
    """Make each ``messages.mo`` that is older than its ``messages.po``; readers never see half a file.

    An installation that cannot be written to keeps the catalogues it came with.
    """
    for source in folder.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = pofile.read_po(file)
        draft = target.with_suffix(f".{os.getpid()}")
        try:
            with draft.open("wb") as file:
                mofile.write_mo(file, catalog)
            draft.replace(target)
        except OSError as problem:
            log.warning("%s could not be written (%s); pages use the one that is there", target, problem.strerror)
