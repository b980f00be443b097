"""The pages that turn by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, redirect, render_template

from diagrams import chart_css
from engine.bundle import Bundle
from webapp.hall import blueprint
from webapp.hall.board import Board, Boards
from webapp.hall.charts import LANDSCAPE, PORTRAIT, ChartView, views_of_chart
from webapp.hall.deck import CHART, STILL_SECONDS, deck
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
    # A chart says itself whose it is; other pages say whose comes after them.
    wished = name.split("-")[1] if name.startswith(f"{CHART}-") else wishes.matter
    matters = [one.key for one in board.matters]
    at_matter = matters.index(wished) if wished in matters else 0
    bundle, views = chart_of(board, at_matter, wishes)
    slides = deck(board, bundle.key if bundle else "", views)
    at = next((at for at, one in enumerate(slides) if one.name == name), None if name else 0)
    if at is None:
        return redirect(wishes.address("hall.screen"))
    slide, following = slides[at], slides[(at + 1) % len(slides)]
    if following is slides[0] and matters:
        at_matter = (at_matter + 1) % len(matters)
    moving = wishes.but(still=False)
    onward = moving.but(matter=matters[at_matter] if matters else "")
    held = moving.address("hall.page", slide=slide.name)
    next_page = onward.address("hall.page", slide=following.name)
    return render_template(
        f"hall/{slide.kind}.html",
        board=board,
        wishes=wishes,
        slide=slide,
        bundle=bundle,
        views=views,
        next_page=next_page,
        after=held if wishes.still else next_page,
        seconds=STILL_SECONDS if wishes.still else slide.seconds,
        toggled=wishes.but(still=not wishes.still).address("hall.page", slide=slide.name),
    )


def chart_of(board: Board, at: int, wishes: Wishes) -> tuple[Bundle | None, Sequence[ChartView]]:
    """Return the matter that is the ``at``-th of those published, and its chart cut for the screen."""
    if not board.matters:
        return None, ()
    hall = current_hall()
    with hall.reading() as connection:
        bundle = hall.bundle(connection, board.matters[at].sha256)
    return bundle, views_of_chart(bundle, PORTRAIT if wishes.shape else LANDSCAPE)


@blueprint.get("/hall/charts.css")
def chart_style() -> Response:
    """Return the colours of charts; where the address names no theme the browser's own decides."""
    sheet = chart_css()
    by_browser = sheet.replace('[data-theme="dark"]', ":root:not([data-theme])")
    response = Response(f"{sheet}\n@media (prefers-color-scheme: dark) {{\n{by_browser}}}\n", mimetype="text/css")
    response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}"
    return response
