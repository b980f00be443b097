"""The floor over HTTP: a bare Flask application that takes in a posted form and plays the statements of a step.

Runs as a process of its own, as ``banjian web`` does; the environment tells database, folder and PORT.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, jsonify, request

from engine.benchmark.floor import Call
from engine.benchmark.step import recorded_floor
from engine.hall import Hall
from webapp.cli.web import options_for, port_of_environment, serve
from webapp.config import Settings


def bare_app() -> Flask:
    """Return the application; it takes one case through all steps first, to have the statements."""
    settings = Settings.from_environment()
    hall = Hall(settings.database_url, settings.data)
    floor, (case, task), _ = recorded_floor(hall)
    app = Flask(__name__)
    waiting: dict[str, list[list[Call]]] = {}

    @app.post("/cases")
    def cases() -> Any:
        """Make ready the statements of fresh cases: a mapping of their ids to those of their first tasks."""
        for fresh, first in request.get_json().items():
            waiting[fresh] = floor.prepared({case: fresh, task: first})
        return jsonify(ready=len(waiting))

    @app.post("/cases/<case_id>/<int:number>")
    def step(case_id: str, number: int) -> Any:
        """Play one step of a case."""
        result = request.form["result"]
        floor.play(waiting[case_id][number])
        return jsonify(done=result)

    return app


if __name__ == "__main__":
    serve(options_for(f"127.0.0.1:{port_of_environment()}", workers=1), bare_app)
