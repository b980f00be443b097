"""The address where staff print a document of a case."""

from __future__ import annotations

import io

from flask import Response, send_file

from webapp.accounts import current_actor, staff_required
from webapp.cases.shown import record_sight
from webapp.documents import blueprint
from webapp.documents.rendering import print_document
from webapp.installation import current_hall


@blueprint.get("/cases/<case_id>/documents/<document_id>.pdf")
@staff_required
def pdf(case_id: str, document_id: str) -> Response:
    """Return the paper as PDF, masked for who only looks; a look at personal data is put on record."""
    hall, actor = current_hall(), current_actor()
    assert actor is not None
    with hall.reading() as connection:
        printed = print_document(hall, connection, actor, case_id, document_id)
    if printed.unrecorded:
        record_sight(hall, actor, case_id)
    return pdf_response(printed.pdf, printed.filename)


def pdf_response(content: bytes, filename: str) -> Response:
    """Return a PDF that the browser shows and offers to save under ``filename``."""
    response = send_file(io.BytesIO(content), mimetype="application/pdf", download_name=filename)
    response.headers["Cache-Control"] = "no-store"
    return response
