"""The page on which a paper is checked, by number and code or by the picture on it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.errors import NotFound
from engine.queries.verification import CheckedPaper, check_paper, check_scanned
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.portal.guessing import TooManyTries, once_counted
from webapp.verification import blueprint

STANDINGS = {
    "in_force": (_l("有效"), "green"),
    "expired": (_l("有效期已经届满"), "yellow"),
    "void": (_l("已经作废"), "red"),
}
"""How a paper stands, and the kind of its chip."""
_BRACKETS = str.maketrans("[【［{(（〈<", "〔〔〔〔〔〔〔〔") | str.maketrans("]】］})）〉>", "〕〕〕〕〕〕〕〕")


@blueprint.route("/verify", methods=["GET", "POST"])
def verify() -> Any:
    """Ask for number and code, and tell of the paper; ``?paper=&code=`` is what the picture on it opens.

    Unlike codes that open a case, this one may stand in an address: it tells no more than the paper beside it.
    """
    hall = current_hall()
    if request.method != "POST":
        scanned, code = request.args.get("paper", "")[:64], request.args.get("code", "")[:80]
        if not scanned:
            return entry_page("")
        return answer("", scanned, lambda connection: check_scanned(hall, connection, scanned, code))
    number, code = as_number(request.form.get("number", "")), request.form.get("code", "")[:80]
    problems = {}
    if not number:
        problems["number"] = _("请填写文书编号。")
    if not code.strip():
        problems["code"] = _("请填写核验码。")
    if problems:
        return entry_page(number, problems), 422
    return answer(number, number, lambda connection: check_paper(hall, connection, number, code))


def as_number(typed: str) -> str:
    """Return the number of a paper as it is printed, in whatever brackets and with whatever blanks it was typed."""
    return "".join(unicodedata.normalize("NFKC", typed[:80]).split()).translate(_BRACKETS)


def answer(number: str, subject: str, find: Callable[[Any], CheckedPaper]) -> Any:
    """Return the page of what ``find`` finds; each try is counted against the paper and the visitor."""

    def read() -> CheckedPaper:
        with current_hall().reading() as connection:
            return find(connection)

    try:
        paper = once_counted("paper", subject, read)
    except (NotFound, TooManyTries) as refusal:
        return entry_page(number, {"code": translate(refusal.text)}), 429 if refusal.status == 429 else 422
    return render_template("verification/paper.html", paper=paper, standing=STANDINGS[paper.standing])


def entry_page(number: str, problems: dict[str, str] | None = None) -> str:
    """Return the page that asks for number and code."""
    return render_template("verification/verify.html", number=number, problems=problems or {})
