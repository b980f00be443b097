"""The tablet at a window: it waits, asks for one rating when the clerk says so, thanks, and waits again.

A clerk makes a device the tablet of their window; that ends the clerk's session on it. The device then carries a
pass for the window alone: its pages lead nowhere else and show of a person no more than the masked name.
"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from engine.errors import Forbidden, NotFound, Refused
from engine.feedback.at_the_window import AT_WINDOWS, InviteRating, RateOnTablet
from engine.law.masking import mask_name
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.ratings import RatingInvitation
from engine.store.service_windows import ServiceWindow
from engine.text import zh
from webapp.accounts import post_required, staff_required
from webapp.accounts.access import COOKIE
from webapp.accounts.views import logout
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.portal.passes import tablet_pass
from webapp.portal.somebody import somebody
from webapp.ratings import blueprint
from webapp.ratings.public_rating import posted_rating

WAITING, THANKING = 4, 6
"""Seconds after which the page looks again, and for which thanks are shown."""
_invitation, _case, _window = table_of(RatingInvitation).c, table_of(Case).c, table_of(ServiceWindow).c


@blueprint.post("/cases/<case_id>/rating-invitation")
@staff_required
def invite(case_id: str) -> Any:
    """Ask for a rating of the case on the tablet of one's window."""
    made = current_hall().run(InviteRating(by=reader(), key=posted_key(), case_id=case_id))
    flash(_("已在 %(number)s 窗口的平板上请申请人评价。", number=made["window"]), "success")
    return redirect(url_for("cases.case", case_id=case_id))


@blueprint.route("/ratings/tablet", methods=["GET", "POST"])
@post_required(*AT_WINDOWS)
def set_up() -> Any:
    """Make this device the tablet of the window at which one sits; one is logged out of it."""
    number = reader().window
    if request.method != "POST":
        return render_template("ratings/set_up_tablet.html", number=number)
    with current_hall().reading() as connection:
        window = connection.execute(select(_window.id).where(_window.number == (number or ""))).scalar()
    if window is None:
        raise Forbidden(zh("请先在工作台首页选择您所在的窗口。"))
    logout()
    tablet_pass.give(window)
    response = redirect(url_for("ratings.tablet"))
    response.delete_cookie(COOKIE)
    return response


@blueprint.route("/tablet", methods=["GET", "POST"])
def tablet() -> Any:
    """Wait, or ask for the rating that the clerk asked for; the pass of the device says at which window."""
    window_id, hall = tablet_pass.subject(), current_hall()
    if window_id is None:
        raise NotFound(zh("这台设备还没有设为窗口的评价平板，请窗口人员登录后设置。"))
    if request.method == "POST":
        said, case_id = posted_rating(), request.form.get("case", "")[:32]
        named = request.form.get("named") == "yes"
        about = {"window_id": window_id, "case_id": case_id, "level": said["level"], "is_named": named}
        try:
            hall.run(RateOnTablet(by=somebody(case_id or None), key=posted_key(), **about))
        except Refused as refusal:
            return shown("thanks", THANKING, refused=refusal.text)
        return shown("thanks", THANKING)
    if "thanks" in request.args:
        return shown("thanks", THANKING)
    now = hall.clock.now()
    with hall.reading() as connection:
        wanted = select(_case.id, _case.applicant_name, _case.matter_name, _invitation.expires_at)
        own = (_invitation.window_id == window_id, _invitation.expires_at > now)
        row = connection.execute(wanted.join(RatingInvitation, _invitation.case_id == _case.id).where(*own)).first()
    if row is None:
        return shown("waiting", WAITING)
    left = max(1, int((row.expires_at - now).total_seconds()) + 1)
    return shown("asking", left, case=row, name=mask_name(row.applicant_name))


def shown(what: str, seconds: int, **about: Any) -> str:
    """Return a page of the tablet that looks again after so many seconds; a question that nobody answers thanks too."""
    after = url_for("ratings.tablet", thanks=1) if what == "asking" else url_for("ratings.tablet")
    return render_template("ratings/tablet.html", what=what, seconds=seconds, after=after, **about)
