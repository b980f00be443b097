"""The start page: find a matter, follow a case, go on with a draft."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.matter_search import FoundMatter, found_matters
from engine.queries.bundles import matters_in_force
from webapp.installation import current_hall
from webapp.portal import blueprint

LONGEST_WISH = 80
EXAMPLES = 4
"""Everyday words that the page offers, so that people see that they may say it their way."""


@blueprint.get("/")
def start() -> Any:
    """List the matters, or those that ``?q=`` is about, in everyday words too, the best first."""
    wish = " ".join(request.args.get("q", "")[:LONGEST_WISH].split())
    hall = current_hall()
    with hall.reading() as connection:
        every = [hall.bundle(connection, one.sha256).facts for one in matters_in_force(hall, connection)]
    found = found_matters(every, wish) if wish else tuple(FoundMatter(one, 0) for one in every)
    spoken = [one.everyday_words.value[0] for one in every if one.everyday_words and one.everyday_words.value]
    return render_template("portal/start.html", matters=found, wish=wish, spoken=spoken[:EXAMPLES])
