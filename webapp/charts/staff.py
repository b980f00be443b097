"""For who hangs the charts up: every matter by department, and all posters of a department in one file."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _
from sqlalchemy import Connection

from engine.errors import NotFound
from engine.hall import Hall
from engine.queries.bundles import matters_in_force
from engine.queries.names import department_names
from engine.text import zh
from webapp.accounts import post_required
from webapp.charts import KEEPERS, blueprint
from webapp.charts.posters import PAPERS, paper_asked_for, poster_of
from webapp.charts.public_chart import PublicChart, public_chart, public_kinds
from webapp.charts.wording import KINDS
from webapp.documents.views import pdf_response
from webapp.installation import current_hall
from webapp.words import department_name


def charts_by_department(hall: Hall, connection: Connection) -> dict[str, list[PublicChart]]:
    """Return every public chart of the versions in force, by the code of the department that is responsible."""
    found: dict[str, list[PublicChart]] = {}
    for matter in matters_in_force(hall, connection):
        bundle = hall.bundle(connection, matter.sha256)
        own = found.setdefault(bundle.facts.department, [])
        own += [public_chart(hall, connection, matter.key, kind) for kind in public_kinds(bundle)]
    return found


@blueprint.get("/posters")
@post_required(*KEEPERS)
def posters() -> Any:
    """List the charts that should hang in the hall."""
    hall = current_hall()
    with hall.reading() as connection:
        departments = charts_by_department(hall, connection)
        names = department_names(connection)
    named = {code: str(department_name(code, names)) for code in departments}
    return render_template("charts/posters.html", departments=departments, names=named, kinds=KINDS, papers=PAPERS)


@blueprint.get("/departments/<code>/posters.pdf")
@post_required(*KEEPERS)
def department_posters(code: str) -> Response:
    """Return all posters of a department as one PDF: ``paper`` is a4 or a3."""
    hall = current_hall()
    with hall.reading() as connection:
        charts = charts_by_department(hall, connection).get(code, [])
        names = department_names(connection)
    if not charts:
        raise NotFound(zh("这个部门没有已发布的事项。"))
    pdf = poster_of(charts, paper_asked_for())
    return pdf_response(pdf, _("%(department)s流程图.pdf", department=department_name(code, names)))
