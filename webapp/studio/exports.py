"""What a draft gives to take along: its chart as a picture, its steps as a table."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

from diagrams import Heading, chart_for, draw, step_table
from engine.errors import Invalid
from engine.text import zh
from processes.in_memory import folder_of
from processes.registry import Folder
from webapp.accounts import post_required
from webapp.drawn_charts import CHART_POLICY
from webapp.studio import STUDIO, blueprint
from webapp.studio.views import opened


def readable(draft_id: str) -> tuple[Any, Folder]:
    """Return the draft and its folder; raises Invalid where its files cannot be read."""
    shown = opened(draft_id)
    folder, unread = folder_of(shown.line.matter_key, shown.files)
    if folder is None:
        raise Invalid(zh("草稿的文件读不出来，画不了图。"), {one.file: one.message for one in unread})
    return shown, folder


@blueprint.get("/drafts/<draft_id>/chart.svg")
@post_required(*STUDIO)
def chart(draft_id: str) -> Response:
    """Return the chart of the draft as it was last saved."""
    shown, folder = readable(draft_id)
    heading = Heading(shown.line.title)
    response = Response(draw(chart_for(folder.model, folder.called, "full"), heading=heading), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = CHART_POLICY
    return response


@blueprint.get("/drafts/<draft_id>/steps")
@post_required(*STUDIO)
def steps(draft_id: str) -> Any:
    """Show the steps of the draft as a table."""
    shown, folder = readable(draft_id)
    rows = step_table(chart_for(folder.model, folder.called, "full"))
    return render_template("studio/steps.html", line=shown.line, rows=rows)
