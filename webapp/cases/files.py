"""Files that were handed in: downloaded, or looked at in the browser where their kind allows it."""

from __future__ import annotations

from flask import Response, request, send_file

from engine.queries.attachment import stored_file
from webapp.accounts import current_actor, staff_required
from webapp.cases import blueprint
from webapp.cases.answers import INLINE
from webapp.cases.shown import record_sight
from webapp.installation import current_hall

# Nothing in a file that somebody sent may run, load or submit anything.
SANDBOX = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'; sandbox"


@blueprint.get("/cases/<case_id>/files/<attachment_id>")
@staff_required
def attachment(case_id: str, attachment_id: str) -> Response:
    """Hand out a file; ``?show`` opens PDF and pictures in the browser. The look is put on record."""
    hall, actor = current_hall(), current_actor()
    assert actor is not None
    with hall.reading() as connection:
        file = stored_file(connection, actor, case_id, attachment_id)
    path = hall.files.path(file.sha256)
    record_sight(hall, actor, case_id)
    inline = "show" in request.args and file.media_type in INLINE
    response = send_file(
        path,
        mimetype=file.media_type,
        as_attachment=not inline,
        download_name=file.filename,
        conditional=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
