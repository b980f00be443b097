"""The screen that is touched: find a matter, read its guide in large type, look at its chart, take it away.

Nothing of a visitor is kept: no cookie, no history, and after a while without a touch the first page comes back.
"""

from __future__ import annotations

from typing import Any

import segno
from flask import render_template, request, url_for
from markupsafe import Markup

from diagrams import chart_for, step_table
from engine.bundle import Bundle
from engine.errors import NotFound, Unavailable
from engine.queries.bundles import matters_in_force
from engine.queries.names import department_names
from webapp.hall import blueprint
from webapp.hall.charts import LANDSCAPE, PORTRAIT, PUBLIC_KIND, whole_chart
from webapp.hall.offers import WAYS, Offer, offers
from webapp.hall.wishes import Wishes
from webapp.installation import current_hall

ZOOMS = (1, 2, 3, 4, 5)
SPOKEN = 8
"""Everyday words, the first of each matter, that fit on the first page."""


def shown(template: str, **about: Any) -> str:
    """Return a page with what all of them need: the wishes of the screen, and the first page without a language."""
    wishes = Wishes.of_request()
    start = wishes.but(language="zh", matter="").address("hall.touch")
    return render_template(template, wishes=wishes, start=start, **about)


def offered() -> tuple[tuple[Offer, ...], dict[str, str]]:
    """Return the published matters, and the names of departments by their codes."""
    hall = current_hall()
    with hall.reading() as connection:
        bundles = [hall.bundle(connection, one.sha256) for one in matters_in_force(hall, connection)]
        return offers(bundles), department_names(connection)


def published(matter_key: str) -> Bundle:
    """Return a matter as it is published now; raises NotFound."""
    hall = current_hall()
    with hall.reading() as connection:
        return hall.current_bundle(connection, matter_key)


def code_of(address: str) -> Markup:
    """Return an address as a QR code that grows with the screen."""
    made = segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True)
    return Markup(made)  # noqa: S704 - segno writes paths and numbers only


@blueprint.get("/hall/touch")
def touch() -> Any:
    """Show the ways to find a matter."""
    every, departments = offered()
    codes = sorted({one.department for one in every}, key=lambda code: departments.get(code, code))
    return shown(
        "hall/touch_start.html",
        who=sorted({kind for one in every for kind in one.who}, reverse=True),
        departments=[(code, departments.get(code, code)) for code in codes],
        initials=sorted({one.initial for one in every}),
        spoken=tuple(dict.fromkeys(word for one in every for word in one.said[:1]))[:SPOKEN],
    )


@blueprint.get("/hall/touch/matters")
def touch_matters() -> Any:
    """List the matters found in one way, or all of them."""
    every, departments = offered()
    way = next((one for one in WAYS if one in request.args), "")
    value = request.args.get(way, "")
    found = [one for one in every if one.found_by(way, value)] if way else every
    return shown("hall/touch_matters.html", matters=found, way=way, value=value, departments=departments)


@blueprint.get("/hall/touch/matters/<matter_key>")
def touch_guide(matter_key: str) -> Any:
    """Show the guide of a matter in large type, and the code by which it is taken away."""
    bundle = published(matter_key)
    address = url_for("portal.guide", matter_key=matter_key, _external=True)
    return shown("hall/touch_guide.html", bundle=bundle, matter=bundle.facts, address=address, code=code_of(address))


@blueprint.get("/hall/touch/matters/<matter_key>/chart")
def touch_chart(matter_key: str) -> Any:
    """Show the chart of a matter, to be enlarged, with its steps as a list."""
    bundle = published(matter_key)
    wish = request.args.get("zoom", "1")
    zoom = int(wish) if wish.isdecimal() and int(wish) in ZOOMS else 1
    shape = PORTRAIT if Wishes.of_request().shape else LANDSCAPE
    try:
        picture = whole_chart(bundle, shape)
    except Unavailable:
        picture = Markup("")
    steps = step_table(chart_for(bundle.model, bundle.called, PUBLIC_KIND))
    if not steps and not picture:
        raise NotFound
    about = {"bundle": bundle, "matter": bundle.facts, "picture": picture, "steps": steps}
    return shown("hall/touch_chart.html", zoom=zoom, zooms=ZOOMS, **about)
