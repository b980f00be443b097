"""/healthz tells whether the process answers, /readyz whether it can serve people."""

from __future__ import annotations

import tempfile
from datetime import timedelta

from flask import Blueprint, Response, jsonify, make_response
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import Unavailable
from engine.queries.due_work import longest_wait
from engine.store.office import WorkerHeartbeat
from engine.store.people import Person
from webapp.installation import current_hall
from webapp.navigation import Desk

WORKER_SILENCE = timedelta(seconds=60)
blueprint = Blueprint("health", __name__)
desk = Desk(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer that the process is alive; looks at nothing else."""
    return make_response(jsonify(status="ok"))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Check database and file store; a silent worker, and work that waits, are told but do not stop pages.

    ``worker_beat_seconds`` is how long ago the latest worker was heard of, none where none runs; ``backlog`` is how
    much work is due, and ``backlog_seconds`` how long the oldest of it waits.
    """
    hall = current_hall()
    checks: dict[str, object] = {}
    try:
        with hall.reading() as connection:
            connection.execute(select(Person.id).limit(1)).first()
            beat = connection.execute(select(func.max(WorkerHeartbeat.beat_at))).scalar()
            count, waits = longest_wait(hall, connection)
        checks["database"] = "ok"
        silence = None if beat is None else max(timedelta(0), hall.clock.now() - beat)
        checks["worker"] = "ok" if silence is not None and silence < WORKER_SILENCE else "silent"
        checks["worker_beat_seconds"] = None if silence is None else int(silence.total_seconds())
        checks["backlog"], checks["backlog_seconds"] = count, int(waits.total_seconds())
    except (SQLAlchemyError, Unavailable):
        checks["database"] = "unavailable"
    try:
        folder = hall.data / "files"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"ready")
        checks["files"] = "ok"
    except OSError:
        checks["files"] = "unavailable"
    ready = checks["database"] == checks["files"] == "ok"
    return make_response(jsonify(status="ok" if ready else "unavailable", **checks), 200 if ready else 503)
