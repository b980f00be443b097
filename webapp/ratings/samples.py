"""Telephone samples: drawing one by a seed, working its list off, and writing a rating down that was spoken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Conflict, Invalid, NotFound
from engine.feedback.draw_sample import DrawSample
from engine.feedback.ratable import LONGEST, OFFICER, PHONE
from engine.feedback.rate import Rate
from engine.feedback.record_call import QUESTIONS, REPLIES, RecordCall
from engine.feedback.see_rater import SeeRater
from engine.queries import phone_samples as read
from engine.queries.names import department_names
from webapp.accounts import post_required
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.ratings import WATCHING, blueprint
from webapp.ratings.figures import known_day
from webapp.ratings.public_rating import posted_rating

FIELDS = ("seed", "first", "last", "department", "percent", "number")


@blueprint.get("/ratings/samples")
@post_required(*sorted(WATCHING))
def samples() -> Any:
    """List the samples, newest first."""
    with current_hall().reading() as connection:
        rows = read.phone_samples(connection, reader())
    return render_template("ratings/samples.html", rows=rows)


@blueprint.route("/ratings/samples/new", methods=["GET", "POST"])
@post_required(OFFICER)
def new_sample() -> Any:
    """Draw a sample."""
    hall, problems = current_hall(), dict[str, str]()
    entered = {name: request.form.get(name, "").strip()[:60] for name in FIELDS}
    if request.method == "POST":
        command = DrawSample(
            by=reader(),
            key=posted_key(),
            seed=entered["seed"],
            first=known_day(entered["first"]),
            last=known_day(entered["last"]),
            department=entered["department"],
            permille=permille_of(entered["percent"]),
            number=number_of(entered["number"]),
        )
        try:
            made = hall.run(command)
        except Invalid as refusal:
            problems = {name: translate(text) for name, text in refusal.problems.items()}
        else:
            flash(_("已从 %(of)d 件中抽取 %(size)d 件。", of=made["population"], size=made["size"]), "success")
            return redirect(url_for("ratings.sample", sample_id=made["sample_id"]))
    with hall.reading() as connection:
        today, names = hall.today(connection), department_names(connection)
    if request.method != "POST":
        entered |= {"seed": today.strftime("%Y%m%d"), "percent": "5", "last": today.isoformat()}
        entered["first"] = today.replace(day=1).isoformat()
    page = render_template("ratings/new_sample.html", entered=entered, problems=problems, departments=names)
    return page, 422 if problems else 200


def number_of(text: str) -> int | None:
    """Return the whole number that was entered; none for nothing, and one that nobody may for what is none."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def permille_of(text: str) -> int | None:
    """Return a share that was entered in percent, with one place at most, in thousandths."""
    whole, _point, tenth = text.partition(".")
    if not text:
        return None
    known = whole.isascii() and whole.isdigit() and len(whole) < 4 and (tenth == "" or (tenth in "0123456789"))
    return int(whole) * 10 + int(tenth or 0) if known else 0


@blueprint.get("/ratings/samples/<sample_id>")
@post_required(*sorted(WATCHING))
def sample(sample_id: str) -> Any:
    """Show a sample, to be worked off and printed: seed, size, population, and what came of each call."""
    hall = current_hall()
    with hall.reading() as connection:
        line, rows = read.phone_sample(hall, connection, reader(), sample_id)
    return render_template("ratings/sample.html", line=line, rows=rows, questions=QUESTIONS, replies=REPLIES)


@blueprint.route("/ratings/samples/<sample_id>/<int:place>", methods=["GET", "POST"])
@post_required(OFFICER)
def sampled(sample_id: str, place: int) -> Any:
    """Call one of a sample and write down what came of it."""
    hall, problems = current_hall(), dict[str, str]()
    entered: dict[str, Any] = {"level": None, "text": "", "answers": {}}
    with hall.reading() as connection:
        line, rows = read.phone_sample(hall, connection, reader(), sample_id)
    row = next((one for one in rows if one.place == place), None)
    if row is None:
        raise NotFound
    if request.method == "POST":
        entered = posted_rating() | {"answers": {name: request.form.get(name, "")[:10] for name in QUESTIONS}}
        reached = request.form.get("_act") != "unreached"
        command = RecordCall(
            by=reader(),
            key=posted_key(),
            sample_id=sample_id,
            place=place,
            reached=reached,
            level=entered["level"],
            answers=entered["answers"],
            note=entered["text"],
        )
        try:
            hall.run(command)
        except Invalid as refusal:
            problems = {{"note": "text"}.get(name, name): translate(text) for name, text in refusal.problems.items()}
        else:
            flash(_("回访已登记。") if reached else _("已记下没有联系上，可以再打。"), "success")
            return redirect(url_for("ratings.sample", sample_id=sample_id))
    about = {"line": line, "row": row, "questions": QUESTIONS, "replies": REPLIES, "most": LONGEST}
    return calling(row.case_id, entered, problems, url_for("ratings.sampled", sample_id=sample_id, place=place), about)


@blueprint.route("/ratings/phone/<case_id>", methods=["GET", "POST"])
@post_required(OFFICER)
def phone(case_id: str) -> Any:
    """Call the applicant of a service and write down the rating that was spoken."""
    hall, problems = current_hall(), dict[str, str]()
    entered: dict[str, Any] = {"level": None, "text": "", "tags": ()}
    if request.method == "POST":
        entered = posted_rating()
        try:
            hall.run(Rate(by=reader(), key=posted_key(), case_id=case_id, channel=PHONE, **entered))
        except Invalid as refusal:
            problems = {name: translate(text) for name, text in refusal.problems.items()}
        except Conflict as refusal:
            flash(translate(refusal.text), "info")
            return redirect(url_for("ratings.ratings_list", what="unrated"))
        else:
            flash(_("电话评价已登记。"), "success")
            return redirect(url_for("ratings.ratings_list", what="unrated"))
    return calling(case_id, entered, problems, url_for("ratings.phone", case_id=case_id), {"most": LONGEST})


def calling(
    case_id: str, entered: Mapping[str, Any], problems: Mapping[str, str], here: str, about: Mapping[str, Any]
) -> Any:
    """Return the page on which somebody is called: the look at the numbers is put on record."""
    rater = current_hall().run(SeeRater(by=reader(), case_id=case_id))
    page = render_template("ratings/call.html", rater=rater, entered=entered, problems=problems, here=here, **about)
    return page, 422 if problems else 200
