"""The process of a case as its designer drew it, marked with where the case stands: for staff, to enlarge and move."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request

from engine.errors import NotFound
from engine.queries.case_file import CaseFile, case_file
from webapp.accounts import staff_required
from webapp.cases import blueprint
from webapp.cases.chart import marks_in_file, step_rows
from webapp.cases.views import opened, reader
from webapp.installation import current_hall
from webapp.words import CHART_STATUSES


@dataclass(frozen=True)
class DrawnFile:
    """One BPMN file of a matter: the process itself, with an empty ``part``, or a part that it calls."""

    part: str
    name: str
    content: bytes


def files_of(file: CaseFile) -> tuple[DrawnFile, ...]:
    """Return the files of the case's version, the process first."""
    bundle = file.bundle
    parts = [
        DrawnFile(model.main.id, model.main.name or model.main.id, bundle.files[name])
        for name in sorted(bundle.files)
        if name.startswith("shared/") and name.endswith(".bpmn")
        for model in bundle.called.values()
        if name == f"shared/{model.main.id}.bpmn"
    ]
    return (DrawnFile("", bundle.facts.name.value, bundle.files["process.bpmn"]), *parts)


def file_asked_for(file: CaseFile) -> DrawnFile:
    """Return the file that ``?part=`` names; raises NotFound."""
    part = request.args.get("part", "")
    found = [one for one in files_of(file) if one.part == part]
    if not found:
        raise NotFound
    return found[0]


@blueprint.get("/cases/<case_id>/diagram")
@staff_required
def diagram(case_id: str) -> Any:
    """Show the drawing with a mark on every element, and the table that says the same."""
    shown = opened(case_id)
    drawn = file_asked_for(shown.file)
    marks = marks_in_file(shown.file, drawn.part, shown.waits)
    said = {
        element: {"status": mark.status, "words": f"{CHART_STATUSES[mark.status]} {mark.text}".strip()}
        for element, mark in marks.items()
    }
    return render_template(
        "cases/diagram.html",
        shown=shown,
        file=shown.file,
        drawn=drawn,
        files=files_of(shown.file),
        marks=json.dumps(said, ensure_ascii=False),
        steps=step_rows(shown.file),
    )


@blueprint.get("/cases/<case_id>/diagram.bpmn")
@staff_required
def diagram_file(case_id: str) -> Response:
    """Return the BPMN file that the case runs on."""
    hall = current_hall()
    with hall.reading() as connection:
        drawn = file_asked_for(case_file(hall, connection, reader(), case_id))
    response = Response(drawn.content, mimetype="application/xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


__all__ = ["diagram", "diagram_file"]
