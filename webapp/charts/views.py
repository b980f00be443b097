"""Charts for everybody: a page with picture and step table, the picture alone, and a poster to print."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from webapp.charts import blueprint
from webapp.charts.posters import PAPERS, paper_asked_for, poster_of
from webapp.charts.public_chart import PublicChart, public_chart, public_kinds
from webapp.charts.wording import KINDS
from webapp.documents.views import pdf_response
from webapp.drawn_charts import CHART_POLICY, posters
from webapp.installation import current_hall

KEPT_SECONDS = 3600


def asked_for(matter_key: str) -> PublicChart:
    """Return the chart that the address names by ``kind`` and ``layout``; raises NotFound."""
    hall = current_hall()
    with hall.reading() as connection:
        return public_chart(
            hall,
            connection,
            matter_key,
            request.args.get("kind", "matter"),
            request.args.get("layout", "portrait"),
        )


@blueprint.get("/matters/<matter_key>/charts")
def page(matter_key: str) -> Any:
    """Show one kind of chart with its step table, and lead to the others."""
    chart = asked_for(matter_key)
    return render_template(
        "charts/page.html",
        chart=chart,
        matter=chart.bundle.facts,
        kinds={kind: KINDS[kind] for kind in public_kinds(chart.bundle)},
        papers=PAPERS,
        problem=chart.problem,
    )


@blueprint.get("/matters/<matter_key>/chart.svg")
def picture(matter_key: str) -> Response:
    """Return the picture, drawn from the file that runs."""
    chart = asked_for(matter_key)
    response = Response(chart.svg, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = CHART_POLICY
    if request.args.get("v") == chart.bundle.sha256:
        # The address names the content, so it may be kept.
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


@blueprint.get("/matters/<matter_key>/poster.pdf")
def poster(matter_key: str) -> Response:
    """Return the chart as one page to print: ``paper`` is a4 or a3."""
    chart = asked_for(matter_key)
    paper = paper_asked_for()
    pdf = posters.get((paper, *chart.identity), lambda: poster_of([chart], paper))
    name = chart.bundle.facts.name.value
    return pdf_response(pdf, _("%(matter)s%(kind)s.pdf", matter=name, kind=KINDS[chart.kind]))
