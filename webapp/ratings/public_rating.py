"""Rating one's own service: from the page of the case, or by the code on a receipt, which opens nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.feedback.ratable import LONGEST, NOTHING_YET
from engine.feedback.rate import Rate
from engine.law.masking import mask_name
from engine.queries.progress import progress
from engine.queries.ratings import OwnRating, ratings_of_case
from engine.query_code import case_of_rating_code
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of, translate
from webapp.portal.own_case import OwnCase, with_case
from webapp.portal.passes import rating_pass
from webapp.portal.somebody import somebody
from webapp.ratings import blueprint

PHONES = ("Mobile", "Android", "iPhone", "HarmonyOS")
MOST_TYPED = 4000


def device() -> str:
    """Return the channel of who rates on the site: a phone or a computer (GB/T 39046—2020 table 9)."""
    browser = request.headers.get("User-Agent", "")
    return "mobile" if any(name in browser for name in PHONES) else "pc"


def posted_rating() -> dict[str, Any]:
    """Return what a form of a rating says, cut at a length that no honest text has."""
    level = request.form.get("level", "")
    return {
        "level": int(level) if level in ("1", "2", "3", "4", "5") else None,
        "tags": tuple(request.form.getlist("tags"))[:20],
        "text": request.form.get("text", "")[:MOST_TYPED],
    }


def own_rating(case: Mapping[str, Any]) -> OwnRating:
    """Return the ratings of a case that the visitor may rate."""
    hall = current_hall()
    with hall.reading() as connection:
        return ratings_of_case(hall, connection, case)


@blueprint.route("/progress/<number>/rating", methods=["GET", "POST"])
@with_case
def rating(own: OwnCase) -> Any:
    """Rate the service, from the page of the case."""
    case_id: str = own.file.case["id"]
    here, done = url_for("ratings.rating", number=own.number), url_for("portal.case", number=own.number)
    return rated(own.file.case, case_id, device(), here, done)


@blueprint.get("/rating/open/<rating_code>")
def open_rating(rating_code: str) -> Any:
    """Let who holds the code of a receipt rate: the code leaves the address at once."""
    case_id = case_of_rating_code(current_hall().key, rating_code[:80])
    if case_id is None:
        flash(_("这个评价链接无效。请重新扫描凭证上的二维码，或者用办件编号和查询码查询后评价。"), "warn")
        return redirect(url_for("portal.progress"))
    rating_pass.give(case_id)
    return redirect(url_for("ratings.rating_by_code"))


@blueprint.route("/rating", methods=["GET", "POST"])
def rating_by_code() -> Any:
    """Rate the service whose code was shown."""
    case_id, hall = rating_pass.subject(), current_hall()
    if case_id is None:
        flash(_("评价页面已经过期。请重新扫描凭证上的二维码，或者用办件编号和查询码查询后评价。"), "info")
        return redirect(url_for("portal.progress"))
    try:
        with hall.reading() as connection:
            found = progress(hall, connection, case_id)
    except NotFound:
        rating_pass.take_back()
        return redirect(url_for("portal.progress"))
    here = url_for("ratings.rating_by_code")
    return rated(found.file.case, case_id, "qr", here, here)


def rated(case: Mapping[str, Any], case_id: str, channel: str, here: str, done: str) -> Any:
    """Take the rating, or show its form; a service that was rated shows what was said."""
    entered: dict[str, Any] = {"level": None, "tags": (), "text": ""}
    problems: dict[str, str] = {}
    if request.method == "POST":
        entered = posted_rating()
        try:
            made = current_hall().run(
                Rate(by=somebody(case_id), key=posted_key(), case_id=case_id, channel=channel, **entered)
            )
        except Invalid as refusal:
            problems = problems_of(refusal)
        except Conflict as refusal:
            flash(translate(refusal.text), "info")
            return redirect(done)
        else:
            flash(thanks(made), "success")
            return redirect(done)
    own = own_rating(case)
    if not own.may_rate and not own.ratings:
        raise Forbidden(NOTHING_YET)
    about = {"case": case, "name": mask_name(case["applicant_name"]), "own": own, "here": here, "most": LONGEST}
    page = render_template("ratings/rating.html", entered=entered, problems=problems, by_code=channel == "qr", **about)
    return page, 422 if problems else 200


def thanks(made: Mapping[str, Any]) -> str:
    """Return what is said after a rating."""
    if made["rectification"]:
        return _("谢谢您的评价。我们已经要求承办部门核实整改，处理结果会回访告知您。")
    return _("谢谢您的评价。")
