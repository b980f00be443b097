"""The pages that turn by themselves."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, redirect, render_template

from diagrams import chart_css
from webapp.hall import blueprint
from webapp.hall.board import Boards
from webapp.hall.deck import STILL_SECONDS, deck
from webapp.hall.wishes import Wishes
from webapp.installation import current_hall
from webapp.presentation import STATIC_SECONDS


def boards() -> Boards:
    """Return the one board of this application."""
    known: Boards = current_app.extensions.setdefault("banjian_boards", Boards(current_hall()))
    return known


@blueprint.get("/hall")
def screen() -> Any:
    """Show the first page."""
    return shown("")


@blueprint.get("/hall/<slide>")
def page(slide: str) -> Any:
    """Show one page; one that is there no longer leads back to the first."""
    return shown(slide)


def shown(name: str) -> Any:
    wishes, board = Wishes.of_request(), boards().now()
    slides = deck(board)
    at = next((at for at, one in enumerate(slides) if one.name == name), None if name else 0)
    if at is None:
        return redirect(wishes.address("hall.screen"))
    slide, following = slides[at], slides[(at + 1) % len(slides)]
    moving = wishes.but(still=False)
    after = slide if wishes.still else following
    return render_template(
        f"hall/{slide.kind}.html",
        board=board,
        wishes=wishes,
        slide=slide,
        next_page=moving.address("hall.page", slide=following.name),
        after=moving.address("hall.page", slide=after.name),
        seconds=STILL_SECONDS if wishes.still else slide.seconds,
        toggled=wishes.but(still=not wishes.still).address("hall.page", slide=slide.name),
    )


@blueprint.get("/hall/charts.css")
def chart_style() -> Response:
    """Return the colours of charts; where the address names no theme the browser's own decides."""
    sheet = chart_css()
    by_browser = sheet.replace('[data-theme="dark"]', ":root:not([data-theme])")
    response = Response(f"{sheet}\n@media (prefers-color-scheme: dark) {{\n{by_browser}}}\n", mimetype="text/css")
    response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}"
    return response
